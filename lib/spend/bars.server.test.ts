import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError, describeFailure } from "@/lib/core/errors";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase } from "@/lib/db/testing.server";
import type { Histogram } from "@/lib/ledger/api";
import { type Choices, DIMENSIONS } from "@/lib/ledger/dimensions";
import { readHistogram } from "@/lib/ledger/histogram.server";
import type { HistogramQuery } from "@/lib/ledger/request";
import { countGenerations } from "./bars.server";
import { quartersDue, rebuildQuarters } from "./rollup.server";
import { rollUp } from "./rollup-days.server";
import { addHistory, insertRows, type Stored } from "./testing.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const DAY = 86_400_000;
const ZONE = "Asia/Kathmandu";
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

let database: Database;
let rows: Stored[];
let make: () => Stored;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ first: rows, make } = await addHistory(database.db, { size: 400, now: NOW, days: 6, each: () => {} }));
});
afterAll(() => database.close());

const asked = { account: "sandbox", now: NOW, timeZone: ZONE, most: 100_000 };
const FAILED = { state: ["failed", "lost"] satisfies HistogramQuery["state"] };
const FAILURE = describeFailure(new AppError("upstream_timeout"));
/** A generation at a time at which there is none. */
const add = (changes: Partial<Stored>) => insertRows(database.db, [{ ...make(), ...changes }]);

/** Both ways, which have to agree in all they say. */
async function expectSame(
  wanted: Choices & { from?: Date; to?: Date; state?: HistogramQuery["state"] },
): Promise<Histogram> {
  const counted = await countGenerations(database.db, { ...asked, ...wanted });
  expect(counted).toEqual(await readHistogram(database.db, { ...asked, ...wanted }));
  return counted;
}

test("before anything is summed up, while it is, and when all of it is, the bars are the same", async () => {
  const week = { from: ago(5.3), to: ago(-1) };
  const [{ model, provider }] = rows as [Stored];
  const choices: Choices = {
    model: { exclude: false, values: [model] },
    provider: { exclude: true, values: [provider, null] },
  };
  const all = async () => {
    const { bars } = await expectSame(week);
    for (const state of ["finished", "failed", "cancelled", "running"] as const)
      expect(bars.reduce((sum, bar) => sum + bar[state], 0)).toBeGreaterThan(0);
    await expectSame({ ...week, ...choices });
  };
  await all();
  await rebuildQuarters(database.db, await quartersDue(database.db));
  await all();
  while ((await rollUp(database.db, { now: () => NOW, patience: 1 })) > 0);
  await all();
  for (const dimension of DIMENSIONS)
    await expectSame({
      ...week,
      [dimension]: { exclude: true, values: [null, "acme", "playground", "nightly"] },
    });
  await expectSame({ ...week, ...choices, source: { exclude: false, values: ["gateway"] } });
  await expectSame({ ...week, state: ["failed"] });
  const failures = await expectSame({ ...week, ...FAILED });
  expect(failures.bars.some(({ failed, cost }) => failed > 0 && cost > 0n)).toBe(true);
  for (const dimension of DIMENSIONS)
    await expectSame({
      ...week,
      ...FAILED,
      [dimension]: { exclude: true, values: [null, "acme", "nightly"] },
    });
  await expectSame({ ...choices, from: ago(20), to: NOW });
  await expectSame({});
  await expectSame({ from: ago(0.1), to: ago(0) });
  await expectSame({ from: NOW, to: NOW });
});

test("of a long time weeks and months are drawn where sums tell them, and else its end", async () => {
  await add({ startedAt: ago(200), state: "cancelled", cost: 7n, provider: "Elsewhere" });
  const provider = { exclude: false, values: ["Elsewhere"] };
  await rebuildQuarters(database.db, await quartersDue(database.db));
  const year = await countGenerations(database.db, { ...asked, from: ago(365), to: NOW, provider });
  expect([year.from, year.to, year.bars.length]).toEqual([ago(365), NOW, 53]);
  const filled = year.bars.filter(({ cancelled }) => cancelled > 0);
  expect(filled).toEqual([expect.objectContaining({ cancelled: 1, finished: 0, cost: 7n })]);
  const decade = await countGenerations(database.db, { ...asked, from: new Date(0), to: NOW, provider });
  expect(decade.bars.length).toBeLessThanOrEqual(122);
  expect(decade.bars.filter(({ cancelled }) => cancelled > 0)).toHaveLength(1);
  const state = ["cancelled" as const];
  const end = await countGenerations(database.db, { ...asked, from: ago(365), to: NOW, provider, state });
  expect(end.from.getTime()).toBeGreaterThanOrEqual(ago(32).getTime());
});

test("failures of a long time are drawn from sums, with what they cost", async () => {
  const provider = { exclude: false, values: ["Faraway"] };
  const failed = { startedAt: ago(200), provider: "Faraway", cost: 7n };
  await add({ ...failed, state: "failed", failure: FAILURE });
  await add({ ...failed, state: "lost", failure: describeFailure(new AppError("interrupted")) });
  await add({ ...failed, state: "finished", failure: null });
  await rebuildQuarters(database.db, await quartersDue(database.db));
  const year = { from: ago(365), to: NOW, provider };
  const count = (state: HistogramQuery["state"]) =>
    countGenerations(database.db, { ...asked, ...year, state });
  const all = await count(FAILED.state);
  expect(all.bars).toHaveLength(53);
  const filled = all.bars.filter((bar) => bar.failed + bar.finished > 0);
  expect(filled).toEqual([expect.objectContaining({ failed: 2, finished: 0, cost: 14n })]);
  // Which of the two it was, only the ledger tells.
  for (const state of ["failed", "lost"] as const) expect((await count([state])).bars).toHaveLength(32);
});

test("what a failure cost is not mixed up with what others cost that roll-ups count beside it", async () => {
  const at = ago(0.2);
  await add({ startedAt: at, state: "failed", failure: null, cost: 11n });
  await add({ startedAt: at, state: "finished", failure: null, cost: 13n });
  await rebuildQuarters(database.db, await quartersDue(database.db));
  await expectSame({ from: ago(1), to: NOW, ...FAILED });
});

test("what roll-ups do not tell, or not yet, is counted as far as that goes", async () => {
  const year = { from: ago(365), to: NOW };
  const fallback = { exclude: true, values: [null] };
  const bounded = await countGenerations(database.db, { ...asked, ...year, most: 10, fallback });
  expect(bounded.countedFrom).not.toBeNull();
  await database.db.execute(sql`insert into spend_mark (account, quarter)
    select distinct account, date_bin('15 minutes', started_at, 'epoch'::timestamptz) from generation`);
  expect((await countGenerations(database.db, { ...asked, ...year })).bars).toHaveLength(53);
  const raw = await countGenerations(database.db, { ...asked, ...year, mostBeside: 3 });
  expect(raw.from.getTime()).toBeGreaterThanOrEqual(ago(32).getTime());
  // Only of the latter more is told a little later.
  expect([bounded.isBehind, raw.isBehind]).toEqual([false, true]);
});
