"use client";

import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Usd } from "@/components/ui/usd";
import type { Budget } from "@/lib/budgets/api";
import { hasRefused, isRefusing, isUsedUp } from "@/lib/budgets/refusing";
import type { Opened } from "./budget-dialogs";
import { BudgetFigures } from "./budget-figures";
import { BudgetMenu } from "./budget-menu";
import { budgetName, ceilingOf, PERIOD_LABELS, resetWords, SCOPE_LABELS } from "./budget-words";
import MoreOfBudget from "./more-of-budget";
import { useBudgetActions } from "./use-budget-actions";

type Props = { budget: Budget; now: Date; mayChange: boolean; onOpen: (opened: Opened) => void };

/** One budget: what it is for, how much of it is gone, and when it begins anew. */
export function BudgetRow({ budget, now, mayChange, onOpen }: Props) {
  "use memo";
  const { scope, period, timeZone, hard, raise, resetsAt, stoppedAt } = budget;
  const name = budgetName(budget);
  const ceiling = ceilingOf(budget, now);
  const reset = resetWords(resetsAt, now);
  return (
    <li className="space-y-2 py-4" aria-label={`${PERIOD_LABELS[period]} budget of ${name}`}>
      <div className="flex items-start gap-x-2">
        <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 touch:min-h-11">
          <h2 className="min-w-0 truncate font-medium" data-tip={name}>
            {name}
          </h2>
          {scope.type !== "workspace" && <span className="text-muted">{SCOPE_LABELS[scope.type]}</span>}
          <Badge>{PERIOD_LABELS[period]}</Badge>
          {!hard && <Badge>Warns only</Badge>}
          <RefusalBadge budget={budget} now={now} />
        </div>
        <span className="flex min-h-7 shrink-0 items-center gap-2 text-muted touch:min-h-11">
          {reset && (
            <span data-tip={`${resetsAt?.toISOString()} (${timeZone})`} className="whitespace-nowrap">
              {reset}
            </span>
          )}
          {mayChange && <BudgetMenu budget={budget} name={name} onOpen={onOpen} />}
        </span>
      </div>
      {raise && (
        <Badge tone="live">
          Raised by <Usd amount={raise.amount} /> until <Instant at={raise.until} timeZone={timeZone} />
        </Badge>
      )}
      <BudgetFigures budget={budget} now={now} />
      {hard && !mayChange && (
        <div className="flex flex-wrap items-center gap-2">
          <MoreOfBudget about={{ ...budget, limit: ceiling }} />
        </div>
      )}
      {stoppedAt && <Stopped budget={budget} mayChange={mayChange} />}
    </li>
  );
}

/** What it refuses, where it has refused something lately; of one request of unusual size only that. */
function RefusalBadge({ budget, now }: { budget: Budget; now: Date }) {
  if (isUsedUp(budget, now)) return <Badge tone="danger">Used up</Badge>;
  if (isRefusing(budget, now)) return <Badge tone="danger">Refuses requests</Badge>;
  if (!hasRefused(budget, now) || budget.refusedAmount === null) return null;
  return (
    <Badge>
      Refused a request of <Usd amount={budget.refusedAmount} />
    </Badge>
  );
}

/** Its counter was found not to be what the ledger holds. */
function Stopped({ budget, mayChange }: { budget: Budget; mayChange: boolean }) {
  const { recount } = useBudgetActions(budget);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-box bg-danger-soft p-2 text-sm">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1">
        These figures are not those of the ledger.
        {budget.hard && " Nothing passes until they are counted anew."}
      </p>
      {mayChange && (
        <Button size="sm" onClick={recount}>
          Count anew
        </Button>
      )}
    </div>
  );
}
