import { and, eq, gte, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { nameOfZone } from "@/lib/core/period";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark, spendRollup, spendZone } from "@/lib/db/schema/spend";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { type Choices, DIMENSIONS, type Dimension, type Value } from "@/lib/ledger/dimensions";
import { spendOverview } from "./overview.server";
import { type Figures, MOST_PARTS, MOST_SERIES, type Overview } from "./overview-api";
import { OverviewQuery } from "./overview-request";
import { quartersDue, rebuildQuarters } from "./rollup.server";
import { rollUp } from "./rollup-days.server";
import { HOURS } from "./rollup-hours.server";
import { weeksOf } from "./rollup-weeks.server";
import { ERROR, readCodes } from "./sketch";
import { addHistory, insertRows } from "./testing.server";
import {
  type Books,
  createBooks,
  exactFigures,
  type Tally,
  tallyAll,
  tallyBy,
  truePercentiles,
} from "./testing-books";

/** `npm run test:deep -- spend` asks for more. */
const DEEP = process.env.DEEP === "1";
/** Generations on each engine, and over how many days: what takes one a minute takes the embedded one many. */
const HISTORY = DEEP
  ? { pglite: { size: 50_000, days: 50 }, postgres: { size: 1_000_000, days: 50 } }
  : { pglite: { size: 2_000, days: 45 }, postgres: { size: 50_000, days: 50 } };
/** Milliseconds for one of its tests. */
const PATIENCE = 1_200_000;
if (DEEP) vi.setConfig({ testTimeout: PATIENCE, hookTimeout: PATIENCE });
const NOW = new Date("2026-11-21T05:19:18.123Z");
const ZONES = ["UTC", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"];
if (DEEP) ZONES.push("America/St_Johns");
/** Whose days are rolled up: each takes as long as all the rest of a run with many rows, so the engines share them. */
const BUILT = DEEP
  ? { pglite: ZONES, postgres: ZONES }
  : { pglite: ["UTC", "Asia/Kathmandu"], postgres: ["Australia/Lord_Howe", "America/New_York"] };
const SPANS = ["7d", "30d", "90d", "month", "last-month"] as const;
const CUTS = [undefined, "week", "day"] as const;
/** So many are summed up at once. */
const QUARTERS = 500;
const now = () => NOW;
/** The database's clock is not asked; so much patience that everything is built. */
const ALL = { now, patience: 1 };

const ask = (db: Database["db"], query: Partial<OverviewQuery>) =>
  spendOverview(db, {
    ...{ account: "sandbox", query: { ...OverviewQuery.parse({}), ...query }, now: NOW },
    // Here three dimensions at once are worth waiting for.
    mostRows: 2_000_000,
  });

/** The day on the calendars of a zone. No clock is changed within a quarter of an hour. */
const calendars = new Map<string, { format: Intl.DateTimeFormat; days: Map<number, string> }>();
function localDay(moment: number, timeZone: string): string {
  const known = calendars.get(timeZone);
  const calendar = known ?? { format: new Intl.DateTimeFormat("sv-SE", { timeZone }), days: new Map() };
  if (!known) calendars.set(timeZone, calendar);
  const quarter = Math.floor(moment / 900_000);
  const day = calendar.days.get(quarter) ?? calendar.format.format(moment);
  calendar.days.set(quarter, day);
  return day;
}

function pieceOf(moment: number, bucket: Overview["bucket"], timeZone: string): string {
  const day = localDay(moment, timeZone);
  if (bucket === "month") return day.slice(0, 7);
  if (bucket === "day") return day;
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() - ((midnight.getUTCDay() + 6) % 7));
  return midnight.toISOString().slice(0, 10);
}

/** In which bucket of an answer a moment lies by the calendar, from 0; -1 in none. */
function bucketsOf({ bucket, buckets, timeZone, to }: Overview): (moment: number) => number {
  const starts = buckets.map(({ start }) => start.getTime());
  if (bucket === "hour")
    return (moment) => (moment < to.getTime() ? starts.findLastIndex((start) => start <= moment) : -1);
  const places = new Map(starts.map((start, index) => [pieceOf(start, bucket, timeZone), index]));
  const byDay = new Map<string, number>();
  return (moment) => {
    const day = localDay(moment, timeZone);
    const place = byDay.get(day) ?? places.get(pieceOf(moment, bucket, timeZone)) ?? -1;
    byDay.set(day, place);
    return place;
  };
}

function expectFigures(figures: Figures, tally: Tally = NOTHING): void {
  const { ttftP50Ms, ttftP95Ms, speedP50, speedP5, ...others } = figures;
  expect(others).toEqual(exactFigures(tally));
  const truth = truePercentiles(tally);
  expectNear(ttftP50Ms, truth.ttftP50Ms);
  expectNear(ttftP95Ms, truth.ttftP95Ms);
  expectNear(speedP50, truth.speedP50);
  expectNear(speedP5, truth.speedP5);
}
const NOTHING = tallyAll([]);

function expectNear(figure: number | null, truth: number | null): void {
  if (truth === null || figure === null) expect(figure).toBe(truth);
  else expect(Math.abs(figure - truth)).toBeLessThanOrEqual(truth * ERROR * (1 + 1e-9));
}

const toPoint = (tally: Tally = NOTHING) => {
  const { unknown, generations, failed, promptTokens, completionTokens } = exactFigures(tally);
  // Nothing ran and nothing was spent, or the tally tells what is known.
  const cost = generations === 0 ? 0n : tally.cost;
  return { cost, unknown, generations, failed, tokens: (promptTokens ?? 0) + (completionTokens ?? 0) };
};

/** Everything in the answer, told from rows in memory. */
function expectTrue(overview: Overview, query: Partial<OverviewQuery>, books: Books): void {
  const { from, to, groupBy, before } = overview;
  const choices = choicesIn(query);
  const inside = query.inside === groupBy ? undefined : query.inside;
  const cells = books.cells({
    ...{ from: from.getTime(), to: to.getTime(), choices },
    ...{ bucketOf: bucketsOf(overview), by: [groupBy, inside] },
  });
  expect(cells.filter(({ bucket }) => bucket < 0)).toEqual([]);
  expectFigures(overview.totals, tallyAll(cells));

  const quarter = 15 * 60_000;
  const passed = Math.ceil((Math.min(NOW.getTime(), to.getTime()) - from.getTime()) / quarter) * quarter;
  expect(before !== null).toBe(books.hasBegun(from.getTime() - passed));
  if (before) {
    expect([before.to, from.getTime() - before.from.getTime()]).toEqual([from, passed]);
    const earlier = books.cells({
      ...{ from: before.from.getTime(), to: before.to.getTime(), choices },
      ...{ bucketOf: () => 0, by: [groupBy] },
    });
    expectFigures(before.totals, tallyAll(earlier));
  }

  const pieces = tallyBy(cells, ({ bucket }) => [bucket]);
  for (const [index, { figures }] of overview.buckets.entries()) expectFigures(figures, pieces.get(index));

  const groups = tallyBy(cells, ({ first }) => first);
  expect(new Set(overview.groups.map(({ key }) => key))).toEqual(new Set(groups.keys()));
  const pair = (first: Value, second: Value) => JSON.stringify([first, second]);
  const split = inside
    ? tallyBy(cells, (cell) =>
        cell.first.flatMap((first) => cell.second.map((second) => pair(first, second))),
      )
    : new Map<string, Tally>();
  for (const { key, figures, parts, rest } of overview.groups) {
    expectFigures(figures, groups.get(key));
    const own = [...split.keys()].filter((name) => name.startsWith(`${JSON.stringify([key]).slice(0, -1)},`));
    expect(parts).toHaveLength(Math.min(own.length, MOST_PARTS));
    expect(new Set(parts.map((part) => pair(key, part.key))).size).toBe(parts.length);
    expect(rest).toBeNull();
    for (const part of parts) expectFigures(part.figures, split.get(pair(key, part.key)));
  }
  const ranks = overview.groups.map(({ figures }) => figures.cost);
  expect(ranks).toEqual(ranks.toSorted((left, right) => (left > right ? -1 : left < right ? 1 : 0)));

  const top = overview.groups.slice(0, MOST_SERIES);
  expect(overview.series.map(({ key }) => key)).toEqual(top.map(({ key }) => key));
  const points = tallyBy(cells, ({ bucket, first }) => first.map((value) => pair(value, String(bucket))));
  for (const { key, points: drawn } of overview.series)
    expect(drawn).toEqual(overview.buckets.map((_, index) => toPoint(points.get(pair(key, String(index))))));
  if (overview.other && !overview.overlapping) {
    for (const [index, { figures }] of overview.buckets.entries()) {
      const all = [...overview.series.map((line) => line.points[index]), overview.other[index]];
      expect(all.reduce((sum, point) => sum + (point?.cost ?? 0n), 0n)).toBe(figures.cost);
    }
  }
}

const choicesIn = (query: Partial<OverviewQuery>): Choices =>
  Object.fromEntries(DIMENSIONS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));

/** A choice of some values that there are. */
const choose = (books: Books, dimension: Dimension, exclude: boolean, most: number): Choices => ({
  [dimension]: { exclude, values: books.valuesOf(dimension).slice(0, most) },
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let history: Awaited<ReturnType<typeof addHistory>>;
  let books: Books;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    books = createBooks();
    history = await addHistory(database.db, { ...HISTORY[engine], now: NOW, each: books.add });
  });
  afterAll(() => database.close());

  /** Some more, in the ledger and in the books. */
  async function addMore(count: number): Promise<void> {
    const added = Array.from({ length: count }, history.make);
    await insertRows(database.db, added);
    for (const row of added) books.add(row);
  }

  /** A confirmation that comes late, of one of the first. */
  async function confirm(place: number, cost: bigint): Promise<void> {
    const row = history.first[place];
    if (!row) throw new Error("no row");
    row.cost = cost;
    await database.db
      .update(generation)
      .set({ cost: cost as never })
      .where(eq(generation.id, row.id));
    books.change(place, row);
  }

  const built = BUILT[engine];

  async function expectTruth(query: Partial<OverviewQuery>): Promise<void> {
    const overview = await ask(database.db, query);
    expectTrue(overview, query, books);
  }

  const buildAll = async () => {
    while ((await rollUp(database.db, ALL)) > 0);
  };

  const buildQuarters = async () => {
    const due = await quartersDue(database.db);
    // A statement may take half a minute, and a million rows are more than one can sum up in that.
    for (let at = 0; at < due.length; at += QUARTERS)
      await rebuildQuarters(database.db, due.slice(at, at + QUARTERS));
  };

  /** Of many rows the last days are enough for every run. */
  const since = engine === "pglite" || DEEP ? new Date(0) : new Date("2026-11-14T00:00:00Z");

  /** All that quarters hold since then, in an order of its own. */
  const rollups = async () => {
    const all = await database.db
      .select()
      .from(spendRollup)
      .where(and(eq(spendRollup.zone, ""), gte(spendRollup.start, since)));
    // A histogram is the same in whatever order, and however often a bar is in it.
    const counts = (codes: number[] | null) =>
      [...readCodes((codes ?? []).join()).entries()].filter(([, count]) => count > 0);
    return all
      .map((row) => JSON.stringify({ ...row, ttft: counts(row.ttft), speed: counts(row.speed) }))
      .sort();
  };

  test("nothing is rolled up, and everything is right", async () => {
    expect(await database.db.$count(spendMark)).toBeGreaterThan(0);
    await expectTruth({ timeZone: "Asia/Kathmandu", groupBy: "model", inside: "key" });
    await expectTruth({ timeZone: "America/New_York", span: "24h", groupBy: "tag" });
  });

  test("quarters of an hour serve hours and days of every zone", async () => {
    await buildQuarters();
    expect(await database.db.$count(spendMark)).toBe(0);
    expect(await database.db.$count(spendDay)).toBe(0);
    for (const timeZone of ZONES) await expectTruth({ timeZone, span: "90d", groupBy: "provider" });
    await expectTruth({
      timeZone: "Australia/Lord_Howe",
      from: "2026-10-03",
      to: "2026-10-05",
      bucket: "hour",
    });
    await expectTruth({ timeZone: "America/New_York", from: "2026-10-31", to: "2026-11-02", bucket: "hour" });
  });

  test("by every dimension, in every zone, with days rolled up and filters two by two", {
    timeout: PATIENCE,
  }, async () => {
    await database.db.delete(spendZone);
    for (const timeZone of built) await ask(database.db, { timeZone, span: "today" });
    await buildAll();
    const zones = ["UTC", ...built.map(nameOfZone)];
    expect(new Set((await database.db.select().from(spendDay)).map(({ zone }) => zone))).toEqual(
      new Set([HOURS, ...zones, ...zones.map(weeksOf)]),
    );
    let turn = 0;
    for (const groupBy of DIMENSIONS) {
      for (const [index, inside] of DIMENSIONS.entries()) {
        // Each two dimensions meet once, as groups and as a filter.
        if (DIMENSIONS.indexOf(groupBy) > index) continue;
        const [isAsked, filter] = [turn % 3 === 0, choose(books, inside, turn % 4 === 0, 1 + (turn % 5))];
        turn += 1;
        // One of three is enough for every run.
        if (!isAsked && !DEEP) continue;
        await expectTruth({
          timeZone: built[Math.floor(turn / 2) % built.length] ?? "UTC",
          span: SPANS[turn % SPANS.length] ?? "30d",
          bucket: CUTS[turn % CUTS.length],
          groupBy,
          ...(turn % 2 === 0 ? { inside } : filter),
        });
      }
    }
  });

  test("with twenty filters in every zone", { timeout: PATIENCE }, async () => {
    const filters = [
      ...DIMENSIONS.map((dimension) => choose(books, dimension, false, 2)),
      ...DIMENSIONS.slice(0, 8).map((dimension) => choose(books, dimension, true, 1)),
    ];
    for (const [index, filter] of filters.entries()) {
      for (const [place, timeZone] of built.entries()) {
        // One zone of each filter is enough for every run.
        if (!DEEP && place !== index % built.length) continue;
        await expectTruth({
          ...{ timeZone, ...filter, span: SPANS[(index + place) % SPANS.length] ?? "30d" },
          bucket: CUTS[place % CUTS.length],
          groupBy: DIMENSIONS[(index * 5 + place) % DIMENSIONS.length] ?? "model",
        });
      }
    }
  });

  test("what changes after it was rolled up shows at once, and the same once it is rebuilt", async () => {
    const { db } = database;
    const query = { timeZone: "America/New_York", span: "90d", groupBy: "model", inside: "key" } as const;
    // A confirmation that comes late, and a generation that started long ago.
    const late = history.first.findIndex(({ startedAt, cost }) => cost !== null && startedAt < NOW);
    await confirm(late, (history.first[late]?.cost ?? 0n) + 12_345n);
    await addMore(5);
    expect(await db.$count(spendMark)).toBeGreaterThan(0);
    await expectTruth(query);
    await buildAll();
    expect(await db.$count(spendMark)).toBe(0);
    await expectTruth(query);
  });

  test("leases and the asking for costs leave no marks", async () => {
    const { db } = database;
    const some = history.first.slice(0, 500).map(({ id }) => id);
    await db
      .update(generation)
      .set({ leaseUntil: NOW, leaseOwner: "me", confirmAt: NOW, confirmTries: 3 })
      .where(inArray(generation.id, some));
    expect(await db.$count(spendMark)).toBe(0);
  });

  test("whatever was rebuilt in whatever order, by however many: it is what one pass over everything gives", async () => {
    const { db } = database;
    const writing = (async () => {
      for (let round = 0; round < 6; round++) {
        await addMore(10);
        for (let place = round * 20; place < round * 20 + 5; place++) await confirm(place, BigInt(round + 1));
      }
    })();
    const workers = [1, 2, 3].map(async () => {
      for (let round = 0; round < 10; round++) await rebuildQuarters(db, await quartersDue(db));
    });
    await Promise.all([writing, ...workers]);
    await expectTruth({ groupBy: "key", span: "90d" });
    await buildQuarters();
    const incremental = await rollups();
    await db.delete(spendRollup).where(gte(spendRollup.start, since));
    await db.delete(spendDay);
    await db.execute(sql`insert into spend_mark (account, quarter)
      select distinct account, date_bin('15 minutes', started_at, 'epoch'::timestamptz) from generation
      where started_at >= ${since.toISOString()}::timestamptz`);
    await buildQuarters();
    expect(incremental).toEqual(await rollups());
    await expectTruth({ groupBy: "route", span: "90d", timeZone: "Asia/Kathmandu" });
  });

  test("another account's money is another account's", async () => {
    await insertRows(database.db, [{ ...history.make(), startedAt: NOW }], "simulation");
    await expectTruth({ span: "today" });
    await buildQuarters();
    await expectTruth({ span: "today" });
  });
});
