"use client";

import { Usd } from "@/components/ui/usd";
import type { Budget } from "@/lib/budgets/api";
import { BudgetBar } from "./budget-bar";
import { atThisRate, budgetName, ceilingOf } from "./budget-words";

/** How much of a budget is spent, held and left, and what it comes to at this rate: as a bar and in words. */
export function BudgetFigures({ budget, now }: { budget: Budget; now: Date }) {
  "use memo";
  const { spent, held, left } = budget;
  const ceiling = ceilingOf(budget, now);
  const rate = atThisRate(budget, now);
  const expected = rate !== null && rate > 0n ? rate : null;
  return (
    <>
      <BudgetBar name={budgetName(budget)} ceiling={ceiling} spent={spent} held={held} expected={expected} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
        <span>
          <Usd amount={spent} className="font-medium text-ink" /> of <Usd amount={ceiling} /> spent
        </span>
        {held > 0n && (
          <span>
            <Usd amount={held} /> held
          </span>
        )}
        <span>
          <Usd amount={left} /> left
        </span>
        {expected !== null && (
          <span data-tip="If the rest of the period goes on as it has until now">
            at this rate <Usd estimate amount={expected} /> by then
          </span>
        )}
      </p>
    </>
  );
}
