import "server-only";
import { and, eq, gte, lt, notExists, type SQL, sql } from "drizzle-orm";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
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

type Sum = { account: string; spent: string; held: string };

/** What was spent and is held of a budget in a period, by account; only true for as long as the ledger is locked. */
const sumsOf = (tx: Transaction, budget: Counted, period: Period, account: string): Promise<Sum[]> =>
  tx
    .select({ account: generation.account, spent: TRUE_SPENT, held: TRUE_HELD })
    .from(generation)
    .leftJoin(hold, eq(hold.generationId, generation.id))
    .where(and(eq(generation.account, account), fallsUnder(budget, period)))
    .groupBy(generation.account);

const countOf = (budgetId: string, period: Period, { account, spent, held }: Sum, auditedAt: Date) => ({
  ...{ budgetId, account, ...period, auditedAt },
  spent: sql`${spent}::numeric`,
  held: sql`${held}::numeric`,
});

/**
 * Keeps everyone from booking and holding money until the transaction ends, once who does has ended theirs. In the order in
 * which settlements write them, so that none of them waits for whoever waits for it.
 */
export const lockLedger = (tx: Transaction) =>
  tx.execute(sql`lock table entry, hold in share row exclusive mode`);

/**
 * Sees to it that every budget has a counter for the period of a moment. One that is missing begins with what the ledger
 * holds, mostly nothing: who gives a budget another period while that ends may take away the counter of the next.
 */
export async function ensureCounts(db: Db | Transaction, account: string, at: Date): Promise<void> {
  const kinds = await db
    .selectDistinct({ period: budget.period, timeZone: budget.timeZone })
    .from(budget)
    .orderBy(budget.period, budget.timeZone);
  await db.transaction(async (tx) => {
    const missing: { about: Counted; period: Period }[] = [];
    for (const { period: name, timeZone } of kinds) {
      const period = periodAt(name, timeZone, at);
      const counted = tx
        .select({ id: budgetCount.budgetId })
        .from(budgetCount)
        .where(
          and(
            eq(budgetCount.budgetId, budget.id),
            eq(budgetCount.account, account),
            eq(budgetCount.startsAt, period.startsAt),
          ),
        );
      // A budget whose period is being changed is waited for, and then is none of these any more.
      const budgets = await tx
        .select()
        .from(budget)
        .where(and(eq(budget.period, name), eq(budget.timeZone, timeZone), notExists(counted)))
        .orderBy(budget.id)
        .for("share");
      missing.push(...budgets.map((about) => ({ about, period })));
    }
    if (missing.length === 0) return;
    // After all budgets: whoever counts one anew has it in hand and then waits for the ledger.
    await lockLedger(tx);
    for (const { about, period } of missing) {
      const [sum = { account, spent: "0", held: "0" }] = await sumsOf(tx, about, period, account);
      await tx
        .insert(budgetCount)
        .values(countOf(about.id, period, sum, at))
        .onConflictDoNothing();
    }
  });
}
