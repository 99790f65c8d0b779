import type { QueryClient } from "@tanstack/react-query";
import type { Budget } from "@/lib/budgets/api";
import { RequestError } from "@/lib/core/failure";
import { budgetQuery, budgetsQuery } from "./queries";

/** A budget as it is now, where a change failed since somebody else had changed it; null where it failed for another reason. */
export async function presentBudget(client: QueryClient, id: string, error: unknown): Promise<Budget | null> {
  if (!(error instanceof RequestError && error.code === "conflict")) return null;
  await client.invalidateQueries({ queryKey: budgetsQuery.queryKey });
  return client.fetchQuery({ ...budgetQuery(id), staleTime: 0 });
}
