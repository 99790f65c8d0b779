import "server-only";
import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { type Count, differenceOf, isCount } from "./recount.server";
import { IS_THERE } from "./rows.server";

/** How long a counter is believed, and how many are gone over at a time; each takes reading its period's generations. */
const AUDIT_EVERY = 60 * 60_000;
const BATCH = 20;

/**
 * Compares the counters of current periods with the ledger, those first that were compared longest ago. A budget whose
 * counter is wrong is stopped: a hard one then refuses everything until it is counted anew. One that cannot be compared, say
 * since that takes too long, keeps no other from it, and has its next turn when the others do.
 * @returns how many were stopped
 */
export async function auditBudgets(
  db: Db,
  now: Date,
  onError: (message: string, error: unknown) => void = () => {},
): Promise<number> {
  const due = await db
    .select({
      budget,
      account: budgetCount.account,
      startsAt: budgetCount.startsAt,
      endsAt: budgetCount.endsAt,
    })
    .from(budgetCount)
    .innerJoin(budget, eq(budget.id, budgetCount.budgetId))
    .where(
      and(
        lte(budgetCount.auditedAt, new Date(now.getTime() - AUDIT_EVERY)),
        lte(budgetCount.startsAt, now),
        or(isNull(budgetCount.endsAt), gt(budgetCount.endsAt, now)),
        isNull(budget.stoppedAt),
        IS_THERE,
      ),
    )
    .orderBy(asc(budgetCount.auditedAt))
    .limit(BATCH);
  let stopped = 0;
  for (const { budget: about, ...count } of due) {
    try {
      const difference = await differenceOf(db, about, count);
      // Gone, or counted anew for another period meanwhile: then there is none.
      if (difference?.isNone ?? true) await noteAudit(db, about.id, count, now);
      else stopped += await stop(db, about.id, now);
    } catch (error) {
      onError(`the counter of budget ${about.id} could not be compared with the ledger`, error);
      await noteAudit(db, about.id, count, now);
    }
  }
  return stopped;
}

const noteAudit = (db: Db, id: string, count: Count, now: Date) =>
  db.update(budgetCount).set({ auditedAt: now }).where(isCount(id, count));

async function stop(db: Db, id: string, now: Date): Promise<number> {
  const stopped = await db
    .update(budget)
    .set({ stoppedAt: now })
    .where(and(eq(budget.id, id), isNull(budget.stoppedAt)))
    .returning({ id: budget.id });
  return stopped.length;
}
