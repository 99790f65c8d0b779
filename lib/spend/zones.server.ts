import "server-only";
import { desc, notInArray, sql } from "drizzle-orm";
import { nameOfZone } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { spendZone } from "@/lib/db/schema/spend";
import { readWorkspace } from "@/lib/team/workspace.server";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Those in which someone looked last keep their days, however long ago that was. */
const FEWEST_ASKED = 6;
/** All zones whose days are rolled up: each takes as much room and work as any other. */
const MOST_ZONES = 24;

/** Notes that someone looks at spend in a zone; once an hour is enough. */
export async function askForZone(db: Db, zone: string, now: Date): Promise<void> {
  if (zone === "UTC") return;
  const before = new Date(now.getTime() - HOUR).toISOString();
  await db
    .insert(spendZone)
    .values({ zone, askedAt: now })
    .onConflictDoUpdate({
      target: spendZone.zone,
      set: { askedAt: now },
      setWhere: sql`${spendZone.askedAt} < ${before}::timestamptz`,
    });
}

/**
 * The zones whose days are rolled up: UTC, the workspace's own, and those in which someone looked during the last
 * week, or last of all. Forgets that anybody looked in any other.
 */
export async function keepZones(db: Db, now: Date): Promise<string[]> {
  const { timeZone } = await readWorkspace(db);
  const pinned = timeZone === null ? ["UTC"] : ["UTC", nameOfZone(timeZone)];
  const asked = await db.select().from(spendZone).orderBy(desc(spendZone.askedAt), spendZone.zone);
  const lastWeek = now.getTime() - WEEK;
  const inUse = asked
    .filter(({ zone }) => !pinned.includes(zone))
    .filter(({ askedAt }, index) => index < FEWEST_ASKED || askedAt.getTime() >= lastWeek)
    .map(({ zone }) => zone);
  const kept = [...new Set([...pinned, ...inUse])].slice(0, MOST_ZONES);
  await db.delete(spendZone).where(notInArray(spendZone.zone, kept));
  return kept;
}
