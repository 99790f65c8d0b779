import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { Budget, BudgetList } from "@/lib/budgets/api";
import type { Raise } from "@/lib/budgets/figures";
import type { BudgetPeriod, BudgetScopeType } from "@/lib/budgets/terms";
import { fetchJson } from "@/lib/core/fetch-json";
import { formatDecimal } from "@/lib/core/money";

export const budgetsQuery = queryOptions({
  queryKey: ["budgets"],
  queryFn: ({ signal }) => fetchJson("/api/budgets", BudgetList, { signal }),
  // What runs is held and settled all the time.
  refetchInterval: 10_000,
});

/**
 * The same for the meter of the rail, apart from it: a page that comes to life after the rail must begin as it came from the
 * server, with nothing. Nobody watches the meter: what is spent shows within a minute.
 */
export const meterQuery = queryOptions({
  queryKey: [...budgetsQuery.queryKey, "meter"],
  queryFn: ({ signal }) => fetchJson("/api/budgets", BudgetList, { signal }),
  refetchInterval: 60_000,
});

export const budgetQuery = (id: string) =>
  queryOptions({
    queryKey: [...budgetsQuery.queryKey, "one", id],
    queryFn: ({ signal }) => fetchJson(at(id), Budget, { signal }),
  });

/** One thing whose requests budgets stand against. */
export type BudgetSubject = { key: string } | { member: string } | { route: string };

/** The budgets that all requests of one thing fall under, as far as one may see them. */
export const budgetsOfQuery = (of: BudgetSubject) =>
  queryOptions({
    queryKey: [...budgetsQuery.queryKey, "of", of],
    queryFn: ({ signal }) => fetchJson(`/api/budgets?${new URLSearchParams(of)}`, BudgetList, { signal }),
    refetchInterval: 10_000,
  });

/** What can be said of a budget; amounts as decimal text. */
export type BudgetTerms = { limit: string; period: BudgetPeriod; timeZone: string; hard: boolean };
export type NewBudget = BudgetTerms & { scope: { type: BudgetScopeType; id?: string } };

const at = (id: string) => `/api/budgets/${encodeURIComponent(id)}`;
const renew = (client: QueryClient) => client.invalidateQueries({ queryKey: budgetsQuery.queryKey });

export async function createBudget(client: QueryClient, body: NewBudget): Promise<void> {
  await fetchJson("/api/budgets", Budget, { method: "POST", body });
  await renew(client);
}

export async function changeBudget(
  client: QueryClient,
  id: string,
  body: Partial<BudgetTerms> & { was: Partial<BudgetTerms> },
): Promise<void> {
  await fetchJson(at(id), Budget, { method: "PATCH", body });
  await renew(client);
}

/** Lets more be spent for a while, in the place of the raise that it has been seen with; null ends that. */
export async function raiseBudget(
  client: QueryClient,
  { id, raise: was }: Pick<Budget, "id" | "raise">,
  raise: Raise | null,
): Promise<void> {
  const body = { raise: raiseBody(raise), was: { raise: raiseBody(was) } };
  await fetchJson(at(id), Budget, { method: "PATCH", body });
  await renew(client);
}

const raiseBody = (raise: Raise | null) =>
  raise && { amount: formatDecimal(raise.amount), until: raise.until.toISOString() };

export async function recountBudget(client: QueryClient, id: string): Promise<void> {
  await fetchJson(`${at(id)}/recount`, Budget, { method: "POST" });
  await renew(client);
}

export async function removeBudget(client: QueryClient, id: string): Promise<void> {
  await fetchJson(at(id), z.unknown(), { method: "DELETE" });
  await renew(client);
}

/** Brings back a budget that was taken away, as it was. */
export async function restoreBudget(client: QueryClient, id: string): Promise<void> {
  await fetchJson(`${at(id)}/restore`, Budget, { method: "POST" });
  await renew(client);
}
