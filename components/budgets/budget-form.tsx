"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TimeZoneSelect } from "@/components/spend/time-zone-select";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import type { Budget } from "@/lib/budgets/api";
import { BUDGET_PERIODS, type BudgetPeriod } from "@/lib/budgets/terms";
import { formatDecimal } from "@/lib/core/money";
import { budgetName, PERIOD_LABELS, readAmount } from "./budget-words";
import { changeBudget, createBudget } from "./queries";
import { type ChosenScope, ScopeField, scopeProblem } from "./scope-field";

const MANNERS = [
  { value: "hard", label: "Refuse" },
  { value: "soft", label: "Warn only" },
] as const;

type Props = {
  budget: Budget | null;
  isTeam: boolean;
  /** By whose clock a new one counts; null is the viewer's. */
  reportingZone: string | null;
  onClose: () => void;
};

/** Asks for the terms of a new budget, or for other terms of one that there is. */
export function BudgetForm({ budget, isTeam, reportingZone, onClose }: Props) {
  const client = useQueryClient();
  const viewers = useViewerTimeZone() ?? "UTC";
  const own = reportingZone ?? viewers;
  const [scope, setScope] = useState<ChosenScope>({ type: "workspace", id: "" });
  const [limit, setLimit] = useState(budget ? formatDecimal(budget.limit) : "");
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? "monthly");
  const [timeZone, setTimeZone] = useState(budget?.timeZone ?? own);
  const [manner, setManner] = useState<"hard" | "soft">(budget && !budget.hard ? "soft" : "hard");
  const [tried, setTried] = useState(false);
  const amount = readAmount(limit);
  const save = async () => {
    setTried(true);
    if (amount === null || (!budget && scopeProblem(scope))) return;
    const terms = { limit: formatDecimal(amount), period, timeZone, hard: manner === "hard" };
    if (budget) await changeBudget(client, budget.id, changesOf(budget, terms));
    else {
      const id = scope.type === "workspace" ? {} : { id: scope.id.trim() };
      await createBudget(client, { ...terms, scope: { type: scope.type, ...id } });
    }
    onClose();
  };
  const title = budget ? `Edit the budget of ${budgetName(budget)}` : "Create a budget";
  return (
    <FormDialog title={title} submit={budget ? "Save" : "Create"} onSubmit={save} onClose={onClose}>
      {!budget && <ScopeField value={scope} isTeam={isTeam} onChange={setScope} tried={tried} />}
      <TextField
        label="Limit in dollars"
        value={limit}
        inputMode="decimal"
        placeholder="25.00"
        autoComplete="off"
        autoFocus={budget !== null}
        problem={tried && amount === null ? "Write an amount like 25 or 0.50." : null}
        onChange={(event) => setLimit(event.target.value)}
      />
      <Field label="Period" hint={period === "total" ? "It never begins anew." : null}>
        <div className="flex flex-wrap gap-2">
          <Segmented
            label="Period"
            value={period}
            options={BUDGET_PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }))}
            onChange={setPeriod}
          />
          {period !== "total" && <TimeZoneSelect value={timeZone} onChange={setTimeZone} />}
        </div>
      </Field>
      <Field
        label="When it is used up"
        hint={
          manner === "hard"
            ? "What does not fit is refused before it is sent. Answers get a limit, and providers a highest price, where the request has none."
            : "Everything passes; this page shows that it is used up."
        }
      >
        <Segmented label="When it is used up" value={manner} options={MANNERS} onChange={setManner} />
      </Field>
    </FormDialog>
  );
}

type Terms = { limit: string; period: BudgetPeriod; timeZone: string; hard: boolean };

/** Only what is another: naming the period would count it anew. */
function changesOf(budget: Budget, terms: Terms): Partial<Terms> {
  const { period, timeZone, ...rest } = terms;
  return {
    ...rest,
    ...(period === budget.period ? {} : { period }),
    ...(timeZone === budget.timeZone ? {} : { timeZone }),
  };
}
