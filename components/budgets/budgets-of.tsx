"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Budget } from "@/lib/budgets/api";
import { BudgetFigures } from "./budget-figures";
import { budgetName, PERIOD_LABELS, resetWords, SCOPE_LABELS } from "./budget-words";
import { type BudgetSubject, budgetsOfQuery } from "./queries";

/** The budgets that everything of a key, a member or a route falls under, as far as the viewer may see them. */
export default function BudgetsOf({ of }: { of: BudgetSubject }) {
  const query = useQuery(budgetsOfQuery(of));
  const now = new Date(query.dataUpdatedAt);
  return (
    <QueryPanel query={query} skeleton={<SkeletonRows rows={2} />}>
      {({ budgets }) =>
        budgets.length === 0 ? (
          <p className="text-muted">No budget that you may see limits it.</p>
        ) : (
          <BudgetLines budgets={budgets} now={now} />
        )
      }
    </QueryPanel>
  );
}

/** Budgets one below the other, each with its bar, what is spent, held and left, and when it begins anew. */
export function BudgetLines({ budgets, now }: { budgets: readonly Budget[]; now: Date }) {
  "use memo";
  return (
    <ul aria-label="Budgets" className="divide-y divide-line">
      {budgets.map((budget) => {
        const { id, scope, period, hard, resetsAt } = budget;
        const name = budgetName(budget);
        return (
          <li key={id} aria-label={`${PERIOD_LABELS[period]} budget of ${name}`} className="space-y-2 py-3">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
              <span className="text-xs text-muted">
                {[
                  ...(scope.type === "workspace" ? [] : [SCOPE_LABELS[scope.type]]),
                  PERIOD_LABELS[period],
                  ...(hard ? [] : ["warns only"]),
                ].join(" · ")}
              </span>
              <span className="ml-auto text-xs text-muted">{resetWords(resetsAt, now)}</span>
            </p>
            <BudgetFigures budget={budget} now={now} />
          </li>
        );
      })}
    </ul>
  );
}
