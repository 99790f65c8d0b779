"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import { Usd } from "@/components/ui/usd";
import type { Budget } from "@/lib/budgets/api";
import { formatMoment } from "@/lib/core/format-instant";
import { type Usd as Amount, add, formatDecimal } from "@/lib/core/money";
import { budgetName, readAmount } from "./budget-words";
import { presentBudget } from "./present-budget";
import { raiseBudget } from "./queries";

const DAY = 86_400_000;
const DURATIONS = [
  { value: "kept", label: "As long as now" },
  { value: "day", label: "A day" },
  { value: "week", label: "A week" },
  { value: "reset", label: "Until it resets" },
] as const;
type Duration = (typeof DURATIONS)[number]["value"];

type Props = { budget: Budget /** What is likely to do. */; suggested?: Amount; onClose: () => void };

/** Lets more be spent than the limit, for a time that ends by itself. */
export function RaiseBudget({ budget: seen, suggested, onClose }: Props) {
  const client = useQueryClient();
  const [budget, setBudget] = useState(seen);
  const { resetsAt, raise } = budget;
  const [text, setText] = useState(() => {
    if (suggested !== undefined) return formatDecimal(raise ? add(raise.amount, suggested) : suggested);
    return raise ? formatDecimal(raise.amount) : "";
  });
  const [duration, setDuration] = useState<Duration>(raise ? "kept" : resetsAt ? "reset" : "day");
  const [tried, setTried] = useState(false);
  const amount = readAmount(text);
  const until = untilOf(duration, budget);
  const save = async () => {
    setTried(true);
    if (amount === null) return;
    try {
      await raiseBudget(client, budget, { amount, until });
    } catch (error) {
      const present = await presentBudget(client, budget.id, error);
      if (present) setBudget(present);
      throw error;
    }
    onClose();
  };
  const when = formatMoment(until);
  return (
    <FormDialog
      title={`Raise the budget of ${budgetName(budget)}`}
      submit="Raise"
      onSubmit={save}
      onClose={onClose}
    >
      {budget !== seen && (
        <p role="status" className="text-muted">
          {raise ? (
            <>
              It is now raised by <Usd amount={raise.amount} /> until {formatMoment(raise.until)}.
            </>
          ) : (
            "It is not raised now."
          )}
        </p>
      )}
      <TextField
        label="Dollars beyond the limit"
        value={text}
        inputMode="decimal"
        placeholder="5.00"
        autoFocus
        autoComplete="off"
        problem={tried && amount === null ? "Write an amount like 5 or 0.50." : null}
        onChange={(event) => setText(event.target.value)}
      />
      <Field label="For" hint={`It ends on ${when}, your time.`}>
        <Segmented
          label="For"
          value={duration}
          options={DURATIONS.filter(
            ({ value }) => (value !== "reset" || resetsAt !== null) && (value !== "kept" || raise !== null),
          )}
          onChange={setDuration}
        />
      </Field>
    </FormDialog>
  );
}

function untilOf(duration: Duration, { raise, resetsAt }: Budget): Date {
  if (duration === "kept" && raise) return raise.until;
  if (duration === "reset" && resetsAt) return resetsAt;
  return new Date(Date.now() + (duration === "week" ? 7 : 1) * DAY);
}
