import { eq, sql } from "drizzle-orm";
import { validate, version } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Difference } from "@/lib/catalog/changes-api";
import { readModel } from "@/lib/catalog/read-model";
import { add, parseUsd, type Usd } from "@/lib/core/money";
import { listRoutes, loadRoute } from "@/lib/routes/routes.server";
import { catalog } from "@/lib/sandbox/catalog";
import { findSurprises } from "@/lib/spend/anomalies";
import type { Database } from "./client.server";
import { goneModel, priceChange } from "./schema/catalog";
import { entry, generation, hold } from "./schema/ledger";
import { route, routeVersion } from "./schema/routes";
import { spendMark } from "./schema/spend";
import { member, virtualKey } from "./schema/team";
import { seedHistory } from "./seed.server";
import { seedChanges } from "./seed-changes.server";
import { inventHistory } from "./seed-history.server";
import { modelsOn, REPRICED } from "./seed-models";
import { createRandom } from "./seed-random";
import { seedTeam } from "./seed-team.server";
import { openTestDatabase, TEST_ENGINES } from "./testing.server";

const now = new Date("2026-11-21T05:19:18Z");
const memberId = crypto.randomUUID();
const options = { generations: 1200, days: 30, seed: 7, now, account: "sandbox", memberId } as const;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  test("an invented history keeps the rules of money and is written once", async () => {
    const { db } = database;
    await db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
    expect(await seedHistory(db, options)).toBe(options.generations);
    expect(await seedHistory(db, options)).toBe(0);
    expect(await db.$count(hold)).toBe(options.generations);

    const booked = new Map<string, Usd>();
    for (const { generationId, amount } of await db.select().from(entry)) {
      booked.set(generationId, add(booked.get(generationId) ?? (0n as Usd), amount));
    }
    const rows = await db.select().from(generation);
    for (const { id, cost } of rows) expect(booked.get(id) ?? null).toBe(cost);
    const states = new Set(rows.map(({ state }) => state));
    expect(states).toEqual(new Set(["finished", "failed", "cancelled", "lost"]));
    expect(rows.some(({ cost }) => cost === null)).toBe(true);
    expect(await db.$count(entry, sql`kind = 'adjust'`)).toBeGreaterThan(0);
    expect(await db.$count(spendMark)).toBeGreaterThan(0);
  });

  test("its people, keys and routes are there, and the keys say that they are invented", async () => {
    const { db } = database;
    const { routes } = await listRoutes(db);
    expect(routes.map(({ name }) => name)).toEqual([
      "document-summaries",
      "support-answers",
      "ticket-labels",
    ]);
    for (const { name } of routes) {
      const { publishedVersion, draft, versions } = await loadRoute(db, name);
      expect(versions[0]).toMatchObject({ version: publishedVersion, spec: draft });
      for (const { createdAt } of versions) expect(createdAt < now).toBe(true);
    }
    const keys = await db.select().from(virtualKey);
    expect(new Set(keys.map(({ environment }) => environment))).toEqual(
      new Set(["production", "staging", "development"]),
    );
    for (const { prefix } of keys) expect(prefix).toBe("pb-v1-invented");
    const members = new Set((await db.select().from(member)).map(({ id }) => id));
    const known = new Set([...keys, ...(await db.select().from(route))].map(({ id }) => id));
    for (const row of await db.select().from(generation)) {
      expect(members.has(row.memberId)).toBe(true);
      for (const id of [row.keyId, row.routeId]) if (id !== null) expect(known.has(id)).toBe(true);
    }
  });

  test("a route of the same name stays whose it is, and is not counted for", async () => {
    const { db } = database;
    const name = "support-answers";
    const [ours] = await db.select().from(route).where(eq(route.name, name));
    await db.delete(routeVersion).where(eq(routeVersion.routeId, ours?.id ?? ""));
    await db.update(route).set({ id: crypto.randomUUID() }).where(eq(route.name, name));
    const left = await seedTeam(db, options);
    expect(left.map((each) => each.name)).toEqual(["document-summaries", "ticket-labels"]);
    expect(await db.$count(route)).toBe(3);
    expect(await db.$count(routeVersion, eq(routeVersion.routeId, ours?.id ?? ""))).toBe(0);
  });

  test("changes of models are left once for a moment, as the catalogue reads them", async () => {
    const { db } = database;
    for (let run = 0; run < 2; run++) await seedChanges(db, { upstream: "here", now });
    const rows = await db.select().from(priceChange);
    expect(rows).toHaveLength(9);
    for (const { kinds, differences, at } of rows) {
      expect(differences.map((difference) => Difference.parse(difference).kind)).toEqual(kinds);
      expect(at < now).toBe(true);
    }
    const [lost] = await db.select().from(goneModel);
    expect(readModel(lost?.row)?.id).toBe(lost?.model);
  });
});

test("the same seed tells the same story, another one another", () => {
  const story = (seed: number) => [...inventHistory({ ...options, generations: 50, seed })];
  expect(story(7)).toEqual(story(7));
  expect(story(8)).not.toEqual(story(7));
});

test("nothing lies in the future, and no time runs backwards", () => {
  let last = new Date(0);
  for (const { generation, hold, entries } of inventHistory(options)) {
    const { startedAt, sentAt, endedAt, confirmedAt } = generation;
    const times = [startedAt, sentAt, endedAt, confirmedAt].flatMap((time) => time ?? []);
    expect(times).toEqual(times.toSorted((left, right) => left.getTime() - right.getTime()));
    expect(startedAt >= last).toBe(true);
    last = startedAt;
    for (const time of [...times, hold.endedAt ?? now, ...entries.map(({ bookedAt }) => bookedAt)]) {
      expect(time <= now).toBe(true);
    }
  }
});

describe("a year", () => {
  const days = 365;
  const year = [...inventHistory({ ...options, days, generations: 12_000 })];
  const rows = year.map((invented) => invented.generation);
  const daysAgo = ({ startedAt }: { startedAt: Date }) =>
    Math.floor((now.getTime() - startedAt.getTime()) / 86_400_000);

  test("money is what entries say, and whatever ended holds nothing", () => {
    for (const { generation, hold, entries } of year) {
      const sum = entries.length === 0 ? null : add(...entries.map(({ amount }) => amount));
      expect(generation.cost).toBe(sum);
      expect(generation.costState === null).toBe(sum === null);
      expect(hold.endedAt).not.toBeNull();
      const { state, failure, finishReason } = generation;
      expect(failure != null).toBe(state === "failed" || state === "lost");
      expect(finishReason != null).toBe(state === "finished");
    }
  });

  test("all kinds of things happen in it", () => {
    const some = (fits: (row: (typeof rows)[number]) => boolean) => rows.filter(fits).length;
    const kinds = {
      untagged: some(({ tags }) => tags?.length === 0),
      tagged: some(({ tags }) => (tags?.length ?? 0) > 1),
      played: some(({ source }) => source === "playground"),
      called: some(({ source, keyId }) => source === "gateway" && keyId != null),
      suites: some(({ source }) => source === "suite"),
      routed: some(({ routeId }) => routeId != null),
      trial: some(({ routeArm }) => routeArm === "trial"),
      otherProvider: some(
        ({ attempts, model }) => attempts?.[1]?.model === model && attempts?.[1]?.status === 200,
      ),
      otherModel: some(({ models, model, state }) => state === "finished" && model !== models[0]),
      nobodyLeft: some(({ attempts, state }) => state === "failed" && attempts != null),
      cancelled: some(({ state }) => state === "cancelled"),
      unknown: some(({ cost }) => cost === null),
      ownKey: some(({ isByok, upstreamCost }) => isByok === true && upstreamCost != null),
      reasoned: some(({ reasoningTokens }) => (reasoningTokens ?? 0) > 0),
      cached: some(({ cachedTokens }) => (cachedTokens ?? 0) > 0),
      written: some(({ cacheWriteTokens }) => (cacheWriteTokens ?? 0) > 0),
    };
    for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(0);
    expect(kinds.ownKey).toBeLessThan(rows.length / 20);
    const members = new Set(rows.map((row) => row.memberId));
    expect(members.size).toBe(4);
  });

  test("it grows, and weekends are quiet", () => {
    const late = rows.filter((row) => daysAgo(row) < days / 2).length;
    expect(late).toBeGreaterThan(rows.length * 0.6);
    const weekend = rows.filter(({ startedAt }) => [0, 6].includes(startedAt.getUTCDay())).length;
    expect(weekend).toBeLessThan(rows.length * 0.2);
  });

  test("providers fail for hours, and others take over", () => {
    const perDay = new Map<string, number>();
    for (const { attempts, startedAt } of rows)
      for (const { status, provider } of attempts ?? []) {
        if (status === null || status < 500) continue;
        const key = `${provider} ${startedAt.toISOString().slice(0, 10)}`;
        perDay.set(key, (perDay.get(key) ?? 0) + 1);
      }
    // Outside of outages nobody answers with a 5xx.
    expect(perDay.size).toBeGreaterThan(3);
    expect(perDay.size).toBeLessThan(30);
    expect(Math.max(...perDay.values())).toBeGreaterThan(4);
  });

  test("a price is of its day, and changes when the catalogue says so", () => {
    for (const { model, daysAgo: when, before, after } of REPRICED) {
      const seen = rows.filter(({ models }) => models[0] === model);
      const around = (fits: (days: number) => boolean) =>
        seen.filter((row) => fits(daysAgo(row))).map(({ priceSnapshot }) => priceSnapshot);
      expect(around((past) => past >= when && past < when + 20)).toContainEqual(before);
      expect(around((past) => past < when && past > when - 20)).toContainEqual(after);
      expect(around((past) => past < when)).not.toContainEqual(before);
    }
  });

  test("a key runs away with the money on a few days", () => {
    const spent = Array.from({ length: days }, () => 0n as Usd);
    for (const row of rows) {
      const index = days - 1 - daysAgo(row);
      spent[index] = add(spent[index] ?? (0n as Usd), row.cost ?? (0n as Usd));
    }
    const weekdays = spent.map((cost, index) => ({ cost, weekday: index % 7 }));
    const surprises = findSurprises(weekdays, 0).map(({ index }) => days - 1 - index);
    expect(surprises.length).toBeGreaterThan(1);
    expect(surprises.length).toBeLessThan(14);
  });
});

test("models cost today what the sandbox asks for them", () => {
  const { entries } = catalog();
  for (const { id, tariff } of modelsOn(0)) {
    const { pricing } = entries.find(({ model }) => model.id === id)?.model ?? {};
    expect([id, parseUsd(pricing?.prompt ?? ""), parseUsd(pricing?.completion ?? "")]).toEqual([
      id,
      tariff.prompt,
      tariff.completion,
    ]);
    const { cacheRead, cacheWrite } = tariff.snapshot;
    if (Number(cacheRead) > 0) expect(parseUsd(cacheRead)).toBe(parseUsd(pricing?.input_cache_read ?? ""));
    if (cacheWrite) expect(parseUsd(cacheWrite)).toBe(parseUsd(pricing?.input_cache_write ?? ""));
  }
});

test("ids are of their time, and never the same", () => {
  const random = createRandom(1);
  const ids = Array.from({ length: 1000 }, () => random.uuid(now.getTime()));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect([validate(id), version(id)]).toEqual([true, 7]);
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(now.getTime());
  }
});
