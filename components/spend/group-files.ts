import { encode } from "zod/mini";
import { type Cell, toCsv } from "@/lib/core/csv";
import { formatDecimal, type Usd } from "@/lib/core/money";
import { averageCost, knownCost } from "@/lib/spend/derived-figures";
import { type Figures, Overview } from "@/lib/spend/overview-api";

const exact = (amount: Usd | null): string | null => (amount === null ? null : formatDecimal(amount));

const FIGURES: readonly [name: string, cell: (figures: Figures) => Cell][] = [
  ["known_cost_usd", (of) => exact(knownCost(of))],
  ["generations", (of) => of.generations],
  ["generations_of_unknown_cost", (of) => of.unknown],
  ["prompt_tokens", (of) => of.promptTokens],
  ["cached_tokens", (of) => of.cachedTokens],
  ["cache_write_tokens", (of) => of.cacheWriteTokens],
  ["completion_tokens", (of) => of.completionTokens],
  ["reasoning_tokens", (of) => of.reasoningTokens],
  ["usd_per_1000_generations", (of) => exact(averageCost(of, 1000))],
  ["ttft_p50_ms", (of) => of.ttftP50Ms],
  ["ttft_p95_ms", (of) => of.ttftP95Ms],
  ["tokens_per_second_p50", (of) => of.speedP50],
  ["failed", (of) => of.failed],
  ["cancelled", (of) => of.cancelled],
  ["fallbacks", (of) => of.fallbacks],
  ["list_price_usd", (of) => exact(of.listCost)],
  ["cost_with_list_price_usd", (of) => exact(of.pricedCost)],
  ["tokens_with_list_price", (of) => of.pricedTokens],
  ["cache_savings_usd", (of) => exact(of.cacheSavings)],
  ["billed_by_providers_usd", (of) => exact(of.upstreamCost)],
];

type Grouped = Pick<Overview, "groupBy" | "groups" | "rest" | "totals">;

/**
 * The table as CSV, figures exact. A line per group, or with a second level per part of each; what has no line of its
 * own stands as `(other)`, so that the lines add up to the last one, where groups do not overlap.
 */
export function groupsToCsv({ groupBy, groups, rest, totals }: Grouped, inside: string | null): string {
  const names = (of: string) => [of, `${of}_name`];
  const head = [
    ...names(groupBy),
    ...(inside === null ? [] : names(inside)),
    ...FIGURES.map(([name]) => name),
  ];
  const line = (figures: Figures, ...cells: Cell[]) => [
    ...cells,
    ...FIGURES.map(([, cell]) => cell(figures)),
  ];
  const blank: Cell[] = inside === null ? [] : [null, null];
  const lines = groups.flatMap(({ key, label, figures, parts, rest: others }) =>
    inside === null
      ? [line(figures, key, label)]
      : parts.length === 0
        ? [line(figures, key, label, ...blank)]
        : [
            ...parts.map((part) => line(part.figures, key, label, part.key, part.label)),
            ...(others ? [line(others, key, label, null, "(other)")] : []),
          ],
  );
  return toCsv(head, [
    ...lines,
    ...(rest ? [line(rest, null, "(other)", ...blank)] : []),
    line(totals, null, "(total)", ...blank),
  ]);
}

/** All that the page shows as JSON; amounts of money stay text, so that no reader rounds them. */
export const overviewToJson = (overview: Overview): string =>
  `${JSON.stringify(encode(Overview, overview), null, 2)}\n`;
