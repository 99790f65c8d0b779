import "server-only";
import { inArray, isNotNull } from "drizzle-orm";
import type { Budget } from "@/lib/budgets/api";
import { readBudgets } from "@/lib/budgets/rows.server";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";

type Since = { account: string; judgedAt: Date | null; now: Date };

type BudgetFacts = {
  budgets: Budget[];
  /** Those that were deleted, and may be brought back for a while. */
  away: string[];
};

/** Budgets as they stand. In one snapshot, since one that is brought back meanwhile would be neither there nor away. */
export const readBudgetFacts = (db: Db, since: Since): Promise<BudgetFacts> =>
  db.transaction(
    async (tx) => {
      const deleted = await tx.select({ id: budget.id }).from(budget).where(isNotNull(budget.deletedAt));
      return { budgets: await readBudgetsSince(tx, since), away: deleted.map(({ id }) => id) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );

/**
 * Of those that have begun anew since a rule was judged also the period before: what was spent in its last moments, or until
 * a clock that is slow came by, nobody has looked at yet.
 */
async function readBudgetsSince(db: Transaction, { account, judgedAt, now }: Since): Promise<Budget[]> {
  const current = await readBudgets(db, { account, at: now });
  const anew = current.filter(({ startsAt }) => judgedAt !== null && judgedAt < startsAt);
  const starts = new Map(anew.map(({ startsAt }) => [startsAt.getTime(), startsAt]));
  const ended: Budget[] = [];
  for (const startsAt of starts.values()) {
    const ids = anew.filter((one) => one.startsAt.getTime() === startsAt.getTime()).map(({ id }) => id);
    const at = new Date(startsAt.getTime() - 1);
    ended.push(...(await readBudgets(db, { account, at, where: inArray(budget.id, ids) })));
  }
  return [...current, ...ended];
}
