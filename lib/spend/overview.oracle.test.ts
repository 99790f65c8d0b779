import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { nameOfZone } from "@/lib/core/period";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark, spendRollup } from "@/lib/db/schema/spend";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { type Choices, DIMENSIONS, type Dimension } from "@/lib/ledger/dimensions";
import { spendOverview } from "./overview.server";
import { type Figures, MOST_PARTS, MOST_SERIES, type Overview } from "./overview-api";
import { OverviewQuery } from "./overview-request";
import { rebuildQuarters } from "./rollup.server";
import { rollUp } from "./rollup-days.server";
import { ERROR } from "./sketch";
import { exactPercentile, figuresOf, fits, type Row, valuesOf } from "./testing";
import { addHistory, insertRows, type Stored } from "./testing.server";

/** `npm run test:deep -- spend` asks for more. */
const DEEP = process.env.DEEP === "1";
/** Milliseconds for one of its tests. */
const PATIENCE = 1_200_000;
if (DEEP) vi.setConfig({ testTimeout: PATIENCE, hookTimeout: PATIENCE });
const NOW = new Date("2026-11-21T05:19:18.123Z");
const ZONES = ["UTC", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"];
const now = () => NOW;
/** The database's clock is not asked; so much patience that everything is built. */
const ALL = { now, patience: 1 };

const ask = (db: Database["db"], query: Partial<OverviewQuery>) =>
  spendOverview(db, { account: "sandbox", query: { ...OverviewQuery.parse({}), ...query }, now: NOW });

/** The day on the calendars of a zone. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
function localDay(date: Date, timeZone: string): string {
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone });
  dayFormats.set(timeZone, format);
  return format.format(date);
}

function pieceOf(date: Date, bucket: Overview["bucket"], timeZone: string): string {
  const day = localDay(date, timeZone);
  if (bucket === "month") return day.slice(0, 7);
  if (bucket === "day") return day;
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() - ((midnight.getUTCDay() + 6) % 7));
  return midnight.toISOString().slice(0, 10);
}

function expectFigures(figures: Figures, rows: readonly Row[]): void {
  const { ttftP50Ms, ttftP95Ms, speedP50, speedP5, ...others } = figures;
  const { exact, ttfts, speeds } = figuresOf(rows);
  expect(others).toEqual(exact);
  expectNear(ttftP50Ms, exactPercentile(ttfts, 0.5));
  expectNear(ttftP95Ms, exactPercentile(ttfts, 0.95));
  expectNear(speedP50, exactPercentile(speeds, 0.5));
  expectNear(speedP5, exactPercentile(speeds, 0.05));
}

function expectNear(figure: number | null, truth: number | null): void {
  if (truth === null || figure === null) expect(figure).toBe(truth);
  else expect(Math.abs(figure - truth)).toBeLessThanOrEqual(truth * ERROR * (1 + 1e-9));
}

function groupedBy<Key>(rows: readonly Row[], keysOf: (row: Row) => Key[]): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return groups;
}

const groupRows = (rows: readonly Row[], dimension: Dimension) =>
  groupedBy(rows, (row) => valuesOf(row, dimension));

const toPoint = (rows: readonly Row[]) => {
  const { cost, generations, failed, promptTokens, completionTokens } = figuresOf(rows).exact;
  return { cost, generations, failed, tokens: (promptTokens ?? 0) + (completionTokens ?? 0) };
};

/** Everything in the answer, told from rows in memory. */
function expectTrue(overview: Overview, query: Partial<OverviewQuery>, rows: readonly Row[]): void {
  const { from, to, timeZone, bucket, groupBy } = overview;
  const chosen = rows.filter((row) => fits(row, choicesIn(query)));
  const within = chosen.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  expectFigures(overview.totals, within);

  const { before } = overview;
  const passed = Math.min(NOW.getTime(), to.getTime()) - from.getTime();
  expect(before !== null).toBe(rows.some(({ startedAt }) => startedAt < from));
  if (before) {
    expect([before.to, from.getTime() - before.from.getTime()]).toEqual([from, passed]);
    const earlier = chosen.filter(({ startedAt }) => startedAt >= before.from && startedAt < before.to);
    expectFigures(before.totals, earlier);
  }

  const ends = [...overview.buckets.slice(1).map(({ start }) => start), to];
  const byPiece =
    bucket === "hour" ? null : groupedBy(within, ({ startedAt }) => [pieceOf(startedAt, bucket, timeZone)]);
  const pieces = overview.buckets.map(({ start }, index) =>
    byPiece
      ? (byPiece.get(pieceOf(start, bucket, timeZone)) ?? [])
      : within.filter(({ startedAt }) => startedAt >= start && startedAt < (ends[index] ?? to)),
  );
  expect(pieces.flat()).toHaveLength(within.length);
  for (const [index, { figures }] of overview.buckets.entries()) expectFigures(figures, pieces[index] ?? []);

  const groups = groupRows(within, groupBy);
  expect(new Set(overview.groups.map(({ key }) => key))).toEqual(new Set(groups.keys()));
  for (const { key, figures, parts, rest } of overview.groups) {
    const own = groups.get(key) ?? [];
    expectFigures(figures, own);
    if (!query.inside || query.inside === groupBy) expect(parts).toEqual([]);
    else {
      const split = groupRows(own, query.inside);
      expect(parts).toHaveLength(Math.min(split.size, MOST_PARTS));
      expect(rest).toBeNull();
      for (const part of parts) expectFigures(part.figures, split.get(part.key) ?? []);
    }
  }
  const ranks = overview.groups.map(({ figures }) => figures.cost);
  expect(ranks).toEqual(ranks.toSorted((left, right) => (left > right ? -1 : left < right ? 1 : 0)));

  const top = overview.groups.slice(0, MOST_SERIES);
  expect(overview.series.map(({ key }) => key)).toEqual(top.map(({ key }) => key));
  for (const { key, points } of overview.series) {
    const expected = pieces.map((piece) =>
      toPoint(piece.filter((row) => valuesOf(row, groupBy).includes(key))),
    );
    expect(points).toEqual(expected);
  }
  if (overview.other && !overview.overlapping) {
    for (const [index, { figures }] of overview.buckets.entries()) {
      const points = [...overview.series.map((line) => line.points[index]), overview.other[index]];
      expect(points.reduce((sum, point) => sum + (point?.cost ?? 0n), 0n)).toBe(figures.cost);
    }
  }
}

const choicesIn = (query: Partial<OverviewQuery>): Choices =>
  Object.fromEntries(DIMENSIONS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));

/** A choice of some values that there are, and of none. */
function choose(rows: readonly Row[], dimension: Dimension, exclude: boolean, most: number): Choices {
  const values = [...groupRows(rows, dimension).keys()].sort().slice(0, most);
  return { [dimension]: { exclude, values } };
}

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let history: Awaited<ReturnType<typeof addHistory>>;
  let rows: Stored[];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    history = await addHistory(database.db, { size: DEEP ? 50_000 : 2_000, now: NOW, days: 45 });
    rows = history.rows;
  });
  afterAll(() => database.close());

  async function expectTruth(query: Partial<OverviewQuery>): Promise<void> {
    const overview = await ask(database.db, query);
    expectTrue(overview, query, rows);
  }

  const buildAll = async () => {
    while ((await rollUp(database.db, ALL)) > 0);
  };

  const buildQuarters = async () => {
    while ((await rebuildQuarters(database.db)) > 0);
  };

  /** All that roll-ups hold, in an order of its own. */
  const rollups = async () => {
    const all = await database.db.select().from(spendRollup).where(eq(spendRollup.zone, ""));
    return all.map((row) => JSON.stringify(row)).sort();
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
    for (const timeZone of ZONES) await ask(database.db, { timeZone, span: "today" });
    await buildAll();
    expect(new Set((await database.db.select().from(spendDay)).map(({ zone }) => zone))).toEqual(
      new Set(ZONES.map(nameOfZone)),
    );
    const spans = ["7d", "30d", "90d", "month", "last-month"] as const;
    const buckets = [undefined, "week", "day"] as const;
    let turn = 0;
    for (const groupBy of DIMENSIONS) {
      for (const [index, inside] of DIMENSIONS.entries()) {
        // Each two dimensions meet once, as groups and as a filter.
        if (DIMENSIONS.indexOf(groupBy) > index) continue;
        const [isAsked, filter] = [turn % 3 === 0, choose(rows, inside, turn % 4 === 0, 1 + (turn % 5))];
        turn += 1;
        // One of three is enough for every run.
        if (!isAsked && !DEEP) continue;
        await expectTruth({
          timeZone: ZONES[turn % ZONES.length] ?? "UTC",
          span: spans[turn % spans.length] ?? "30d",
          bucket: buckets[turn % buckets.length],
          groupBy,
          ...(turn % 2 === 0 ? { inside } : filter),
        });
      }
    }
  });

  test("what changes after it was rolled up shows at once, and the same once it is rebuilt", async () => {
    const { db } = database;
    const query = { timeZone: "America/New_York", span: "90d", groupBy: "model", inside: "key" } as const;
    // A confirmation that comes late, and a generation that started long ago.
    const [late] = rows.filter(({ startedAt, cost }) => cost !== null && startedAt < NOW);
    if (!late) throw new Error("no row");
    late.cost = (late.cost ?? 0n) + 12_345n;
    await db
      .update(generation)
      .set({ cost: late.cost as never })
      .where(eq(generation.id, late.id));
    const added = Array.from({ length: 5 }, history.make);
    await insertRows(db, added);
    rows.push(...added);
    expect(await db.$count(spendMark)).toBeGreaterThan(0);
    await expectTruth(query);
    await buildAll();
    expect(await db.$count(spendMark)).toBe(0);
    await expectTruth(query);
  });

  test("leases and the asking for costs leave no marks", async () => {
    const { db } = database;
    await db.update(generation).set({ leaseUntil: NOW, leaseOwner: "me", confirmAt: NOW, confirmTries: 3 });
    expect(await db.$count(spendMark)).toBe(0);
  });

  test("whatever was rebuilt in whatever order, by however many: it is what one pass over everything gives", async () => {
    const { db } = database;
    const writing = (async () => {
      for (let round = 0; round < 6; round++) {
        const added = Array.from({ length: 10 }, history.make);
        await insertRows(db, added);
        rows.push(...added);
        const changed = rows.slice(round * 20, round * 20 + 5);
        for (const row of changed) {
          row.cost = BigInt(round + 1);
          await db
            .update(generation)
            .set({ cost: row.cost as never })
            .where(eq(generation.id, row.id));
        }
      }
    })();
    const workers = [1, 2, 3].map(async () => {
      for (let round = 0; round < 10; round++) await rebuildQuarters(db);
    });
    await Promise.all([writing, ...workers]);
    await expectTruth({ groupBy: "key", span: "90d" });
    await buildQuarters();
    const incremental = await rollups();
    await db.delete(spendRollup);
    await db.delete(spendDay);
    await db.execute(sql`insert into spend_mark (account, quarter)
      select distinct account, date_bin('15 minutes', started_at, 'epoch'::timestamptz) from generation`);
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
