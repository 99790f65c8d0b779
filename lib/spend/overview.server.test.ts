import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decode, encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import { add as addUsd, parseUsd, ZERO } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark, spendRollup, spendZone } from "@/lib/db/schema/spend";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase } from "@/lib/db/testing.server";
import { spendOverview } from "./overview.server";
import { DimensionValues, MOST_GROUPS, MOST_PARTS, MOST_SERIES, MOST_TAGS, Overview } from "./overview-api";
import { OverviewQuery, ValuesQuery } from "./overview-request";
import { createReader } from "./reader.server";
import { rollUp } from "./rollup-days.server";
import { spanOf } from "./span";
import { dimensionValues } from "./values.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const now = () => NOW;
const memberId = newId();
const keyId = newId();

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
  await database.db.insert(virtualKey).values({
    ...{ id: keyId, memberId, name: "CI", environment: "staging", digest: "d" },
    ...{ prefix: "pb-v1", lastFour: "abcd", createdAt: NOW },
  });
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [generation, spendMark, spendRollup, spendDay, spendZone])
    await database.db.delete(table);
  await database.db.delete(spendMark);
});

type Changes = Partial<typeof generation.$inferInsert>;
const add = (rows: Changes[]) =>
  database.db.insert(generation).values(
    rows.map((changes) => ({
      ...{ id: newId(), account: "sandbox", memberId, source: "gateway" as const, models: ["acme/one"] },
      ...{ state: "finished" as const, startedAt: new Date(NOW.getTime() - 60_000), ...changes },
    })),
  );
/** As it is sent and read. */
async function ask(query: Record<string, string> = {}): Promise<Overview> {
  const overview = await spendOverview(database.db, {
    account: "sandbox",
    query: OverviewQuery.parse(query),
    now: NOW,
  });
  return decode(Overview, JSON.parse(JSON.stringify(encode(Overview, overview))));
}

test("of nothing there is nothing, and nothing to compare it with", async () => {
  const overview = await ask();
  expect(overview).toMatchObject({
    before: null,
    groups: [],
    groupCount: 0,
    rest: null,
    series: [],
    other: null,
  });
  expect(overview.totals).toMatchObject({ cost: 0n, generations: 0, promptTokens: null, ttftP50Ms: null });
  expect(overview.buckets).toHaveLength(30);
});

test("tags beyond the first two thousand are one exact sum, whatever they are ranked by", async () => {
  const tag = (index: number) => [`request-${index}`];
  const cost = parseUsd("0.000000000001");
  await add(Array.from({ length: MOST_TAGS + 7 }, (_, index) => ({ tags: tag(index), cost })));
  await add([{ tags: tag(9), cost: parseUsd("5") }, { tags: ["slow"], state: "failed" }, {}]);
  const check = async () => {
    const byCost = await ask({ groupBy: "tag" });
    expect(byCost.groups[0]).toMatchObject({ key: "request-9", figures: { generations: 2 } });
    expect(byCost).toMatchObject({ groupCount: MOST_TAGS + 9, groups: { length: 100 } });
    const sum = byCost.groups.reduce(
      (all, { figures }) => all + figures.generations,
      byCost.rest?.generations ?? 0,
    );
    expect([sum, byCost.totals.generations]).toEqual([MOST_TAGS + 10, MOST_TAGS + 10]);
    expect(addUsd(byCost.rest?.cost ?? ZERO, ...byCost.groups.map(({ figures }) => figures.cost))).toBe(
      byCost.totals.cost,
    );
    expect((await ask({ groupBy: "tag", rank: "errors" })).groups[0]).toMatchObject({ key: "slow" });
  };
  // Whatever there are, so many and one sum are all that is handed on.
  const told = await database.db.transaction(async (tx) => {
    const span = spanOf(OverviewQuery.parse({}), NOW);
    return (await createReader(tx, { account: "sandbox", span, choices: {}, now: NOW })).groups("tag");
  });
  expect([told.length, told.filter(({ others }) => others === 9)]).toMatchObject([
    MOST_TAGS + 1,
    { length: 1 },
  ]);
  await check();
  await rollUp(database.db, { now, patience: 600_000 });
  await check();
});

test("a time is compared with the one before it only where the whole of that is on record", async () => {
  const query = { from: "2026-11-15", to: "2026-11-16" };
  const starts = ["2026-11-13T00:00:00.001Z", "2026-11-15T12:00:00Z"];
  await add(starts.map((startedAt) => ({ startedAt: new Date(startedAt) })));
  expect((await ask(query)).before).toBeNull();
  await add([{ startedAt: new Date("2026-11-13T00:00:00Z") }]);
  expect((await ask(query)).before).toMatchObject({
    ...{ from: new Date("2026-11-13T00:00:00Z"), to: new Date("2026-11-15T00:00:00Z") },
    totals: { generations: 2 },
  });
});

test("what goes beyond the most that is shown is summed up", async () => {
  const count = MOST_GROUPS + 5;
  await add(
    Array.from({ length: count }, (_, index) => ({
      model: `acme/${index}`,
      cost: BigInt(index + 1) as never,
    })),
  );
  await add(
    Array.from({ length: MOST_PARTS + 3 }, (_, index) => ({ provider: `P${index}`, cost: 10_000n as never })),
  );
  const { totals, groups, groupCount, rest, series, other } = await ask({ inside: "provider", span: "7d" });
  expect([groups.length, groupCount, series.length]).toEqual([MOST_GROUPS, count + 1, MOST_SERIES]);
  expect(groups[0]).toMatchObject({ key: "acme/one", label: "acme/one" });
  expect(groups[0]?.parts).toHaveLength(MOST_PARTS);
  expect(groups[0]?.rest).toMatchObject({ generations: 3, cost: 30_000n });
  expect(rest?.generations).toBe(6);
  const all = [...groups.map(({ figures }) => figures), ...(rest ? [rest] : [])];
  expect(all.reduce((sum, { cost }) => sum + cost, 0n)).toBe(totals.cost);
  const points = [...series.map((line) => line.points), other ?? []].flat();
  expect(points.reduce((sum, { cost }) => sum + (cost ?? 0n), 0n)).toBe(totals.cost);
});

test("a point of which nobody knows what it cost is unknown, and tells of how many", async () => {
  await add([
    { model: "a", cost: 5n as never },
    { model: "a", cost: null },
    { model: "b", cost: null },
  ]);
  const { series } = await ask({ span: "today", bucket: "day" });
  expect(series.map(({ key, points }) => [key, points.map(({ cost, unknown }) => [cost, unknown])])).toEqual([
    ["a", [[5n, 1]]],
    ["b", [[null, 1]]],
  ]);
  const [yesterday] = (await ask({ span: "7d" })).series[1]?.points ?? [];
  expect(yesterday).toMatchObject({ cost: 0n, unknown: 0 });
});

test("values are called what people call them", async () => {
  await add([
    { keyId, tags: ["a"] },
    { state: "failed", failure: { code: "provider_failed", by: "provider" } as never },
  ]);
  const labels = async (groupBy: string) => (await ask({ groupBy })).groups.map(({ label }) => label).sort();
  expect(await labels("member")).toEqual(["Ada"]);
  expect(await labels("key")).toEqual(["CI", "No key"]);
  expect(await labels("environment")).toEqual(["No key", "Staging"]);
  expect(await labels("tag")).toEqual(["Untagged", "a"]);
  expect(await labels("provider")).toEqual(["Provider unknown"]);
  expect(await labels("error")).toEqual(["No error", "Provider failed"]);
  expect(await labels("author")).toEqual(["acme"]);
});

test.each(["cost", "generations", "tokens", "errors", "latency"] as const)(
  "the first by %s comes first",
  async (rank) => {
    await add([
      { model: "a", cost: 5n as never },
      ...[1, 2, 3].map(() => ({ model: "b" })),
      { model: "c", promptTokens: 9 },
      { model: "d", state: "failed" },
      { model: "e", ttftMs: 900 },
      { model: "f", ttftMs: 90 },
    ]);
    const first = { cost: "a", generations: "b", tokens: "c", errors: "d", latency: "e" }[rank];
    expect((await ask({ rank })).groups[0]?.key).toBe(first);
  },
);

test("a filter's values are found by name and by key, most used first", async () => {
  await add([{ keyId }, { keyId }, {}, { model: "b/two" }]);
  const values = async (query: Record<string, string>) => {
    const found = await dimensionValues(database.db, {
      account: "sandbox",
      query: ValuesQuery.parse(query),
      now: NOW,
    });
    return encode(DimensionValues, found).values;
  };
  expect(await values({ dimension: "key" })).toEqual([
    { key: keyId, label: "CI", generations: 2 },
    { key: null, label: "No key", generations: 2 },
  ]);
  expect(await values({ dimension: "key", search: "ci" })).toHaveLength(1);
  expect(await values({ dimension: "model", search: "TWO" })).toEqual([
    { key: "b/two", label: "b/two", generations: 1 },
  ]);
});

test("fallbacks are counted for their filter over any time, and looked up in the ledger to filter by them", async () => {
  await add([{ models: ["a/a", "b/b"], model: "b/b" }, {}, { models: ["a/a", "b/b"], model: "a/a" }]);
  await rollUp(database.db, { now, patience: 1 });
  const query = ValuesQuery.parse({ dimension: "fallback", span: "365d" });
  expect(await dimensionValues(database.db, { account: "sandbox", query, now: NOW })).toEqual({
    values: [
      { key: null, label: "No fallback", generations: 2 },
      { key: "taken", label: "Fallback taken", generations: 1 },
    ],
  });
  const { totals, groups } = await ask({ fallback: "taken" });
  expect([totals.generations, totals.fallbacks, groups.map(({ key }) => key)]).toEqual([1, 1, ["b/b"]]);
  expect((await ask({ fallback: "!taken", inside: "fallback" })).totals.generations).toBe(2);
});

test.each([{ model: "a%00b" }, { tag: "%00" }, { key: "\0" }, { model: "\uD800" }])(
  "what no row can hold is not looked for: %j",
  (query) => {
    expect(OverviewQuery.safeParse(query).success).toBe(false);
  },
);

test.each([{ key: "not-an-id" }, { member: "'; drop table" }, { environment: "mars" }, { route: "x" }])(
  "what there cannot be is nobody's: %j",
  async (query) => {
    await add([{ keyId }]);
    await rollUp(database.db, { now, patience: 1 });
    expect((await ask(query)).totals.generations).toBe(0);
  },
);

test("ids in capitals are the same ids, rolled up or not", async () => {
  await add([{ keyId }, {}]);
  const figures = async () => {
    const of = async (query: Record<string, string>) => (await ask(query)).totals.generations;
    const upper = keyId.toUpperCase();
    return [await of({ key: upper }), await of({ key: `!${upper}` }), await of({ key: `${upper},${keyId}` })];
  };
  expect(await figures()).toEqual([1, 1, 1]);
  await rollUp(database.db, { now, patience: 1 });
  expect(await figures()).toEqual([1, 1, 1]);
  // What is no id stays as it is written.
  expect(OverviewQuery.parse({ tag: "A,B" }).tag?.values).toEqual(["A", "B"]);
});

describe("what would take too long", () => {
  const three = { groupBy: "model", key: "~", provider: "~", source: "gateway" };
  const two = { groupBy: "model", key: "~" };
  const askFew = (query: Record<string, string>) =>
    spendOverview(database.db, {
      account: "sandbox",
      query: OverviewQuery.parse(query),
      now: NOW,
      mostRows: 3,
    });

  test("is refused with what can be done, however short the time is", async () => {
    await add([1, 2, 3, 60].map((days) => ({ startedAt: new Date(NOW.getTime() - days * 86_400_000) })));
    const refused = {
      code: "invalid_request",
      details: { issues: [{ path: "span", message: expect.stringContaining("a shorter time") }] },
    };
    await expect(askFew({ ...three, span: "90d" })).rejects.toMatchObject(refused);
    expect((await askFew({ ...three, from: "2026-11-18", to: "2026-11-21" })).totals.generations).toBe(3);
    await add([{ startedAt: new Date(NOW.getTime() - 86_400_000) }]);
    await expect(askFew({ ...three, from: "2026-11-18", to: "2026-11-21" })).rejects.toMatchObject(refused);
    // Few are read whenever they were.
    expect((await ask({ ...three, span: "90d" })).totals.generations).toBe(5);
  });

  test("counts the time compared with, too", async () => {
    await add([1, 8, 9, 10].map((days) => ({ startedAt: new Date(NOW.getTime() - days * 86_400_000) })));
    await expect(askFew({ ...three, span: "7d" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("is a matter of time where roll-ups will serve", async () => {
    await add([1, 40, 50, 60].map((days) => ({ startedAt: new Date(NOW.getTime() - days * 86_400_000) })));
    await expect(askFew({ ...two, span: "90d" })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(": 0 of 60 days are done."),
    });
    await rollUp(database.db, { now, patience: 1 });
    expect((await askFew({ ...two, span: "90d" })).totals.generations).toBe(4);
  });
});

test("a day that has not ended, or only just, is not rolled up yet", async () => {
  await add([{ startedAt: new Date("2026-11-20T12:00:00Z") }]);
  await rollUp(database.db, { now, patience: 1 });
  const days = await database.db.select().from(spendDay).where(eq(spendDay.zone, "UTC"));
  expect(days.map(({ end }) => end.toISOString())).toEqual(
    ["2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z"].slice(-1),
  );
});
