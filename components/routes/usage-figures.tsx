import type { ReactNode } from "react";
import { Duration } from "@/components/ui/figures";
import { MeanUsd } from "@/components/ui/mean-usd";
import { formatCount, UNKNOWN } from "@/lib/core/format";
import { formatDuration, formatPercent } from "@/lib/core/format-measures";
import type { ArmUsage, Median } from "@/lib/routes/usage-api";

/** From fewer costs than this their mean is not much to go by: the rule of thumb for a normal approximation. */
const MANY = 30;

/** With how sure one can be of it, since few requests say little. */
export function Share({ of: rate }: { of: ArmUsage["errorRate"] }) {
  if (rate === null) return <Unknown />;
  const { share, low, high } = rate;
  return (
    <Sure bounds={[formatPercent(low), formatPercent(high)]}>
      <span className="whitespace-nowrap">{formatPercent(share)}</span>
    </Sure>
  );
}

/** What one answer costs on average. */
export function MeanCost({ of: cost, count }: { of: ArmUsage["meanCost"]; count: number }) {
  if (cost === null) return <Unknown />;
  const { mean, bounds } = cost;
  return (
    <Sure
      bounds={
        bounds && [<MeanUsd key="low" amount={bounds.low} />, <MeanUsd key="high" amount={bounds.high} />]
      }
      few={count < MANY ? count : null}
    >
      <MeanUsd amount={mean} />
    </Sure>
  );
}

export function MedianTime({ of: median }: { of: Median | null }) {
  if (median === null) return <Unknown />;
  const { ms, of: count, bounds } = median;
  return (
    <Sure
      bounds={bounds && [formatDuration(bounds.low), formatDuration(bounds.high)]}
      few={bounds === null ? count : null}
    >
      <Duration ms={ms} />
    </Sure>
  );
}

export function Votes({ use: { votes, winShare } }: { use: Pick<ArmUsage, "votes" | "winShare"> }) {
  if (votes === null) return <Unknown />;
  const { won, lost, tied, neither } = votes;
  const all = won + lost + tied + neither;
  return (
    <Sure bounds={winShare && [formatPercent(winShare.low), formatPercent(winShare.high)]}>
      <span
        className="whitespace-nowrap"
        data-tip={`${won} won, ${lost} lost, ${tied} tied, ${neither} where all answers were bad`}
      >
        {winShare && formatPercent(winShare.share)} of {all}
      </span>
    </Sure>
  );
}

type SureProps = {
  bounds: readonly [low: ReactNode, high: ReactNode] | null;
  /** How few it was found from, where that is too few to rely on. */
  few?: number | null;
  children: ReactNode;
};

/** A figure, and below it between which ones the true one lies, on two lines where the column is narrow. */
function Sure({ bounds, few = null, children }: SureProps) {
  return (
    <>
      {children}
      <span className="block text-xs text-muted tabular-nums">
        {bounds && (
          <span data-tip="Holds the true figure with 95 % confidence">
            <span className="whitespace-nowrap">{bounds[0]}</span> to{" "}
            <span className="whitespace-nowrap @2xl:@max-4xl:block">{bounds[1]}</span>
          </span>
        )}
        {few !== null && (
          <span className="whitespace-nowrap" data-tip="Too few to rely on">
            {bounds && ", "}from {formatCount(few)} only
          </span>
        )}
      </span>
    </>
  );
}

const Unknown = () => <span className="text-faint">{UNKNOWN}</span>;
