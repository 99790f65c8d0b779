import "server-only";
import { and, asc, inArray, isNull, lte } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation, hold } from "@/lib/db/schema/ledger";

/** How many share a statement: whoever admits or books waits for the counters of budgets until it is over. */
const BATCH = 200;

/**
 * Gives up what has no id to ask by, once its time in doubt is over: its cost stays unknown, and its hold no longer blocks
 * anyone. Nothing is asked of any upstream for that, so it keeps no pace, and minds no account.
 * @returns how many were given up
 */
export async function giveUpUnaskable(db: Db, now: Date, signal?: AbortSignal): Promise<number> {
  let given = 0;
  for (let batch = BATCH; batch === BATCH && !signal?.aborted; given += batch)
    batch = (await giveUpSome(db, now)).length;
  return given;
}

/** An id that comes meanwhile is either seen here, or finds them given up and has them asked about. */
function giveUpSome(db: Db, now: Date): Promise<{ id: string }[]> {
  const due = db.$with("due").as(
    db
      .select({ id: generation.id })
      .from(generation)
      .where(and(lte(generation.confirmAt, now), isNull(generation.upstreamId)))
      .orderBy(asc(generation.confirmAt))
      .limit(BATCH)
      // Nobody is waited for, whatever the order, and several instances share the work.
      .for("no key update", { skipLocked: true }),
  );
  const given = db.$with("given").as(
    db
      .update(generation)
      .set({ confirmAt: null })
      .where(inArray(generation.id, db.select().from(due)))
      .returning({ id: generation.id }),
  );
  const ended = db.$with("ended").as(
    db
      .update(hold)
      .set({ endedAt: now, outcome: "unresolved" })
      .where(and(inArray(hold.generationId, db.select().from(given)), isNull(hold.endedAt)))
      .returning({ id: hold.id }),
  );
  return db.with(due, given, ended).select().from(given);
}
