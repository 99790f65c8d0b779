import "server-only";
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { generation, hold } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";
import { type Period, periodAt } from "./period";
import type { BudgetPeriod, BudgetScopeType } from "./terms";

export type Counted = {
  id: string;
  scopeType: BudgetScopeType;
  scopeId: string;
  period: BudgetPeriod;
  timeZone: string;
};

/** The generations of a budget that were admitted in a period, of every account. */
export function fallsUnder(budget: Counted, { startsAt, endsAt }: Period): SQL | undefined {
  return and(
    gte(generation.startedAt, startsAt),
    endsAt ? lt(generation.startedAt, endsAt) : undefined,
    isIn(budget),
  );
}

function isIn({ scopeType, scopeId }: Counted): SQL | undefined {
  switch (scopeType) {
    case "workspace":
      return undefined;
    case "member":
      return eq(generation.memberId, scopeId);
    case "key":
      return eq(generation.keyId, scopeId);
    case "environment":
      return sql`${generation.keyId} in
        (select ${virtualKey.id} from ${virtualKey} where ${virtualKey.environment} = ${scopeId})`;
    case "route":
      return eq(generation.routeId, scopeId);
    case "tag":
      return sql`${scopeId} = any(${generation.tags})`;
    default:
      return scopeType satisfies never;
  }
}

/** What a counter is a cache of. */
export const TRUE_SPENT = sql<string>`coalesce(sum(${generation.cost}), 0)`;
export const TRUE_HELD = sql<string>`coalesce(sum(${hold.amount}) filter (where ${hold.endedAt} is null), 0)`;

/**
 * Counts the current period of a budget from the ledger, for the account in use and every other that has spent on it.
 * Whoever books or holds money waits until the transaction ends: what they change is then either in these sums, or added
 * to the counter afterwards.
 */
export async function recount(
  tx: Transaction,
  budget: Counted,
  { account: inUse, now }: { account: string; now: Date },
): Promise<void> {
  await lockLedger(tx);
  const before = await tx
    .delete(budgetCount)
    .where(eq(budgetCount.budgetId, budget.id))
    .returning({ account: budgetCount.account });
  const { startsAt, endsAt } = periodAt(budget.period, budget.timeZone, now);
  const sums = await tx
    .select({ account: generation.account, spent: TRUE_SPENT, held: TRUE_HELD })
    .from(generation)
    .leftJoin(hold, eq(hold.generationId, generation.id))
    .where(fallsUnder(budget, { startsAt, endsAt }))
    .groupBy(generation.account);
  const nothing = [inUse, ...before.map(({ account }) => account)].map((account) => ({
    ...{ account, spent: "0", held: "0" },
  }));
  const counts = new Map([...nothing, ...sums].map((count) => [count.account, count]));
  await tx.insert(budgetCount).values(
    [...counts.values()].map(({ account, spent, held }) => ({
      ...{ budgetId: budget.id, account, startsAt, endsAt, auditedAt: now },
      spent: sql`${spent}::numeric`,
      held: sql`${held}::numeric`,
    })),
  );
}

/** In the order in which settlements write them, so that none of them waits for whoever waits for it. */
export const lockLedger = (tx: Transaction) =>
  tx.execute(sql`lock table entry, hold in share row exclusive mode`);

/**
 * Sees to it that every budget has a counter for the period of a moment. One that has none yet begins with nothing: no
 * generation of the period can have been admitted without it.
 */
export async function ensureCounts(db: Db | Transaction, account: string, at: Date): Promise<void> {
  const kinds = await db.execute<{ period: BudgetPeriod; time_zone: string }>(
    sql`select distinct period, time_zone from budget order by period, time_zone`,
  );
  for (const { period, time_zone: timeZone } of kinds.rows) {
    const { startsAt, endsAt } = periodAt(period, timeZone, at);
    // A budget whose period is being changed is waited for, and then is none of these any more.
    await db.execute(sql`
      insert into budget_count (budget_id, account, starts_at, ends_at, spent, held, audited_at)
      select id, ${account}, ${startsAt.toISOString()}::timestamptz, ${endsAt?.toISOString() ?? null}::timestamptz,
        0, 0, ${at.toISOString()}::timestamptz
      from (select id from budget where period = ${period} and time_zone = ${timeZone} order by id for share) b
      on conflict do nothing`);
  }
}
