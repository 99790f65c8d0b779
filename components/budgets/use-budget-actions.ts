"use client";

import { useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import type { Budget } from "@/lib/budgets/api";
import { describeFailure } from "@/lib/core/failure";
import { budgetName } from "./budget-words";
import { raiseBudget, recountBudget, removeBudget, restoreBudget } from "./queries";

/** What is done at once, without asking; what fails says so in a toast. */
export function useBudgetActions(budget: Budget) {
  const client = useQueryClient();
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => showToast({ text: describeFailure(error).message, failed: true }));
  return {
    recount: () => attempt(() => recountBudget(client, budget.id)),
    endRaise: () => attempt(() => raiseBudget(client, budget, null)),
    remove: () =>
      attempt(async () => {
        await removeBudget(client, budget.id);
        const act = () => attempt(() => restoreBudget(client, budget.id));
        const text = `The budget of ${budgetName(budget)} is deleted.`;
        showToast({ text, action: { label: "Undo", act, undoes: true } });
      }),
  };
}
