import "server-only";
import { and, eq, gte, lte, sql } from "drizzle-orm";
import { cutTime } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { spendDay, spendRollup } from "@/lib/db/schema/spend";
import { SUM_COLUMNS, SUMS_OF_SUMS } from "./facts.server";
import { instants, lockRollups } from "./rollup.server";
import { HOURS } from "./rollup-hours.server";

/** Weeks are kept with days, under a name that no zone has. */
export const weeksOf = (zone: string): string => `${zone}${WEEKS}`;
const WEEKS = " weeks";

type Piece = { account: string; zone: string; start: Date; end: Date };

/** Weeks of which every day is there and which are not there themselves; newest first. @param built all days and weeks */
export function weeksDue(built: readonly Piece[]): Piece[] {
  const byZone = new Map<string, Piece[]>();
  const keyOf = (account: string, zone: string) => JSON.stringify([account, zone]);
  for (const piece of built) {
    const key = keyOf(piece.account, piece.zone);
    const pieces = byZone.get(key) ?? [];
    pieces.push(piece);
    byZone.set(key, pieces);
  }
  return [...byZone.values()]
    .flatMap((days) => {
      const [first] = days;
      if (!first) return [];
      const { account, zone } = first;
      const weeks = byZone.get(keyOf(account, weeksOf(zone))) ?? [];
      const known = new Set(weeks.map(({ start }) => start.getTime()));
      return wholeWeeks(days, zone)
        .filter(({ start }) => !known.has(start.getTime()))
        .map((week) => ({ ...week, account, zone }));
    })
    .sort((left, right) => right.start.getTime() - left.start.getTime());
}

type Time = Pick<Piece, "start" | "end">;

function wholeWeeks(days: readonly Time[], zone: string): Time[] {
  if (zone.endsWith(WEEKS) || zone === HOURS) return [];
  const [from, to] = [
    Math.min(...days.map(({ start }) => start.getTime())),
    Math.max(...days.map(({ end }) => end.getTime())),
  ];
  // The first piece and the last are parts of a week: what lies beyond is not there.
  const cuts = cutTime(new Date(from - 1), new Date(to + 1), "week", zone).slice(1, -1);
  const fill = filling(days);
  return cuts.slice(0, -1).flatMap((start, index) => {
    const end = cuts[index + 1] ?? start;
    return fill(start, end) ? [{ start, end }] : [];
  });
}

/** Whether days, one after the other, fill a time. */
function filling(days: readonly Time[]): (from: Date, to: Date) => boolean {
  const ends = new Map(days.map(({ start, end }) => [start.getTime(), end.getTime()]));
  return (from, to) => {
    let at = from.getTime();
    while (at < to.getTime()) at = ends.get(at) ?? Number.NaN;
    return at === to.getTime();
  };
}

/** Adds up a week from its days. @returns false when another instance is at it */
export async function rebuildWeek(db: Db, { account, zone, start, end }: Piece): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockRollups(tx))) return false;
    const days = await tx
      .select({ start: spendDay.start, end: spendDay.end })
      .from(spendDay)
      .where(
        and(
          eq(spendDay.account, account),
          eq(spendDay.zone, zone),
          gte(spendDay.start, start),
          lte(spendDay.end, end),
        ),
      );
    // One of them was taken away meanwhile, since it changed.
    if (!filling(days)(start, end)) return true;
    const weeks = weeksOf(zone);
    await tx
      .delete(spendRollup)
      .where(
        and(eq(spendRollup.account, account), eq(spendRollup.zone, weeks), eq(spendRollup.start, start)),
      );
    await tx.execute(sql`
      insert into ${spendRollup} (account, zone, start, first, first_value, second, second_value, ${SUM_COLUMNS})
      select ${account}, ${weeks}, ${start.toISOString()}::timestamptz, first, first_value, second, second_value,
        ${SUMS_OF_SUMS}
      from ${spendRollup} as day
      where account = ${account} and zone = ${zone} and start = any(${instants(days.map((day) => day.start))}::timestamptz[])
      group by first, first_value, second, second_value`);
    await tx
      .insert(spendDay)
      .values({ account, zone: weeks, start, end })
      .onConflictDoUpdate({ target: [spendDay.account, spendDay.zone, spendDay.start], set: { end } });
    return true;
  });
}
