import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation, hold } from "@/lib/db/schema/ledger";
import { PATIENCE } from "./settlement";

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

/**
 * Lets go of what only another account could be asked about, once a day has passed since its end, as it is where asking
 * brought nothing. The question stays open: should that account be in use again, it is asked, and what it says is booked.
 * @returns how many holds ended
 */
export async function releaseAbsent(
  db: Db,
  { account, now, signal }: { account: string; now: Date; signal?: AbortSignal },
): Promise<number> {
  let released = 0;
  for (let batch = BATCH; batch === BATCH && !signal?.aborted; released += batch)
    batch = (await releaseSome(db, account, now)).length;
  return released;
}

function releaseSome(db: Db, account: string, now: Date): Promise<{ id: string }[]> {
  const due = db.$with("due").as(
    db
      .select({ id: generation.id })
      .from(generation)
      .innerJoin(hold, eq(hold.generationId, generation.id))
      .where(
        and(
          isNull(hold.endedAt),
          ne(hold.account, account),
          isNotNull(generation.upstreamId),
          lte(generation.endedAt, new Date(now.getTime() - PATIENCE)),
        ),
      )
      .limit(BATCH)
      .for("no key update", { of: generation, skipLocked: true }),
  );
  return db
    .with(due)
    .update(hold)
    .set({ endedAt: now, outcome: "unresolved" })
    .where(and(inArray(hold.generationId, db.select().from(due)), isNull(hold.endedAt)))
    .returning({ id: hold.id });
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
