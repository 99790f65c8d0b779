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
import { formatUsd } from "@/lib/core/format";
import { formatDecimal } from "@/lib/core/money";
import { budgetName, PERIOD_LABELS, readAmount } from "./budget-words";
import { presentBudget } from "./present-budget";
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
export function BudgetForm({ budget: seen, isTeam, reportingZone, onClose }: Props) {
  const client = useQueryClient();
  const [budget, setBudget] = useState(seen);
  const viewers = useViewerTimeZone() ?? "UTC";
  const own = reportingZone ?? viewers;
  const [scope, setScope] = useState<ChosenScope>({ type: "workspace", id: "" });
  const [limit, setLimit] = useState(budget ? formatDecimal(budget.limit) : "");
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? "monthly");
  const [timeZone, setTimeZone] = useState(budget?.timeZone ?? own);
  const [manner, setManner] = useState<"hard" | "soft">(budget && !budget.hard ? "soft" : "hard");
  const [tried, setTried] = useState(false);
  const amount = readAmount(limit);
  /** Somebody else's change stops it: then what was not touched here is as it is now, and what was stays for the next try. */
  const change = async (from: Budget, changes: Change) => {
    try {
      await changeBudget(client, from.id, changes);
    } catch (error) {
      const present = await presentBudget(client, from.id, error);
      if (present) {
        setBudget(present);
        if (changes.limit === undefined) setLimit(formatDecimal(present.limit));
        if (changes.period === undefined) setPeriod(present.period);
        if (changes.timeZone === undefined) setTimeZone(present.timeZone);
        if (changes.hard === undefined) setManner(present.hard ? "hard" : "soft");
      }
      throw error;
    }
  };
  const save = async () => {
    setTried(true);
    if (amount === null || (!budget && scopeProblem(scope))) return;
    const terms = { limit: formatDecimal(amount), period, timeZone, hard: manner === "hard" };
    if (budget) {
      const changes = changesOf(budget, terms);
      if (changes) await change(budget, changes);
    } else {
      const id = scope.type === "workspace" ? {} : { id: scope.id.trim() };
      await createBudget(client, { ...terms, scope: { type: scope.type, ...id } });
    }
    onClose();
  };
  const title = budget ? `Edit the budget of ${budgetName(budget)}` : "Create a budget";
  return (
    <FormDialog title={title} submit={budget ? "Save" : "Create"} onSubmit={save} onClose={onClose}>
      {budget && budget !== seen && (
        <p role="status" className="text-muted">
          It is now {formatUsd(budget.limit)}, {PERIOD_LABELS[budget.period].toLowerCase()}
          {budget.period !== "total" && ` (${budget.timeZone})`}, and {budget.hard ? "refuses" : "warns only"}
          .
        </p>
      )}
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

type Change = Partial<Terms> & { was: Partial<Terms> };

/** Only what is another, and what that was: naming the period would count it anew. Null when all is as it was. */
function changesOf({ limit, period, timeZone, hard }: Budget, terms: Terms): Change | null {
  const before: Terms = { limit: formatDecimal(limit), period, timeZone, hard };
  const names = (Object.keys(before) as (keyof Terms)[]).filter((name) => before[name] !== terms[name]);
  const of = (all: Terms): Partial<Terms> => Object.fromEntries(names.map((name) => [name, all[name]]));
  return names.length === 0 ? null : { ...of(terms), was: of(before) };
}
