import "server-only";
import { inArray } from "drizzle-orm";
import type { Budget } from "@/lib/budgets/api";
import { readBudgets } from "@/lib/budgets/rows.server";
import type { Db } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";

type Since = { account: string; judgedAt: Date | null; now: Date };

/**
 * Budgets as they stand, and of those that have begun anew since a rule was judged the period before as well: what was spent
 * in its last moments, or until a clock that is slow came by, nobody has looked at yet.
 */
export async function readBudgetsSince(db: Db, { account, judgedAt, now }: Since): Promise<Budget[]> {
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
