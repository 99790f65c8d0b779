"use client";

import { useQuery } from "@tanstack/react-query";
import { BudgetLines } from "@/components/budgets/budgets-of";
import { meterQuery } from "@/components/budgets/queries";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Budget } from "@/lib/budgets/api";
import { ceilingAt } from "@/lib/budgets/figures";
import { share } from "@/lib/core/money";

/** Beside those of the workspace, so many are shown that all of them are no more than this. */
const MOST = 4;

type Props = {
  /** Whether the page shows only a part of what was spent, which budgets do not know of. */
  isNarrowed: boolean;
};

/** The workspace's budgets, then those of most use, as far as the viewer may see them; nothing where there are none. */
export function BudgetsStrip({ isNarrowed }: Props) {
  "use memo";
  // The rail asks for the same.
  const query = useQuery(meterQuery);
  const count = query.data?.budgets.length;
  if (count === 0) return null;
  const now = new Date(query.dataUpdatedAt);
  return (
    <Panel
      title="Budgets"
      hint={isNarrowed ? "each of its own period, whatever is shown above" : "each of its own period"}
      action={
        <LinkButton href="/budgets" size="sm">
          {count === undefined || count === 1 ? "Budgets" : `All ${count} budgets`}
        </LinkButton>
      }
    >
      <QueryPanel query={query} skeleton={<SkeletonRows rows={2} />}>
        {({ budgets }) => (
          <div className="max-w-240 pb-2">
            <BudgetLines budgets={mostTelling(budgets, now)} now={now} />
          </div>
        )}
      </QueryPanel>
    </Panel>
  );
}

function mostTelling(budgets: readonly Budget[], now: Date): Budget[] {
  const ofAll = budgets.filter(({ scope }) => scope.type === "workspace");
  const others = budgets
    .filter(({ scope }) => scope.type !== "workspace")
    .toSorted((one, other) => useOf(other, now) - useOf(one, now));
  return [...ofAll, ...others.slice(0, Math.max(0, MOST - ofAll.length))];
}

/** How much of it is gone, from 0; only for putting in order. */
function useOf({ limit, raise, spent }: Budget, now: Date): number {
  const ceiling = ceilingAt(limit, raise, now);
  return ceiling === 0n ? Number.POSITIVE_INFINITY : share(spent, ceiling);
}
