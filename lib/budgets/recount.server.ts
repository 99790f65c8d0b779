import "server-only";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import { ZERO } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { generation, hold } from "@/lib/db/schema/ledger";
import { WITH_KNOWN_ACCOUNTS } from "@/lib/ledger/known-accounts.server";
import { periodAt } from "./period";
import { type Counted, fallsUnder, lockLedger, TRUE_HELD, TRUE_SPENT } from "./sums.server";

/** One counter of a budget. */
export type Count = { account: string; startsAt: Date; endsAt: Date | null };

export const isCount = (id: string, { account, startsAt }: Count) =>
  and(eq(budgetCount.budgetId, id), eq(budgetCount.account, account), eq(budgetCount.startsAt, startsAt));

/** By how much the ledger holds more than a counter says, as decimal text. */
type Difference = { spent: string; held: string; isNone: boolean };

/**
 * Compares a counter with the ledger in one statement, and so at one moment: whatever changes the ledger changes the counter
 * with it. Null for a counter that is gone.
 */
export async function differenceOf(
  db: Db | Transaction,
  about: Counted,
  count: Count,
): Promise<Difference | null> {
  const truth = db
    .select({ spent: TRUE_SPENT.as("true_spent"), held: TRUE_HELD.as("true_held") })
    .from(generation)
    .leftJoin(hold, eq(hold.generationId, generation.id))
    .where(and(eq(generation.account, count.account), fallsUnder(about, count)))
    .as("truth");
  const [found] = await db
    .select({
      spent: sql<string>`${truth.spent} - ${budgetCount.spent}`,
      held: sql<string>`${truth.held} - ${budgetCount.held}`,
      isNone: sql<boolean>`${budgetCount.spent} = ${truth.spent} and ${budgetCount.held} = ${truth.held}`,
    })
    .from(budgetCount)
    .crossJoin(truth)
    .where(isCount(about.id, count));
  return found ?? null;
}

/**
 * Corrects the counters of a budget's current period by what they differ from the ledger. Nobody waits while that is summed
 * up: what is booked and held meanwhile moves the counters as well, and they differ by as much as before. Whoever calls has
 * the budget's row in hand, lest two correct a counter by the same difference.
 */
export async function recount(
  tx: Transaction,
  about: Counted,
  { account, now }: { account: string; now: Date },
): Promise<void> {
  let counts = await currentCounts(tx, about.id, now);
  if (!counts.some((count) => count.account === account)) {
    await beginCounts(tx, about, [account], now);
    counts = await currentCounts(tx, about.id, now);
  }
  const corrected = [];
  // One account after the other: indexes begin with it, and without it the whole ledger would be read.
  for (const count of counts) corrected.push({ count, more: await differenceOf(tx, about, count) });
  // In the order of those who count, who wait for whoever has a counter in hand.
  await tx
    .select({ account: budgetCount.account })
    .from(budgetCount)
    .where(eq(budgetCount.budgetId, about.id))
    .orderBy(budgetCount.account, budgetCount.startsAt)
    .for("no key update");
  for (const { count, more } of corrected)
    if (more)
      await tx
        .update(budgetCount)
        .set({
          spent: sql`${budgetCount.spent} + ${more.spent}::numeric`,
          held: sql`${budgetCount.held} + ${more.held}::numeric`,
          auditedAt: now,
        })
        .where(isCount(about.id, count));
}

/** Begins the counters of a budget's current period at nothing, for whatever is booked and held from then on. */
async function beginCounts(
  tx: Transaction,
  about: Counted,
  accounts: readonly string[],
  now: Date,
): Promise<void> {
  const period = periodAt(about.period, about.timeZone, now);
  // Who books or holds money now may not see these counters any more, and has to be done before anything is summed up.
  await lockLedger(tx);
  await tx
    .insert(budgetCount)
    .values(
      [...new Set(accounts)].map((account) => ({
        ...{ budgetId: about.id, account, ...period },
        ...{ spent: ZERO, held: ZERO, auditedAt: now },
      })),
    )
    .onConflictDoNothing();
}

const currentCounts = (tx: Transaction, id: string, now: Date): Promise<Count[]> =>
  tx
    .select({
      account: budgetCount.account,
      startsAt: budgetCount.startsAt,
      endsAt: budgetCount.endsAt,
    })
    .from(budgetCount)
    .where(
      and(
        ...[eq(budgetCount.budgetId, id), lte(budgetCount.startsAt, now)],
        or(isNull(budgetCount.endsAt), gt(budgetCount.endsAt, now)),
      ),
    );

/** Every account that there are generations of. */
async function knownAccounts(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`${WITH_KNOWN_ACCOUNTS} select name from known where name is not null`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Counts what a budget of such terms would have seen, before there is one: under a budget that is deleted from its beginning,
 * whose counters go on as those of others do. Within a transaction of the caller's, whoever books money waits until that ends.
 * @returns its id; one that comes to nothing is removed like others that are deleted
 */
export async function countAhead(
  db: Db | Transaction,
  terms: Omit<typeof budget.$inferInsert, "id" | "deletedAt">,
  options: { account: string; now: Date },
): Promise<string> {
  const [id, { account, now }] = [newId(), options];
  const about = { ...terms, id };
  await db.transaction(async (tx) => {
    await tx.insert(budget).values({ ...about, deletedAt: now });
    await beginCounts(tx, about, [account, ...(await knownAccounts(tx))], now);
  });
  await db.transaction(async (tx) => {
    await tx.select({ id: budget.id }).from(budget).where(eq(budget.id, id)).for("no key update");
    await recount(tx, about, options);
  });
  return id;
}

/** Puts counters that were counted ahead in the place of a budget's own. @returns false where they are of another period */
export async function takeCounts(tx: Transaction, ahead: string, about: Counted): Promise<boolean> {
  const isSame = and(
    ...[eq(budget.id, ahead), eq(budget.period, about.period), eq(budget.timeZone, about.timeZone)],
  );
  const [counted] = await tx.select({ id: budget.id }).from(budget).where(isSame).for("no key update");
  if (!counted) return false;
  // When nobody has one of them in hand.
  await lockLedger(tx);
  await tx.delete(budgetCount).where(eq(budgetCount.budgetId, about.id));
  await tx.update(budgetCount).set({ budgetId: about.id }).where(eq(budgetCount.budgetId, ahead));
  await tx.delete(budget).where(eq(budget.id, ahead));
  return true;
}
