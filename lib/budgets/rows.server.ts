import "server-only";
import { and, asc, eq, gt, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { ZERO } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import type { Budget } from "./api";
import { ceilingAt, leftOf } from "./figures";
import { periodAt } from "./period";
import { BUDGET_SCOPES } from "./terms";

/** One that is not deleted. */
export const IS_THERE = isNull(budget.deletedAt);

/** Budgets with what is spent and held of the account's money in the period of that moment; the workspace's first. */
export async function readBudgets(
  db: Db | Transaction,
  { account, at, where }: { account: string; at: Date; where?: SQL | undefined },
): Promise<Budget[]> {
  const named = (table: { id: SQL.Aliased | unknown }, type: string) =>
    and(eq(budget.scopeType, sql`${type}`), sql`${table.id}::text = ${budget.scopeId}`);
  const rows = await db
    .select({
      row: budget,
      count: budgetCount,
      name: sql<string | null>`coalesce(${virtualKey.name}, ${member.name}, ${route.name},
        case when ${budget.scopeType} in ('environment', 'tag') then ${budget.scopeId} end)`,
    })
    .from(budget)
    .leftJoin(virtualKey, named(virtualKey, "key"))
    .leftJoin(member, named(member, "member"))
    .leftJoin(route, named(route, "route"))
    .leftJoin(
      budgetCount,
      and(
        eq(budgetCount.budgetId, budget.id),
        eq(budgetCount.account, account),
        lte(budgetCount.startsAt, at),
        or(isNull(budgetCount.endsAt), gt(budgetCount.endsAt, at)),
      ),
    )
    .where(and(IS_THERE, where))
    .orderBy(asc(budget.createdAt), asc(budget.id));
  return rows
    .map(({ row, count, name }) => toBudget(row, count, name, at))
    .toSorted((one, other) => rankOf(one) - rankOf(other));
}

const rankOf = ({ scope }: Budget) => BUDGET_SCOPES.indexOf(scope.type);

function toBudget(
  row: typeof budget.$inferSelect,
  count: typeof budgetCount.$inferSelect | null,
  name: string | null,
  at: Date,
): Budget {
  const { scopeType: type, scopeId, raiseAmount, raiseUntil, ...kept } = row;
  const { createdBy: _createdBy, deletedAt: _deletedAt, ...rest } = kept;
  const { startsAt, endsAt } = periodAt(row.period, row.timeZone, at);
  const raised = raiseAmount !== null && raiseUntil !== null && raiseUntil > at;
  const raise = raised ? { amount: raiseAmount, until: raiseUntil } : null;
  const { spent, held } = count ?? { spent: ZERO, held: ZERO };
  return {
    ...rest,
    scope: { type, id: scopeId === "" ? null : scopeId, name },
    raise,
    spent,
    held,
    refusedAt: count?.refusedAt ?? null,
    left: leftOf(ceilingAt(row.limit, raise, at), spent, held),
    startsAt,
    resetsAt: endsAt,
  };
}
