import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import type { ReadStatus } from "@/lib/openrouter/status.server";
import { countingFree, createFreeGuard } from "./free-guard.server";

const NOW = new Date("2026-11-20T18:30:00Z");
const FREE = ["acme/demo:free"];
const EMPTY_KEY: NonNullable<UpstreamStatus["key"]> = {
  ...{ label: null, limit: null, limitRemaining: null, limitReset: null, usage: null, usageMonthly: null },
  ...{ isFreeTier: null, expiresAt: null, freeRequests: null },
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  const errors: string[] = [];
  let status: () => Promise<ReadStatus>;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  beforeEach(async () => {
    await database.db.delete(generation);
    await database.db.delete(setting);
    tells({ isFreeTier: true });
  });
  afterAll(() => database.close());

  function tells(key: Partial<typeof EMPTY_KEY> | null, purchased: string | null = null) {
    const answer: ReadStatus = {
      ...{ mode: "live", version: "1", balance: null, failure: null },
      purchased: purchased === null ? null : parseUsd(purchased),
      key: key && { ...EMPTY_KEY, ...key },
      readAt: NOW,
    };
    status = async () => answer;
  }
  const createGuard = (now = () => NOW) =>
    createFreeGuard({
      ...{ db: database.db, account: "mine", status: () => status(), now },
      onError: (words) => errors.push(words),
    });
  const guard = (models: readonly string[] = FREE) => createGuard()(models);
  const codeOf = async (models?: readonly string[]) => (await guard(models))?.code ?? null;

  async function ran(count: number, more: Partial<typeof generation.$inferInsert> = {}) {
    const row = () => ({
      ...{ id: newId(), account: "mine", memberId, source: "gateway" as const, models: FREE },
      ...{ state: "finished" as const, startedAt: new Date("2026-11-20T00:00:00Z"), upstreamId: "gen-1" },
      ...more,
    });
    await database.db.insert(generation).values(Array.from({ length: count }, row));
  }

  test("refuses the request after the last one of the day, until midnight in UTC", async () => {
    await ran(49);
    expect(await guard()).toBeNull();
    await ran(1);
    expect(await guard()).toMatchObject({
      ...{ code: "free_quota_spent", status: 429 },
      details: { retryAfter: 5.5 * 3_600 },
    });
  });

  test("lets through whatever could be answered by a model that is paid for", async () => {
    await ran(60);
    for (const models of [["acme/demo"], ["acme/demo:free", "acme/demo"], ["acme/demo:free:online"], []])
      expect(await guard(models)).toBeNull();
    expect(await codeOf(["acme/one:free", "openrouter/free"])).toBe("free_quota_spent");
  });

  test("counts only what came to a provider, today, of this account, from free models", async () => {
    await ran(49);
    await ran(9, { upstreamId: null });
    await ran(9, { startedAt: new Date("2026-11-19T23:59:59Z") });
    await ran(9, { account: "theirs" });
    await ran(9, { models: ["acme/demo"] });
    const failure = { code: "upstream_rejected", message: "", remedy: "edit" } as const;
    await ran(9, { state: "failed", failure: { ...failure, by: "openrouter" } });
    expect(await guard()).toBeNull();
    await ran(1, { state: "failed", failure: { ...failure, by: "provider" } });
    expect(await codeOf()).toBe("free_quota_spent");
  });

  test("counts of chains with a model that is paid for only what a free one answered", async () => {
    const chain = ["acme/demo:free", "acme/demo"];
    await ran(49, { models: chain, model: "acme/demo:free" });
    await ran(9, { models: chain, model: "acme/demo" });
    await ran(9, { models: chain, model: null });
    expect(await guard()).toBeNull();
    // What a router of free models came to may be called by any name.
    await ran(1, { models: ["openrouter/free"], model: "acme/other" });
    expect(await codeOf()).toBe("free_quota_spent");
  });

  test("counts by an index of free answers alone, however many others there are today", async () => {
    const plan = await database.db.transaction(async (tx) => {
      // Few rows are read faster without any: asked is whether it could serve.
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_bitmapscan = off`);
      return tx.execute(sql`explain ${countingFree(tx, "mine", NOW)}`);
    });
    expect(JSON.stringify(plan.rows)).toContain("using generation_free");
  });

  test("never refuses when the quota is not known", async () => {
    await ran(5_000 / 10);
    tells({ isFreeTier: false });
    expect(await guard()).toBeNull();
    tells(null);
    expect(await guard()).toBeNull();
    status = () => new Promise(() => {});
    expect(await guard()).toBeNull();
    status = () => Promise.reject(new Error("away"));
    expect(await guard()).toBeNull();
    expect(errors.splice(0)).toEqual(["the free-model quota could not be looked up"]);
  });

  test("believes the upstream when it has counted more, or allows more", async () => {
    tells({ freeRequests: { used: 50, limit: 50, remaining: 0 } });
    expect(await codeOf()).toBe("free_quota_spent");
    await ran(60);
    tells({ isFreeTier: null }, "10");
    expect(await guard()).toBeNull();
  });

  test("takes the upstream's word that the day's quota is gone, and tries again after a while", async () => {
    tells({ isFreeTier: false });
    const refused = (minutesAgo: number, said: string) =>
      ran(1, {
        state: "failed",
        startedAt: new Date(NOW.getTime() - minutesAgo * 60_000),
        failure: { code: "free_limit", by: "openrouter", message: "", remedy: "wait", said },
      });
    await refused(20, "Rate limit exceeded: free-models-per-day. ");
    await refused(2, "Rate limit exceeded: free-models-per-min. ");
    expect(await guard()).toBeNull();
    await refused(2, "Rate limit exceeded: free-models-per-day-high-balance. ");
    expect(await codeOf()).toBe("free_quota_spent");
  });

  test("believes its count for two seconds, and not into the next day", async () => {
    let at = NOW.getTime();
    const guarded = createGuard(() => new Date(at));
    await ran(49);
    expect(await guarded(FREE)).toBeNull();
    await ran(1);
    at += 1_999;
    expect(await guarded(FREE)).toBeNull();
    at += 1;
    expect(await guarded(FREE)).toMatchObject({ code: "free_quota_spent" });
    at = Date.parse("2026-11-20T23:59:59Z");
    expect(await guarded(FREE)).not.toBeNull();
    at += 1_000;
    expect(await guarded(FREE)).toBeNull();
  });

  test("can be switched off", async () => {
    await ran(60);
    const set = { value: false, updatedAt: NOW, updatedBy: memberId };
    await database.db.insert(setting).values({ name: "freeModelGuard", ...set });
    expect(await guard()).toBeNull();
  });
});
