import type { Amount, AmountKind, Sheet } from "@/components/charts/sheet";
import type { Drawn } from "@/components/charts/sheet-chart";
import type { Choices } from "@/lib/ledger/dimensions";
import { ERROR_STATES, type GenerationFilter } from "@/lib/ledger/paths";
import { averageCost, cacheHits, discount, perMillion } from "@/lib/spend/derived-figures";
import type { Figures, Overview } from "@/lib/spend/overview-api";
import { headOf, hue, sheetRows } from "./overview-sheets";

type Column = {
  label: string;
  exported: string;
  kind: AmountKind;
  value: (figures: Figures) => Amount;
  /** Without one it is only told and not drawn. */
  colour?: string;
  dashed?: boolean;
};

type Chart = {
  key: string;
  title: string;
  hint?: string;
  drawn: Drawn;
  nothing: string;
  columns: Column[];
  /** Which generations it is about, when not all. */
  about?: GenerationFilter;
};

const less = (whole: number | null, part: number | null): number | null =>
  whole === null ? null : Math.max(0, whole - (part ?? 0));

const drawn = (
  hueOf: number,
  kind: AmountKind,
  label: string,
  exported: string,
  value: Column["value"],
): Column => ({ ...{ label, exported, kind, value }, colour: hue(hueOf) });

/** What each chart below the table draws of a bucket's figures. */
const CHARTS: readonly Chart[] = [
  {
    ...{ key: "tokens", title: "Tokens by kind", drawn: "bars" },
    nothing: "No tokens were counted in this time.",
    columns: [
      drawn(2, "tokens", "Prompt, not cached", "prompt_tokens_not_cached", (of) =>
        less(of.promptTokens, of.cachedTokens),
      ),
      drawn(7, "tokens", "Prompt, cached", "cached_tokens", (of) => of.cachedTokens),
      drawn(1, "tokens", "Completion", "completion_tokens_without_reasoning", (of) =>
        less(of.completionTokens, of.reasoningTokens),
      ),
      drawn(6, "tokens", "Reasoning", "reasoning_tokens", (of) => of.reasoningTokens),
    ],
  },
  {
    ...{ key: "price", title: "Price per million tokens", drawn: "lines" },
    hint: "of generations of which both cost and list price are known",
    nothing: "No generation of this time has both a known cost and a known list price.",
    columns: [
      drawn(1, "usd", "Paid", "paid_usd_per_million", (of) => perMillion(of.pricedCost, of.pricedTokens)),
      {
        ...drawn(2, "usd", "List price", "list_usd_per_million", (of) =>
          perMillion(of.listCost, of.pricedTokens),
        ),
        dashed: true,
      },
      { label: "Below list", exported: "below_list", kind: "share", value: discount },
      {
        label: "Of tokens",
        exported: "tokens_with_list_price",
        kind: "tokens",
        value: (of) => of.pricedTokens,
      },
    ],
  },
  {
    ...{ key: "average", title: "Average cost of a generation", drawn: "lines" },
    hint: "where it is known",
    nothing: "No generation of this time has a known cost above zero.",
    columns: [drawn(6, "usd", "Average cost", "average_usd", averageCost)],
  },
  {
    ...{ key: "ttft", title: "Time to first token", drawn: "band" },
    hint: "half of the answers, and 95 of 100",
    nothing: "No first token was timed.",
    columns: [
      drawn(2, "duration", "p50", "ttft_p50_ms", (of) => of.ttftP50Ms),
      drawn(1, "duration", "p95", "ttft_p95_ms", (of) => of.ttftP95Ms),
    ],
  },
  {
    ...{ key: "speed", title: "Throughput", drawn: "band" },
    hint: "what half and what 95 of 100 answers are faster than",
    nothing: "No answer was long enough to time.",
    columns: [
      drawn(3, "speed", "p50", "tokens_per_second_p50", (of) => of.speedP50),
      drawn(5, "speed", "p5", "tokens_per_second_p5", (of) => of.speedP5),
    ],
  },
  {
    ...{ key: "errors", title: "Errors by who failed", drawn: "bars" },
    nothing: "Nothing failed in this time.",
    about: { state: ERROR_STATES },
    columns: [
      drawn(8, "count", "Providers", "failed_by_provider", (of) => of.failedBy.provider),
      drawn(5, "count", "OpenRouter", "failed_by_openrouter", (of) => of.failedBy.openrouter),
      drawn(2, "count", "Patchbay", "failed_by_patchbay", (of) => of.failedBy.patchbay),
      drawn(10, "count", "Nobody known", "failed_by_nobody_known", (of) => of.failedBy.nobody),
    ],
  },
  {
    ...{ key: "fallbacks", title: "Fallbacks taken", drawn: "bars" },
    hint: "answered by another model or by a later provider",
    nothing: "No fallback was needed in this time.",
    about: { choices: { fallback: { exclude: false, values: ["taken"] } } },
    columns: [
      drawn(4, "count", "Fallbacks", "fallbacks", (of) => of.fallbacks),
      {
        ...{ label: "Of all", exported: "share_of_generations", kind: "share" },
        value: ({ fallbacks, generations }) => (generations === 0 ? null : fallbacks / generations),
      },
    ],
  },
  {
    ...{ key: "cache", title: "Saved by caches", drawn: "lines" },
    hint: "against plain prompt tokens, less what writing cost",
    nothing: "Nothing was read from a cache in this time, as far as prices are known.",
    columns: [
      drawn(9, "usd", "Saved", "saved_usd", (of) => of.cacheSavings),
      { label: "Cache hits", exported: "cached_share_of_prompt", kind: "share", value: cacheHits },
    ],
  },
];

/** The charts below the table, with what they draw of this view and which generations are behind it. */
export function moreSheets(
  overview: Overview,
  choices: Choices,
  account?: string,
): (Omit<Chart, "columns" | "about"> & { sheet: Sheet; behind: GenerationFilter })[] {
  const rows = sheetRows(overview, { account, choices });
  return CHARTS.map(({ columns, about, ...chart }) => {
    const behind = { account, ...about, choices: { ...choices, ...about?.choices } };
    return {
      ...{ ...chart, behind },
      sheet: {
        head: headOf(overview),
        rows: about ? sheetRows(overview, behind) : rows,
        columns: columns.map(({ value, ...column }) => ({
          ...column,
          key: column.exported,
          values: overview.buckets.map(({ figures }) => value(figures)),
        })),
      },
    };
  });
}
