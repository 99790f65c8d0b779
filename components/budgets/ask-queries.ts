import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { BudgetAsk, BudgetAskList } from "@/lib/budgets/asks-api";
import { fetchJson } from "@/lib/core/fetch-json";
import { formatDecimal, type Usd } from "@/lib/core/money";
import { budgetsQuery } from "./queries";

/** Requests for more of a budget, and whether one may answer them. */
export const asksQuery = queryOptions({
  queryKey: [...budgetsQuery.queryKey, "requests"],
  queryFn: ({ signal }) => fetchJson("/api/budgets/requests", BudgetAskList, { signal }),
  // Whoever waits for an answer sees it come.
  refetchInterval: 10_000,
});

/** With the budgets, of which a raise changes one. */
const renew = (client: QueryClient) => client.invalidateQueries({ queryKey: budgetsQuery.queryKey });

/** An empty sentence is none. */
const sentence = (text: string) => (text.trim() === "" ? undefined : text.trim());

export async function askForMore(
  client: QueryClient,
  budgetId: string,
  { amount, note }: { amount: Usd; note: string },
): Promise<void> {
  const path = `/api/budgets/${encodeURIComponent(budgetId)}/requests`;
  const body = { amount: formatDecimal(amount), note: sentence(note) };
  await fetchJson(path, BudgetAsk, { method: "POST", body }).finally(() => renew(client));
}

/** @throws RequestError `conflict` when somebody else was quicker, or the budget is not what it was */
export async function answerAsk(
  client: QueryClient,
  id: string,
  how: "grant" | "decline",
  answer: string,
): Promise<void> {
  const path = `/api/budgets/requests/${encodeURIComponent(id)}/${how}`;
  const body = { answer: sentence(answer) };
  await fetchJson(path, BudgetAsk, { method: "POST", body }).finally(() => renew(client));
}
