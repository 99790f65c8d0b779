"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import type { Budget } from "@/lib/budgets/api";
import { formatMoment } from "@/lib/core/format-instant";
import { add, formatDecimal, type Usd } from "@/lib/core/money";
import { budgetName, readAmount } from "./budget-words";
import { raiseBudget } from "./queries";

const DAY = 86_400_000;
const DURATIONS = [
  { value: "day", label: "A day" },
  { value: "week", label: "A week" },
  { value: "reset", label: "Until it resets" },
] as const;
type Duration = (typeof DURATIONS)[number]["value"];

type Props = { budget: Budget /** What is likely to do. */; suggested?: Usd; onClose: () => void };

/** Lets more be spent than the limit, for a time that ends by itself. */
export function RaiseBudget({ budget, suggested, onClose }: Props) {
  const client = useQueryClient();
  const { resetsAt, raise } = budget;
  const [text, setText] = useState(() => {
    if (suggested !== undefined) return formatDecimal(raise ? add(raise.amount, suggested) : suggested);
    return raise ? formatDecimal(raise.amount) : "";
  });
  const [duration, setDuration] = useState<Duration>(resetsAt ? "reset" : "day");
  const [tried, setTried] = useState(false);
  const amount = readAmount(text);
  const until = untilOf(duration, resetsAt);
  const save = async () => {
    setTried(true);
    if (amount === null) return;
    await raiseBudget(client, budget.id, { amount, until });
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
          options={DURATIONS.filter(({ value }) => value !== "reset" || resetsAt !== null)}
          onChange={setDuration}
        />
      </Field>
    </FormDialog>
  );
}

function untilOf(duration: Duration, resetsAt: Date | null): Date {
  if (duration === "reset" && resetsAt) return resetsAt;
  return new Date(Date.now() + (duration === "week" ? 7 : 1) * DAY);
}
