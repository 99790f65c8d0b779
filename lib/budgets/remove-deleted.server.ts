import "server-only";
import { inArray, lt } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { lockLedger } from "./sums.server";

/** Removes for good the budgets that were taken away before an instant, with their counters. @returns how many there were */
export async function removeDeletedBudgets(db: Db, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    // Settlements look up the budgets of their counters: a lock that kept them from it would wait for whom it keeps.
    const gone = await tx
      .select({ id: budget.id })
      .from(budget)
      .where(lt(budget.deletedAt, before))
      .orderBy(budget.id)
      .for("no key update");
    if (gone.length === 0) return 0;
    // Their counters go with them, when nobody has one of them in hand.
    await lockLedger(tx);
    const ids = gone.map(({ id }) => id);
    await tx.delete(budget).where(inArray(budget.id, ids));
    return gone.length;
  });
}
