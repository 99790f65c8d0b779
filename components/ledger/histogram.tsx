"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Suspense } from "react";
import { Swatch } from "@/components/charts/swatch";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import { Usd } from "@/components/ui/usd";
import { describeFailure } from "@/lib/core/failure";
import { formatCount, formatUsd } from "@/lib/core/format";
import { add } from "@/lib/core/money";
import type { Histogram as Counts } from "@/lib/ledger/api";
import type { GenerationFilter } from "@/lib/ledger/paths";
import { barLabel, spanLabel } from "./bar-labels";
import { histogramQuery } from "./queries";

const StackedBars = lazy(() => import("@/components/charts/stacked-bars"));

/** From the foot of a bar to its top. Red says failure, orange what is live, and nothing else has a status. */
const STATES = [
  { key: "finished", label: "Finished", colour: "var(--color-chart-2)" },
  { key: "cancelled", label: "Cancelled", colour: "var(--color-chart-other)" },
  { key: "failed", label: "Failed", colour: "var(--color-danger)" },
  { key: "running", label: "Running", colour: "var(--color-accent)" },
] as const;

type Props = {
  filter: GenerationFilter;
  timeZone: string | null;
  /** A bar was picked, or several in a row. */
  onPick: (from: Date, to: Date) => void;
};

/** How many generations of the list started when, and how they ended. Picking bars narrows the list to their time. */
export function Histogram({ filter, timeZone, onPick }: Props) {
  "use memo";
  const query = useQuery({ ...histogramQuery(filter, timeZone ?? "UTC"), enabled: timeZone !== null });
  const zone = timeZone ?? "UTC";
  return (
    <div
      aria-busy={query.isPlaceholderData}
      className={clsx(
        "border-b border-line px-4 pt-2 pb-1 transition-opacity sm:px-6",
        query.isPlaceholderData && "pointer-events-none opacity-50",
      )}
    >
      {query.data ? (
        <Chart
          counts={query.data}
          isCut={filter.from !== undefined && filter.from < query.data.from}
          isUsual={filter.from === undefined && filter.to === undefined}
          timeZone={zone}
          onPick={onPick}
        />
      ) : query.isError ? (
        <p role="alert" className="py-2 text-xs text-muted">
          The counts over time could not be read: {describeFailure(query.error).message}
        </p>
      ) : (
        <div className="space-y-2">
          <Skeleton className="h-20 w-full sm:h-24" />
          <Skeleton className="my-1 h-3 w-64" />
        </div>
      )}
    </div>
  );
}

type ChartProps = Pick<Props, "onPick"> & {
  counts: Counts;
  /** Whether the time that was asked for begins earlier than what is drawn. */
  isCut: boolean;
  /** Whether no time was asked for. */
  isUsual: boolean;
  timeZone: string;
};

function Chart({ counts, isCut, isUsual, timeZone, onPick }: ChartProps) {
  "use memo";
  const { bars, from, to, countedFrom, isBehind } = counts;
  const startOf = (index: number): Date => bars[index]?.start ?? to;
  const total = (key: (typeof STATES)[number]["key"]) => bars.reduce((sum, bar) => sum + bar[key], 0);
  const series = STATES.map(({ key, colour }) => ({ key, colour, values: bars.map((bar) => bar[key]) }));
  return (
    <figure aria-label="Counts over time">
      <div className="h-20 sm:h-24">
        <Suspense fallback={<Skeleton className="h-full w-full" />}>
          <StackedBars
            name="Counts over time"
            labels={bars.map(({ start }) => barLabel(start, from, to, timeZone))}
            series={series}
            formatTick={(value) => (Number.isInteger(value) ? formatCount(value) : "")}
            describe={(index) => <Tip counts={counts} index={index} timeZone={timeZone} />}
            onPick={(index) => onPick(startOf(index), startOf(index + 1))}
            onBrush={(first, last) => onPick(startOf(first), startOf(last + 1))}
          />
        </Suspense>
      </div>
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1 text-xs text-muted">
        <span suppressHydrationWarning>
          {spanLabel(from, to, timeZone)}, {timeZone.replaceAll("_", " ")} time
        </span>
        {STATES.filter(({ key }) => total(key) > 0).map(({ key, label, colour }) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <Swatch colour={colour} /> {label} <span className="text-ink">{formatCount(total(key))}</span>
          </span>
        ))}
        {isUsual && STATES.every(({ key }) => total(key) === 0) ? (
          <span>Nothing in the last day</span>
        ) : (
          <span>
            Known cost <Usd amount={add(...bars.map(({ cost }) => cost))} className="text-ink" />
          </span>
        )}
        {isCut && (
          <span>
            {isBehind
              ? "Only the end of the time is drawn until what changed before is summed up"
              : "With these filters only the end of the time is drawn"}
          </span>
        )}
        {countedFrom !== null && (
          <span suppressHydrationWarning>
            Only the newest are counted, since {barLabel(countedFrom, from, to, timeZone)}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function Tip({ counts: { bars, to }, index, timeZone }: { counts: Counts; index: number; timeZone: string }) {
  "use memo";
  const bar = bars[index];
  if (!bar) return null;
  return (
    <div className="min-w-44 rounded-box bg-raised p-2.5 text-xs shadow-float">
      <p className="pb-1.5 font-medium">{spanLabel(bar.start, bars[index + 1]?.start ?? to, timeZone)}</p>
      {STATES.toReversed()
        .filter(({ key }) => bar[key] > 0)
        .map(({ key, label, colour }) => (
          <p key={key} className="flex items-center gap-1.5 py-0.5">
            <Swatch colour={colour} />
            <span className="text-muted">{label}</span>
            <span className="ml-auto pl-6 tabular-nums">{formatCount(bar[key])}</span>
          </p>
        ))}
      <p className="flex justify-between pt-1 text-muted">
        Known cost <span className="text-ink tabular-nums">{formatUsd(bar.cost)}</span>
      </p>
    </div>
  );
}
