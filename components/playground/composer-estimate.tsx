"use client";

import { useQuery } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useDeferredValue, useId } from "react";
import { accuracyQuery, usageQuery } from "@/components/catalog/usage-queries";
import {
  type AnswerLength,
  addRanges,
  answerLength,
  type CostRange,
  estimateRange,
} from "@/lib/catalog/estimate-range";
import { dynamicVariants } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { estimateTokens } from "@/lib/catalog/tokens";
import type { EstimateAccuracy, ModelUsageResponse } from "@/lib/catalog/usage-api";
import type { Pane } from "@/lib/conversations/api";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { formatCount, formatEstimateRange, formatTokens } from "@/lib/core/format";
import { readCount } from "@/lib/openrouter/read-json";
import type { PaneSettings } from "./pane-state";

type Asked = {
  row: CatalogModel | null;
  /** What it is asked as, on record or not yet. */
  settings: PaneSettings;
  /** What was said before. */
  pane: Pane | null;
};
type Props = { text: string; files: readonly Attachment[]; asked: readonly Asked[] };

/** What the message being written will cost, all panes together. It lags behind the typing and never holds it up. */
export default function ComposerEstimate({ text, files, asked }: Props) {
  "use memo";
  const usage = useQuery(usageQuery).data;
  const accuracy = useQuery(accuracyQuery).data;
  const written = useDeferredValue(text);
  const id = useId();
  const tokens = estimateTokens(written) + fileTokens(files);
  const uncounted = Math.max(...asked.map(({ pane }) => countMedia(files) + countMedia(filesOf(pane))));
  const panes = asked.map((one) => estimatePane(one, tokens, usage));
  const known = panes.flatMap(({ range }) => range ?? []);
  const unknown = panes.length - known.length;
  const most = Math.max(0, ...panes.map(({ promptTokens }) => promptTokens));
  const explanation = [
    explain(panes, unknown, only(asked)?.row?.id ?? null, accuracy),
    ...(asked.some(({ settings }) => dynamicVariants(settings.model ?? "").includes("nitro"))
      ? ["Providers that :nitro asks may bill more than the list price."]
      : []),
  ].join("\n\n");
  // What was said before is not all there yet, and all of it will be sent.
  if (asked.some(({ pane }) => pane?.earlier)) return null;
  return (
    <span
      role="status"
      aria-label="Estimated cost"
      // It changes with every letter, which nobody wants to hear.
      aria-live="off"
      // Money is never cut off: beside the buttons it wraps between its parts, and where they leave it no room it has
      // a line of its own.
      className="min-w-0 tabular-nums @max-xl:order-first @max-xl:basis-full @max-xl:px-1.5 touch:py-1.5"
    >
      <span className="whitespace-nowrap">
        {formatTokens(most)} {most === 1 ? "token" : "tokens"} ·
      </span>{" "}
      <span className="whitespace-nowrap">{describe(known)}</span>
      {known.length > 0 && unknown > 0 && (
        <>
          {" "}
          <span className="whitespace-nowrap">+ {unknown} not known</span>
        </>
      )}
      {uncounted > 0 && (
        <>
          {" "}
          <span className="whitespace-nowrap">
            + {uncounted} {uncounted === 1 ? "file" : "files"} not counted
          </span>
        </>
      )}{" "}
      <button
        type="button"
        popoverTarget={id}
        aria-label="How this is estimated"
        data-tip={explanation}
        className="ml-1 inline-flex size-5 items-center justify-center rounded-sm text-faint hover:text-ink align-middle -my-0.5 touch:-my-4 touch:size-11"
      >
        <Info aria-hidden className="size-3.5" />
      </button>
      <span
        id={id}
        popover="auto"
        className="inset-auto m-0 my-1 max-w-80 rounded-box bg-raised p-3 text-xs whitespace-pre-line text-ink shadow-float [position-area:top_span-right] [position-try-fallbacks:flip-inline]"
      >
        {explanation}
      </span>
    </span>
  );
}

type Estimated = { promptTokens: number; answer: AnswerLength | null; range: CostRange | null };

function estimatePane(
  { row, settings, pane }: Asked,
  tokens: number,
  usage: ModelUsageResponse | undefined,
): Estimated {
  const promptTokens = tokens + estimateTokens(settings.system ?? "") + historyTokens(pane);
  if (row === null) return { promptTokens, answer: null, range: null };
  const own = usage?.models.find(({ model }) => model === row.id) ?? null;
  const answer = answerLength(row, own, readCount(settings.parameters.max_tokens));
  return { promptTokens, answer, range: estimateRange(row, promptTokens, answer, new Date()) };
}

const counted = new WeakMap<Pane, number>();

/** What was said before is sent again; it is counted once for each state of a pane. */
function historyTokens(pane: Pane | null): number {
  if (pane === null) return 0;
  const ready = counted.get(pane);
  if (ready !== undefined) return ready;
  const sum = pane.messages.reduce(
    (tokens, { content }) => tokens + estimateTokens(content),
    fileTokens(filesOf(pane)),
  );
  counted.set(pane, sum);
  return sum;
}

const filesOf = (pane: Pane | null): Attachment[] =>
  pane?.messages.flatMap(({ attachments }) => attachments) ?? [];

/** What is sent as text is counted like text; most letters are a byte. */
const fileTokens = (files: readonly Attachment[]): number =>
  files.reduce((tokens, { kind, bytes }) => tokens + (kind === "text" ? Math.ceil(bytes / 4) : 0), 0);

/** How many tokens anything else is, nobody says beforehand. */
const countMedia = (files: readonly Attachment[]): number =>
  files.filter(({ kind }) => kind !== "text").length;

function describe(known: readonly CostRange[]): string {
  if (known.length === 0) return "cost not known beforehand";
  const { low, high } = addRanges(known);
  return formatEstimateRange(low, high);
}

/** How the figures came about, and how far off they were until now. */
function explain(
  panes: readonly Estimated[],
  unknown: number,
  model: string | null,
  accuracy: EstimateAccuracy | undefined,
): string {
  const answers = panes.flatMap(({ answer, range }) => (answer && range ? [answer] : []));
  const low = Math.min(...answers.map((answer) => answer.low));
  const high = Math.max(...answers.map((answer) => answer.high));
  const basis = answers.every(({ measured }) => measured)
    ? "as most of yours were"
    : answers.some(({ measured }) => measured)
      ? "partly by your own, partly by what is usual"
      : "which is usual";
  return [
    "Your message and what was said before it, counted roughly,",
    answers.length === 0
      ? ""
      : `and answers of ${formatCount(low)} to ${formatCount(high)} tokens, ${basis}. Without web searches.`,
    unknown > 0 ? "What a router will choose, or a model without a price, is not known beforehand." : "",
    `\n\n${describeError(model, accuracy)}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function describeError(model: string | null, accuracy: EstimateAccuracy | undefined): string {
  const ratios = accuracy?.models.find((one) => one.model === model) ?? accuracy?.overall ?? null;
  if (!ratios) return "Nothing to compare with yet: no estimate of the last 30 days has a known cost.";
  const [p10, median, p90] = [ratios.p10, ratios.median, ratios.p90].map((ratio) => ratio.toPrecision(2));
  return `Measured: of ${formatCount(ratios.count)} answers in 30 days, the middle one cost ${median} times its best guess, most between ${p10} and ${p90} times.`;
}

const only = <Item,>(items: readonly Item[]): Item | undefined => (items.length === 1 ? items[0] : undefined);
