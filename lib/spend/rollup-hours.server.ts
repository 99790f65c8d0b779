import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { spendDay, spendRollup } from "@/lib/db/schema/spend";
import { factsWithin } from "./facts.server";
import { insertSums, instants, lockRollups, PAIRS } from "./rollup.server";

/** Hours are kept with days, under a name that no zone has. */
export const HOURS = "hours";
const HOUR = 3_600_000;
/** Most costs are confirmed by then; what changes later takes its hour with it. */
const SETTLED_AFTER = HOUR / 4;
/** For a day and the one before it, in every zone. */
const KEPT = 50 * HOUR;

type Built = { account: string; zone: string; start: Date };

/** The whole hours of days that are not over, of which no roll-up is there, by account. */
export function hoursDue(
  accounts: readonly string[],
  built: readonly Built[],
  now: Date,
): Map<string, Date[]> {
  const until = now.getTime() - SETTLED_AFTER;
  const last = until - (until % HOUR);
  const starts = Array.from({ length: KEPT / HOUR - 2 }, (_, index) => last - (index + 1) * HOUR);
  return new Map(
    accounts.flatMap((account) => {
      const there = new Set(
        built
          .filter((piece) => piece.account === account && piece.zone === HOURS)
          .map(({ start }) => start.getTime()),
      );
      const due = starts.filter((start) => !there.has(start)).map((start) => new Date(start));
      return due.length === 0 ? [] : [[account, due] as const];
    }),
  );
}

/**
 * Rolls hours up in full from the ledger, and forgets those that days have taken over.
 * @returns false when another instance is at it
 */
export async function rebuildHours(
  db: Db,
  { account, hours, now }: { account: string; hours: Date[]; now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockRollups(tx))) return false;
    const starts = instants(hours);
    const old = new Date(now.getTime() - KEPT);
    await tx.delete(spendDay).where(and(eq(spendDay.zone, HOURS), lt(spendDay.start, old)));
    await tx.execute(sql`delete from ${spendRollup} where account = ${account} and zone = ${HOURS}
      and (start < ${old.toISOString()}::timestamptz or start = any(${starts}::timestamptz[]))`);
    const facts = factsWithin(account, sql`>= hour`, sql`< hour + interval '1 hour'`);
    await insertSums(tx, {
      ...{ account, zone: HOURS, splits: PAIRS },
      facts: sql`select hour as start, found.* from unnest(${starts}) as hour cross join lateral (${facts}) as found`,
    });
    await tx
      .insert(spendDay)
      .values(hours.map((start) => ({ account, zone: HOURS, start, end: new Date(start.getTime() + HOUR) })))
      .onConflictDoNothing();
    return true;
  });
}
