import "server-only";
import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { generation, hold } from "@/lib/db/schema/ledger";
import { IS_THERE } from "./rows.server";
import { type Counted, fallsUnder, TRUE_HELD, TRUE_SPENT } from "./sums.server";

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
      if (await isTrue(db, about, count)) await noteAudit(db, about.id, count, now);
      else stopped += await stop(db, about.id, now);
    } catch (error) {
      onError(`the counter of budget ${about.id} could not be compared with the ledger`, error);
      await noteAudit(db, about.id, count, now);
    }
  }
  return stopped;
}

type Count = { account: string; startsAt: Date; endsAt: Date | null };

const isCount = (id: string, { account, startsAt }: Count) =>
  and(eq(budgetCount.budgetId, id), eq(budgetCount.account, account), eq(budgetCount.startsAt, startsAt));

/** In one statement, and so at one moment: whatever changes the ledger changes the counter with it. */
async function isTrue(db: Db, about: Counted, count: Count): Promise<boolean> {
  const truth = db
    .select({ spent: TRUE_SPENT.as("true_spent"), held: TRUE_HELD.as("true_held") })
    .from(generation)
    .leftJoin(hold, eq(hold.generationId, generation.id))
    .where(and(eq(generation.account, count.account), fallsUnder(about, count)))
    .as("truth");
  const [found] = await db
    .select({
      same: sql<boolean>`${budgetCount.spent} = ${truth.spent} and ${budgetCount.held} = ${truth.held}`,
    })
    .from(budgetCount)
    .crossJoin(truth)
    .where(isCount(about.id, count));
  // Gone, or counted anew for another period meanwhile.
  return found?.same ?? true;
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
