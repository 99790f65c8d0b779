"use client";

import { useId } from "react";
import { formatUsd } from "@/lib/core/format";
import { formatPercent } from "@/lib/core/format-measures";
import { share, type Usd } from "@/lib/core/money";

type Props = {
  name: string;
  ceiling: Usd;
  spent: Usd;
  held: Usd;
  /** What it comes to at this rate, where that can be said. */
  expected: Usd | null;
};

/** How much of a budget is spent (solid), held (hatched) and left, and where its rate leads (a tick). */
export function BudgetBar({ name, ceiling, spent, held, expected }: Props) {
  "use memo";
  const pattern = useId();
  const part = (amount: Usd) => (ceiling === 0n ? (amount > 0n ? 1 : 0) : share(amount, ceiling));
  const [solid, hatched] = [clamp(part(spent)), clamp(part(held))];
  const width = (of: number) => `${(of * 100).toFixed(2)}%`;
  const tick = expected === null ? null : clamp(part(expected));
  const tone = part(spent) >= 1 ? "text-danger" : part(spent) >= 0.8 ? "text-warn" : "text-chart-2";
  const said = [
    `${formatPercent(part(spent))} of ${formatUsd(ceiling)} spent`,
    ...(held > 0n ? [`${formatPercent(part(held))} held`] : []),
  ];
  return (
    <svg role="img" aria-label={`${name}: ${said.join(", ")}`} className={`h-2.5 w-full ${tone}`}>
      <defs>
        <pattern
          id={pattern}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="6" height="6" fill="currentColor" opacity="0.2" />
          <rect width="2.5" height="6" fill="currentColor" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" rx="3" className="fill-hover" />
      <rect width={width(solid)} height="100%" rx="3" fill="currentColor" />
      {hatched > 0 && (
        <rect
          x={width(solid)}
          width={width(Math.min(hatched, 1 - solid))}
          height="100%"
          fill={`url(#${pattern})`}
        />
      )}
      {tick !== null && (
        <line
          x1={width(Math.min(tick, 0.998))}
          x2={width(Math.min(tick, 0.998))}
          y1="0"
          y2="100%"
          strokeWidth="2"
          strokeDasharray="3 2"
          className="stroke-ink"
        />
      )}
    </svg>
  );
}

const clamp = (part: number) => Math.max(0, Math.min(1, part));
