import "server-only";
import { and, eq, notInArray, sql } from "drizzle-orm";
import { cutTime } from "@/lib/core/period";
import { type Db, engineOf } from "@/lib/db/client.server";
import { spendDay, spendRollup } from "@/lib/db/schema/spend";
import { factsWithin } from "./facts.server";
import {
  insertSums,
  lockRollups,
  PAIRS,
  QUARTERS_AT_ONCE,
  quartersDue,
  rebuildQuarters,
} from "./rollup.server";
import { HOURS, hoursDue, rebuildHours } from "./rollup-hours.server";
import { rebuildWeek, weeksDue, weeksOf } from "./rollup-weeks.server";
import { inTurn, type Setbacks } from "./setbacks";
import { keepZones } from "./zones.server";

const HOUR = 3_600_000;
/** Costs are confirmed some time after the end; before that a day would be built again and again. */
const SETTLED_AFTER = HOUR;

/** A day, a week, an hour or a quarter of one to be rolled up. */
type Piece = { account: string; zone: string; start: Date };
type Day = Piece & { end: Date };

/** The days that have ended and are not rolled up, or not any more; newest first. */
export async function daysDue(db: Db, now: Date, accounts?: Since[]): Promise<Day[]> {
  const kept = await keepZones(db, now);
  await forgetOthers(db, kept);
  const built = await db.select().from(spendDay);
  const there = new Set(built.map(keyOf));
  const until = now.getTime() - SETTLED_AFTER;
  return (accounts ?? (await rolledUp(db)))
    .flatMap(({ account, from }) => kept.flatMap((zone) => daysOf(account, zone, new Date(from), until)))
    .filter((day) => !there.has(keyOf(day)))
    .sort((left, right) => right.start.getTime() - left.start.getTime());
}

/** Since when something of an account is rolled up, in milliseconds. */
type Since = { account: string; from: number };

async function rolledUp(db: Db): Promise<Since[]> {
  const { rows } = await db.execute<Since>(sql`
    select account, (extract(epoch from min(start)) * 1000)::float8 as from from ${spendRollup}
    where zone = '' and first = 0 group by account`);
  return rows;
}

const keyOf = ({ account, zone, start, end }: Day): string =>
  [account, zone, start.getTime(), end.getTime()].join(" ");

const nameOf = ({ account, zone, start }: Piece): string => [account, zone, start.getTime()].join(" ");

function daysOf(account: string, zone: string, first: Date, until: number): Day[] {
  // The first may be a part of a day; what lies before it is empty, so it counts from its midnight.
  const cuts = cutTime(new Date(first.getTime() - 25 * HOUR), new Date(until), "day", zone).slice(1, -1);
  return cuts.slice(0, -1).map((start, index) => ({ account, zone, start, end: cuts[index + 1] ?? start }));
}

/** Takes away the days of zones that are not kept. */
async function forgetOthers(db: Db, kept: string[]): Promise<void> {
  const named = [HOURS, ...kept, ...kept.map(weeksOf)];
  const gone = await db
    .selectDistinct({ zone: spendDay.zone })
    .from(spendDay)
    .where(notInArray(spendDay.zone, named));
  for (const { zone } of gone) {
    await db.transaction(async (tx) => {
      // Whoever adds up a week of these days comes first; the next pass forgets them.
      if (!(await lockRollups(tx))) return;
      await tx.delete(spendDay).where(eq(spendDay.zone, zone));
      await tx.delete(spendRollup).where(eq(spendRollup.zone, zone));
    });
  }
}

/** Rolls a day up in full from the ledger. @returns false when another instance is at it */
async function rebuildDay(db: Db, { account, zone, start, end }: Day): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockRollups(tx))) return false;
    await tx
      .delete(spendRollup)
      .where(and(eq(spendRollup.account, account), eq(spendRollup.zone, zone), eq(spendRollup.start, start)));
    const at = sql`${start.toISOString()}::timestamptz`;
    const found = factsWithin(account, sql`>= ${at}`, sql`< ${end.toISOString()}::timestamptz`);
    const facts = sql`select ${at} as start, found.* from (${found}) as found`;
    await insertSums(tx, { account, zone, facts, splits: PAIRS });
    // A quarter that changes from here on has a mark, and takes this row away when it is rebuilt.
    await tx
      .insert(spendDay)
      .values({ account, zone, start, end })
      .onConflictDoUpdate({ target: [spendDay.account, spendDay.zone, spendDay.start], set: { end } });
    return true;
  });
}

/** What setbacks call them; the table has no name for them. */
const QUARTERS = "quarters of an hour";
/** So few that a busy account's are rolled up well within a statement's time. */
const HOURS_AT_ONCE = 4;
/** Where so many pieces fail in a pass, something else is wrong. */
const MOST_FAILURES = 3;

type Pass = {
  now: () => Date;
  /** Milliseconds; what is left is done the next time. */
  patience: number;
  setbacks?: Setbacks;
  /** Hears of each piece that cannot be built, once; without, the pass ends there. */
  onError?: (message: string, error: unknown) => void;
};

const rethrow = (_: string, error: unknown): never => {
  throw error;
};

/**
 * Brings roll-ups up to date: first the quarters that changed, then hours, days and weeks. A piece that cannot be built
 * keeps no other from being built. @returns how many of them were built
 */
export async function rollUp(
  db: Db,
  { now, patience, setbacks = new Map(), onError = rethrow }: Pass,
): Promise<number> {
  const until = now().getTime() + patience;
  let [built, failures] = [0, 0];

  /** @returns whether to go on: not where another instance is at it */
  async function attempt(pieces: readonly Piece[], build: () => Promise<boolean>): Promise<boolean> {
    const names = pieces.map(nameOf);
    try {
      if (!(await build())) return false;
      built += pieces.length;
      for (const name of names) setbacks.delete(name);
    } catch (error) {
      const [first] = pieces;
      if (names.some((name) => !setbacks.has(name)))
        onError(`spend of ${first?.zone} from ${first?.start.toISOString()} could not be summed up`, error);
      for (const name of names) setbacks.set(name, now().getTime());
      failures += 1;
    }
    return failures < MOST_FAILURES && now().getTime() < until;
  }
  const inOrder = <Due extends Piece>(due: readonly Due[]) => inTurn(due, { nameOf, setbacks, now: now() });

  // What changes meanwhile waits, or on a busy day nothing else was done.
  const quarters = (await quartersDue(db)).map((quarter) => ({ ...quarter, zone: QUARTERS }));
  for (const batch of inBatches(inOrder(quarters), QUARTERS_AT_ONCE, setbacks))
    if (!(await attempt(batch, () => rebuildQuarters(db, batch)))) return built;
  const accounts = await rolledUp(db);
  const there = await db.select().from(spendDay).where(eq(spendDay.zone, HOURS));
  const names = accounts.map(({ account }) => account);
  for (const [account, starts] of hoursDue(names, there, now())) {
    const due = inOrder(starts.map((start) => ({ account, zone: HOURS, start })));
    for (const hours of inBatches(due, HOURS_AT_ONCE, setbacks)) {
      const build = () => rebuildHours(db, { account, hours: hours.map(({ start }) => start), now: now() });
      if (!(await attempt(hours, build))) return built;
    }
  }
  const settled = built;
  for (const day of inOrder(await daysDue(db, now(), accounts)))
    if (!(await attempt([day], () => rebuildDay(db, day)))) return built;
  const weeks = weeksDue(await db.select().from(spendDay));
  for (const { week, ...piece } of inOrder(
    weeks.map((week) => ({ ...week, zone: weeksOf(week.zone), week })),
  ))
    if (!(await attempt([piece], () => rebuildWeek(db, week)))) return built;
  if (built > settled && engineOf(db) === "pglite") await lookThrough(db);
  return built;
}

/**
 * Lets the embedded engine know what roll-ups hold, which nobody else does there: without, it reads all splits of a day
 * for one of them. Histograms, in order of which nothing is ever read, would take most of the time.
 */
const lookThrough = (db: Db) =>
  db.execute(sql`analyze ${spendRollup} (account, zone, start, first, second, first_value)`);

/** Some at a time; what failed before goes one by one, since only one of them may be too much. */
function inBatches(due: readonly Piece[], size: number, setbacks: Setbacks): Piece[][] {
  const [fresh, again] = [
    due.filter((piece) => !setbacks.has(nameOf(piece))),
    due.filter((piece) => setbacks.has(nameOf(piece))),
  ];
  const count = Math.ceil(fresh.length / size);
  const batches = Array.from({ length: count }, (_, index) => fresh.slice(index * size, (index + 1) * size));
  return [...batches, ...again.map((piece) => [piece])];
}
