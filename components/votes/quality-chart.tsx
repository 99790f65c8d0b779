"use client";

import { Suspense } from "react";
import { logTicks } from "@/components/charts/geometry";
import { OTHER_COLOUR } from "@/components/charts/series-colours";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import type { Standing } from "@/lib/conversations/votes-api";
import { formatExactUsd } from "@/lib/core/format";
import { formatMeanUsd } from "@/lib/core/format-mean";
import { parseUsd, toApproximateNumber } from "@/lib/core/money";

const LogPoints = lazy(() => import("@/components/charts/log-points"));

type Props = { standings: readonly Standing[]; colours: ReadonlyMap<string, string> };

/** Which quality is to be had at which price. Prices differ by orders of magnitude, so each step is ten times the last. */
export function QualityChart({ standings, colours }: Props) {
  "use memo";
  const priced = standings.flatMap((standing) =>
    standing.averageCost === null
      ? []
      : [{ ...standing, dollars: toApproximateNumber(standing.averageCost) }],
  );
  if (priced.length === 0)
    return <p className="py-6 text-muted">No answer that was voted on has a known cost.</p>;
  const ticks = logTicks(priced.map(({ dollars }) => dollars).filter((dollars) => dollars > 0));
  // Nothing has no place on such a scale; what is free stands a step before the cheapest.
  const free = (ticks[0] ?? 1) / 10;
  const hasFree = priced.some(({ dollars }) => dollars === 0);
  const points = priced.map(({ model, score, low, high, dollars }) => ({
    ...{ key: model, label: model.slice(model.indexOf("/") + 1), colour: colours.get(model) ?? OTHER_COLOUR },
    ...{ x: dollars === 0 ? free : dollars, y: score, low, high },
  }));
  return (
    <figure aria-label="Score by the average cost of an answer">
      <div className="h-80">
        <Suspense fallback={<Skeleton className="h-full w-full" />}>
          <LogPoints
            points={points}
            ticks={hasFree ? [free, ...ticks] : ticks}
            formatTick={(tick) =>
              hasFree && tick === free ? "Free" : formatExactUsd(parseUsd(tick.toPrecision(3)))
            }
            describe={(key) => <PointTip standing={standings.find(({ model }) => model === key)} />}
          />
        </Suspense>
      </div>
      <figcaption className="pt-2 text-xs text-muted">
        Up is better, left is cheaper. Lines show the interval of each score. The leaderboard above has the
        same figures{priced.length < standings.length && "; models without a known cost are only there"}.
      </figcaption>
    </figure>
  );
}

function PointTip({ standing }: { standing: Standing | undefined }) {
  "use memo";
  if (!standing) return null;
  const { model, score, low, high, averageCost, votes } = standing;
  return (
    <div className="min-w-48 rounded-box bg-raised p-2.5 text-xs shadow-float">
      <p className="pb-1 font-medium">{model}</p>
      <p className="text-muted">
        {Math.round(score)} ({Math.round(low)} to {Math.round(high)}),{" "}
        {votes === 1 ? "1 vote" : `${votes} votes`}
      </p>
      <p className="text-muted">{formatMeanUsd(averageCost)} an answer</p>
    </div>
  );
}
