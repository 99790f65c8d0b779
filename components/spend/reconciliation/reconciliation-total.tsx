"use client";

import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Usd } from "@/components/ui/usd";
import { formatCount, formatExactUsd } from "@/lib/core/format";
import { type Reconciled, VERDICTS } from "@/lib/spend/reconciliation-api";
import { VERDICT_LABELS } from "./reconciliation-words";

/** Both sums, and by how much they differ; a difference within what rounding may do is none. */
export function ReconciliationTotal({ reconciled }: { reconciled: Reconciled }) {
  "use memo";
  const { ours, theirs, difference, tolerance, lines } = reconciled;
  const size = difference < 0n ? -difference : difference;
  const agrees = size <= tolerance.total;
  const counts = VERDICTS.map((verdict) => ({
    verdict,
    count: lines.filter((line) => line.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div role="group" aria-label="Totals" className="py-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:flex sm:flex-wrap sm:gap-x-12">
        <Total name="OpenRouter charged" note="as its activity says">
          <Usd amount={theirs} />
        </Total>
        <Total name="Patchbay booked" note="known costs of the same days">
          <Usd amount={ours} />
        </Total>
        <Total name="Difference" note={`rounding may make up to ${formatExactUsd(tolerance.total)}`}>
          <span className="flex flex-wrap items-center gap-2">
            <span>
              {difference > 0n && "+"}
              <Usd amount={difference} className={agrees ? "" : "text-danger"} />
            </span>
            <Badge tone={agrees ? "ok" : "warn"}>{agrees ? "agrees" : "differs"}</Badge>
          </span>
        </Total>
        {counts.length > 0 && (
          <Total name="Days and models" note={`a line differs from ${formatExactUsd(tolerance.line)} on`}>
            <span className="text-sm font-normal">
              {counts
                .map(({ verdict, count }) => `${formatCount(count)} ${VERDICT_LABELS[verdict].toLowerCase()}`)
                .join(" · ")
                .replace("openrouter", "OpenRouter")}
            </span>
          </Total>
        )}
      </dl>
    </div>
  );
}

function Total({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  "use memo";
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold">{children}</dd>
      <dd className="mt-0.5 text-xs text-muted">{note}</dd>
    </div>
  );
}
