"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatDecimal, type Usd, ZERO } from "@/lib/core/money";
import { askForMore } from "./ask-queries";
import { readAmount } from "./budget-words";

type Props = {
  budgetId: string;
  /** What the budget is called. */
  name: string;
  /** What is likely to do. */
  amount: Usd;
  onClose: () => void;
};

/** Asks those who may raise a budget to do so. */
export default function AskDialog({ budgetId, name, amount: suggested, onClose }: Props) {
  const client = useQueryClient();
  const [text, setText] = useState(() => formatDecimal(suggested));
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const amount = readAmount(text);
  const isAmount = amount !== null && amount > ZERO;
  const send = async () => {
    setTried(true);
    if (!isAmount) return;
    await askForMore(client, budgetId, { amount, note });
    onClose();
  };
  return (
    <FormDialog title={`Ask for more of ${name}`} submit="Ask" onSubmit={send} onClose={onClose}>
      <TextField
        label="Dollars more"
        value={text}
        inputMode="decimal"
        autoFocus
        autoComplete="off"
        problem={tried && !isAmount ? "Write an amount like 5 or 0.50." : null}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      <TextField
        label="What for (optional)"
        value={note}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="text-xs text-muted">
        The owner and the admins see this on their page of budgets. What they answer is shown here.
      </p>
    </FormDialog>
  );
}
