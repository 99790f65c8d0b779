import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import { parseUsd as usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { setting, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import { spendAnomalies } from "./anomalies.server";
import { spendOutlook } from "./outlook.server";
import { Anomalies, Outlook } from "./outlook-api";
import { AnomaliesQuery, ForecastQuery, OutlookQuery } from "./outlook-request";
import { spendForecast } from "./period-forecast.server";
import { MOST_ROWS } from "./reader.server";
import { rollUp } from "./rollup-days.server";

const DAY = 86_400_000;
/** A Friday at noon; ten and a half days are left of the month. */
const NOW = new Date("2026-11-20T12:00:00Z");
const daysAgo = (count: number, hour = 12) => new Date(Date.UTC(2026, 10, 20, hour) - count * DAY);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  let keys: string[];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
    keys = [newId(), newId()];
    await database.db.insert(virtualKey).values(
      keys.map((id, index) => ({
        ...{ id, memberId, name: ["app", "nightly"][index] ?? "", environment: "production" as const },
        ...{ digest: id, prefix: "pb-v1-a", lastFour: "abcd", createdAt: NOW },
      })),
    );
  });
  beforeEach(async () => {
    await database.db.delete(generation);
    await database.db.delete(setting);
  });
  afterAll(() => database.close());

  type Ran = { at: Date; cost: string | null; model?: string; key?: string | null; upstream?: string };
  const ran = (...all: Ran[]) =>
    database.db.insert(generation).values(
      all.map(({ at, cost, model = "acme/one", key = null, upstream }) => ({
        ...{ id: newId(), account: "mine", memberId, source: "gateway" as const, models: [model], model },
        ...{ state: "finished" as const, startedAt: at, keyId: key, isByok: upstream !== undefined },
        cost: cost === null ? null : usd(cost),
        upstreamCost: upstream === undefined ? null : usd(upstream),
      })),
    );
  const steadily = (days: number, cost = "2") =>
    ran(...Array.from({ length: days }, (_, index) => ({ at: daysAgo(index + 1), cost })));

  const KEY: NonNullable<UpstreamStatus["key"]> = {
    ...{ label: null, limit: null, limitRemaining: null, limitReset: null, usage: null, usageMonthly: null },
    ...{ isFreeTier: true, expiresAt: null, freeRequests: null },
  };
  const said = (change: Partial<UpstreamStatus> = {}): UpstreamStatus => ({
    ...{ mode: "live", version: "1", failure: null, key: KEY, balance: usd("30"), purchased: null },
    ...change,
  });

  async function outlook(
    status = said(),
    query: Record<string, string> = {},
    role: "owner" | "viewer" = "owner",
  ) {
    const found = await spendOutlook(database.db, {
      ...{ account: "mine", actor: { memberId, role }, status: async () => ({ ...status, readAt: NOW }) },
      ...{ query: OutlookQuery.parse(query), now: NOW },
    });
    expect(() => encode(Outlook, found)).not.toThrow();
    return found;
  }

  test("reads no more generations one by one than the engine bears", async () => {
    await database.db.execute(sql`
      insert into ${generation} (id, account, member_id, source, models, state, started_at)
      select gen_random_uuid(), 'many', ${memberId}, 'gateway', '{acme/one}', 'finished', ${daysAgo(1).toISOString()}
      from generate_series(1, ${MOST_ROWS.pglite + 1})`);
    const found = spendAnomalies(database.db, {
      ...{ account: "many", query: AnomaliesQuery.parse({ days: "1" }), now: NOW },
    });
    if (engine === "postgres") await expect(found).resolves.toBeDefined();
    else await expect(found).rejects.toMatchObject({ code: "unavailable" });
  });

  test("adds up the month, and foresees the rest of it from the weeks before", async () => {
    await steadily(40);
    await ran({ at: daysAgo(0, 9), cost: "1" }, { at: daysAgo(0, 10), cost: null });
    const found = await outlook();
    expect(found).toMatchObject({
      ...{ today: "2026-11-20", month: { first: "2026-11-01", last: "2026-11-30" } },
      // Nineteen whole days and a morning.
      ...{ spent: usd("39"), generations: 21, unknown: 1 },
      // Half of today and ten days more.
      forecast: { kind: "forecast", days: 39, expected: usd("60"), low: usd("60"), high: usd("60") },
      // $30 last for half of today and fourteen and a half days more.
      runway: { of: "credits", left: usd("30") },
    });
    const ahead = found.forecast.kind === "forecast" ? found.forecast.ahead : [];
    expect(ahead.map(({ from, expected }) => [from.toISOString().slice(0, 16), expected])).toEqual([
      ["2026-11-20T00:00", usd("1")],
      ...Array.from({ length: 10 }, (_, index) => [`2026-11-${21 + index}T00:00`, usd("2")]),
    ]);
    expect(found.runway.lasts).toEqual({
      ...{ kind: "range", earliest: "2026-12-05", expected: "2026-12-05", latest: "2026-12-05" },
    });
  });

  const foreseen = (from: string, to: string, timeZone = "UTC") =>
    spendForecast(database.db, {
      ...{ account: "mine", query: ForecastQuery.parse({ from, to, timeZone }), now: NOW },
    });

  test("foresees any days that are not over, as it does the month", async () => {
    await steadily(40);
    await ran({ at: daysAgo(0, 9), cost: "1" });
    const month = await foreseen("2026-11-01", "2026-11-30");
    const { forecast, spent } = await outlook();
    expect(month).toMatchObject({ spent, forecast });
    const sums = async (from: string, to: string) => {
      const { spent, forecast } = await foreseen(from, to);
      return [spent, forecast.kind === "forecast" && forecast.expected, forecast.kind];
    };
    expect(await sums("2026-11-20", "2026-11-20")).toEqual([usd("1"), usd("2"), "forecast"]);
    expect(await sums("2026-11-16", "2026-11-22")).toEqual([usd("9"), usd("14"), "forecast"]);
    // Forty days and this morning; half a day and forty-one days more.
    expect(await sums("2026-10-01", "2026-12-31")).toEqual([usd("81"), usd("164"), "forecast"]);
    // What has not begun.
    expect(await sums("2026-11-23", "2026-11-29")).toEqual([usd("0"), usd("14"), "forecast"]);
    expect((await foreseen("2026-11-01", "2027-06-30")).forecast).toEqual({ kind: "too_far", most: 92 });
    await expect(foreseen("2026-11-01", "2026-11-19")).rejects.toMatchObject({ code: "invalid_request" });
    const tokyo = await foreseen("2026-11-20", "2026-11-20", "Asia/Tokyo");
    expect(tokyo).toMatchObject({ from: new Date("2026-11-19T15:00Z"), to: new Date("2026-11-20T15:00Z") });
  });

  test("says how much history a forecast lacks", async () => {
    await steadily(9);
    const found = await foreseen("2026-11-16", "2026-11-22");
    expect(found.forecast).toEqual({ kind: "too_little", days: 8, needed: 14 });
  });

  test("cuts months and days where the place does", async () => {
    await ran({ at: new Date("2026-10-31T16:00:00Z"), cost: "5" }, { at: daysAgo(1), cost: "1" });
    expect((await outlook()).spent).toBe(usd("1"));
    const tokyo = await outlook(said(), { timeZone: "Asia/Tokyo" });
    expect(tokyo).toMatchObject({ spent: usd("6"), month: { from: new Date("2026-10-31T15:00:00Z") } });
    await expect(outlook(said(), { timeZone: "Mars/Olympus" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  test("says when there is too little history, and makes up no date", async () => {
    await steadily(9);
    const { forecast, runway } = await outlook();
    // The first day may have been half a one.
    expect(forecast).toEqual({ kind: "too_little", days: 8, needed: 14 });
    expect(runway.lasts).toEqual({ kind: "too_little", days: 8, needed: 14 });
  });

  test("counts down whichever runs out first, and knows when it knows nothing", async () => {
    await steadily(40);
    const limited = said({ key: { ...KEY, limitRemaining: usd("7") } });
    expect((await outlook(limited)).runway).toMatchObject({ of: "key_limit", left: usd("7") });
    const renewed = said({ key: { ...KEY, limitRemaining: usd("7"), limitReset: "monthly" } });
    expect((await outlook(renewed)).runway.of).toBe("credits");
    const silent = await outlook(said({ balance: null }));
    expect(silent.runway).toEqual({ of: null, left: null, lasts: { kind: "unknown" } });
  });

  test("weighs in what buying credits costs, and what providers bill on own keys", async () => {
    await ran({ at: daysAgo(1), cost: "100" }, { at: daysAgo(2), cost: "0.5", upstream: "10" });
    expect((await outlook()).fees).toMatchObject({
      ...{ purchaseFee: "none", topUp: usd("100"), purchase: usd("0"), effective: usd("110.5") },
      byok: { fee: usd("0.5"), providerBills: usd("10"), allowance: usd("25000"), feeByRule: usd("0") },
    });
    const set = { updatedAt: NOW, updatedBy: memberId };
    await database.db.insert(setting).values([
      { name: "purchaseFee", value: "card", ...set },
      { name: "topUp", value: "10", ...set },
    ]);
    // $0.80 for every $10.
    expect((await outlook()).fees).toMatchObject({ purchase: usd("8.04"), effective: usd("118.54") });
  });

  test("tells the quota of free models, and who may change anything", async () => {
    expect((await outlook()).freeQuota).toEqual({
      ...{ used: 0, limit: 50, guarded: true, resetsAt: new Date("2026-11-21T00:00:00Z") },
    });
    expect((await outlook()).mayChange).toBe(true);
    expect((await outlook(said(), {}, "viewer")).mayChange).toBe(false);
  });

  async function anomalies(query: Record<string, string> = {}) {
    const found = await spendAnomalies(database.db, {
      ...{ account: "mine", query: AnomaliesQuery.parse(query), now: NOW },
    });
    expect(() => encode(Anomalies, found)).not.toThrow();
    return found.anomalies;
  }

  test("days that stand out are named with what is behind them", async () => {
    const [app = null, nightly = null] = keys;
    for (let day = 0; day <= 40; day += 1) {
      await ran(
        { at: daysAgo(day, 3), cost: "2", key: app },
        { at: daysAgo(day, 4), cost: "1", key: nightly, model: "acme/two" },
      );
    }
    expect(await anomalies()).toEqual([]);
    await ran({ at: daysAgo(5, 5), cost: "20", key: nightly, model: "acme/two" });
    await ran({ at: daysAgo(0, 6), cost: "9", key: app, model: "acme/new" });
    const [today, earlier, ...more] = await anomalies();
    expect(more).toEqual([]);
    expect(earlier).toMatchObject({
      ...{ day: "2026-11-15", running: false, cost: usd("23"), usual: usd("3"), threshold: usd("4.5") },
      causes: [
        { dimension: "key", label: "nightly", cost: usd("21"), usual: usd("1") },
        { dimension: "model", key: "acme/two" },
      ],
    });
    expect(today).toMatchObject({ day: "2026-11-20", running: true, cost: usd("12") });
    expect(today?.causes.map(({ label }) => label)).toEqual(["app", "acme/new"]);
    expect((await anomalies({ days: "3" })).map(({ day }) => day)).toEqual(["2026-11-20"]);
    // Of days that are long over, and of such as have not come yet.
    const tell = async (last: string) => (await anomalies({ days: "3", last })).map(({ day }) => day);
    expect(await tell("2026-11-16")).toEqual(["2026-11-15"]);
    expect(await tell("2026-11-14")).toEqual([]);
    expect(await tell("2026-11-25")).toEqual(["2026-11-20"]);
  });

  test("roll-ups change no figure", async () => {
    const [app = null, nightly = null] = keys;
    for (let day = 0; day <= 40; day += 1) {
      const cost = day === 7 ? "30.000000000001" : "1";
      await ran({ at: daysAgo(day, 3), cost: "2.5", key: app }, { at: daysAgo(day, 23), cost, key: nightly });
    }
    const look = async () => [await outlook(said(), { timeZone: "Asia/Kolkata" }), await anomalies()];
    const raw = await look();
    await rollUp(database.db, { now: () => NOW, patience: DAY });
    expect(await look()).toEqual(raw);
    expect(raw[1]).toMatchObject([{ day: "2026-11-13" }]);
  });

  test("the first day on which anything runs does not stand out", async () => {
    await ran({ at: daysAgo(1), cost: "500" });
    expect(await anomalies()).toEqual([]);
  });
});
