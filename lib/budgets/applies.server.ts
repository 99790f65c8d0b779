import "server-only";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { budget } from "@/lib/db/schema/budgets";
import type { BudgetsQuery } from "./asks-request";
import type { BudgetScopeType } from "./terms";

const isFor = (type: BudgetScopeType, id: string | SQL) =>
  and(eq(budget.scopeType, type), eq(budget.scopeId, id));

/** The budgets that everything of a key, a member or a route falls under, whatever else it falls under. */
export function appliesTo({ key, member, route }: BudgetsQuery): SQL | undefined {
  const all = isFor("workspace", "");
  if (member !== undefined) return or(all, isFor("member", member));
  if (route !== undefined) return or(all, isFor("route", route));
  if (key === undefined) return undefined;
  const owner = sql`(select k.member_id::text from virtual_key k where k.id = ${key})`;
  const environment = sql`(select k.environment from virtual_key k where k.id = ${key})`;
  return or(all, isFor("key", key), isFor("member", owner), isFor("environment", environment));
}
