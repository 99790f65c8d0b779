import "server-only";
import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { alert, alertChannel, alertDelivery, alertRule } from "@/lib/db/schema/alerts";

/** So many at a time: nobody waits for what is left. */
const MOST = 1_000;

/**
 * Removes alerts that have been over since before an instant, each with the log of where it was told, and tests that
 * were sent before it. What is still open stays, however old. @returns how many alerts were removed
 */
export async function removeOldAlerts(db: Db, before: Date): Promise<number> {
  const over = db
    .select({ id: alert.id })
    .from(alert)
    .where(and(eq(alert.state, "resolved"), lt(alert.resolvedAt, before)))
    .limit(MOST);
  const removed = await db.delete(alert).where(inArray(alert.id, over)).returning({ id: alert.id });
  const tests = db
    .select({ id: alertDelivery.id })
    .from(alertDelivery)
    .where(and(isNull(alertDelivery.alertId), lt(alertDelivery.createdAt, before)))
    .limit(MOST);
  await db.delete(alertDelivery).where(inArray(alertDelivery.id, tests));
  return removed.length;
}

/**
 * Removes for good the rules and channels that were taken away before an instant: the channels with their logs, and from all
 * rules. @returns how many there were
 */
export async function removeDeletedAlerting(db: Db, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const rules = await tx
      .delete(alertRule)
      .where(lt(alertRule.deletedAt, before))
      .returning({ id: alertRule.id });
    const gone = await tx
      .select({ id: alertChannel.id })
      .from(alertChannel)
      .where(lt(alertChannel.deletedAt, before))
      .for("update", { skipLocked: true });
    for (const { id } of gone) {
      await tx
        .update(alertRule)
        .set({ channels: sql`array_remove(${alertRule.channels}, ${id}::uuid)` })
        .where(sql`${id}::uuid = any(${alertRule.channels})`);
      await tx.delete(alertChannel).where(eq(alertChannel.id, id));
    }
    return rules.length + gone.length;
  });
}
