import "server-only";
import { and, asc, eq, gt, isNull, lte, max, or, type SQL, sql } from "drizzle-orm";
import { type Usd, ZERO } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { generation, hold } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import type { Budget } from "./api";
import { ceilingAt, leftOf } from "./figures";
import { periodAt } from "./period";
import { hasRefused, LATELY } from "./refusing";
import { type Counted, fallsUnder } from "./sums.server";
import { BUDGET_SCOPES } from "./terms";

/** One that is not deleted. */
export const IS_THERE = isNull(budget.deletedAt);

type Figured = { row: Counted; budget: Omit<Budget, "largestHold"> };
type Which = { account: string; at: Date; where?: SQL | undefined };

/** Budgets with what is spent and held of the account's money in the period of that moment; the workspace's first. */
export async function readBudgets(db: Db | Transaction, which: Which): Promise<Budget[]> {
  const { account, at } = which;
  const budgets: Budget[] = [];
  for (const { row, budget } of await readFigures(db, which)) {
    // Looked up only of those few that have refused lately.
    const largestHold = hasRefused(budget, at) ? await readLargest(db, row, account, at) : null;
    budgets.push({ ...budget, largestHold });
  }
  return budgets;
}

/** The same for whoever was just refused, which is to cost nothing more. */
export async function readFigures(db: Db | Transaction, { account, at, where }: Which): Promise<Figured[]> {
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
    .map(({ row, count, name }) => ({ row, budget: toBudget(row, count, name, at) }))
    .toSorted((one, other) => rankOf(one.budget) - rankOf(other.budget));
}

/** The most that was set aside of a budget for one request lately; null when nothing was. */
async function readLargest(
  db: Db | Transaction,
  about: Counted,
  account: string,
  at: Date,
): Promise<Usd | null> {
  const lately = { startsAt: new Date(at.getTime() - LATELY), endsAt: null };
  const [found] = await db
    .select({ amount: max(hold.amount) })
    .from(generation)
    .innerJoin(hold, eq(hold.generationId, generation.id))
    .where(and(eq(generation.account, account), fallsUnder(about, lately), gt(hold.amount, ZERO)));
  return found?.amount ?? null;
}

const rankOf = ({ scope }: Pick<Budget, "scope">) => BUDGET_SCOPES.indexOf(scope.type);

function toBudget(
  row: typeof budget.$inferSelect,
  count: typeof budgetCount.$inferSelect | null,
  name: string | null,
  at: Date,
): Omit<Budget, "largestHold"> {
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
    refusedAmount: count?.refusedAmount ?? null,
    left: leftOf(ceilingAt(row.limit, raise, at), spent, held),
    startsAt,
    resetsAt: endsAt,
  };
}
