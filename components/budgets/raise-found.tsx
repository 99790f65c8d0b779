"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { Usd } from "@/lib/core/money";
import { budgetQuery } from "./queries";
import { RaiseBudget } from "./raise-budget";

type Props = { id: string; amount: Usd; onClose: () => void };

/** Raises a budget that is known by its id alone; that it is gone is said in a toast. */
export default function RaiseFound({ id, amount, onClose }: Props) {
  const { data, error } = useQuery(budgetQuery(id));
  useEffect(() => {
    if (!error) return;
    showToast({ text: describeFailure(error).message, failed: true });
    onClose();
  }, [error, onClose]);
  return data ? <RaiseBudget budget={data} suggested={amount} onClose={onClose} /> : null;
}
