import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import { parseUsd, ZERO } from "@/lib/core/money";
import type { Database, Db } from "@/lib/db/client.server";
import { vote, voteAnswer } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { createRoute } from "./routes.server";
import { RouteSpec } from "./spec-request";
import { routeUsage } from "./usage.server";
import { RouteUsage } from "./usage-api";

const NOW = new Date("2026-11-20T12:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const spec = RouteSpec.parse({ arms: [{ name: "main", share: 100, models: ["acme/one"] }] });

type Row = typeof generation.$inferInsert;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let [memberId, keyId, routeId, otherId] = ["", newId(), "", ""];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    memberId = await addMember(db);
    routeId = (await createRoute(db, { name: "bot", spec }, NOW)).id;
    otherId = (await createRoute(db, { name: "other", spec }, NOW)).id;
    await db.insert(virtualKey).values({
      ...{
        id: keyId,
        memberId,
        name: "CI",
        environment: "production",
        digest: "d",
        prefix: "pb",
        lastFour: "1234",
      },
      createdAt: NOW,
    });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await db.delete(vote);
    await db.delete(generation);
  });

  const ran = async (more: Partial<Row> = {}, ago = HOUR): Promise<string> => {
    const id = newId();
    await db.insert(generation).values({
      ...{ id, account: "sandbox", memberId, source: "gateway", models: ["acme/one"], state: "finished" },
      ...{ routeId, routeVersion: 1, routeArm: "main", startedAt: new Date(NOW.getTime() - ago), ...more },
    } as Row);
    return id;
  };
  const voted = async (
    outcome: "winner" | "tie" | "bothBad",
    answers: [string, boolean][],
    account = "sandbox",
  ) => {
    const id = newId();
    const about = { conversationId: newId(), turnId: newId(), createdAt: NOW };
    await db.insert(vote).values({ id, memberId, account, outcome, ...about });
    await db
      .insert(voteAnswer)
      .values(answers.map(([generationId, won]) => ({ voteId: id, generationId, model: "acme/one", won })));
  };
  const usage = (most?: number) =>
    routeUsage(db, "bot", { account: "sandbox", now: NOW, ...(most && { most }) });

  test("a route that nobody uses has nothing to show", async () => {
    await ran({ account: "other" });
    await ran({ routeId: otherId });
    await ran({ routeId: null, routeVersion: null, routeArm: null });
    await ran({}, 31 * DAY);
    expect(await usage()).toEqual({ from: new Date(NOW.getTime() - 30 * DAY), to: NOW, arms: [], users: [] });
    await expect(routeUsage(db, "none", { account: "sandbox", now: NOW })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("every version and arm has figures of its own, the newest version first", async () => {
    await ran({ cost: parseUsd("0.1"), ttftMs: 300, durationMs: 1000 });
    await ran({ cost: parseUsd("0.2"), ttftMs: 500, durationMs: 2000 });
    await ran({ cost: null, ttftMs: 900, durationMs: 9000 });
    await ran({ routeVersion: 2, routeArm: "trial", cost: ZERO });
    await ran({ routeVersion: 2, cost: parseUsd("0.000000000001") });
    const { arms } = await usage();
    expect(arms.map(({ version, arm }) => `${version} ${arm}`)).toEqual(["2 main", "2 trial", "1 main"]);
    expect(arms[2]).toEqual({
      ...{
        version: 1,
        arm: "main",
        generations: 3,
        finished: 3,
        failed: 0,
        cost: parseUsd("0.3"),
        unknown: 1,
      },
      ...{
        errorRate: { share: 0, low: 0, high: expect.closeTo(0.5615, 4) },
        meanCost: {
          mean: parseUsd("0.15"),
          bounds: { low: parseUsd("0.0520018"), high: parseUsd("0.2479982") },
        },
        ttft: { ms: 500, of: 3, bounds: null },
        duration: { ms: 2000, of: 3, bounds: null },
        votes: null,
        winShare: null,
      },
    });
    expect(arms[0]).toMatchObject({
      cost: parseUsd("0.000000000001"),
      unknown: 0,
      meanCost: { mean: parseUsd("0.000000000001"), bounds: null },
      ttft: null,
      duration: null,
    });
    await db.delete(generation);
    await ran({ cost: null });
    expect((await usage()).arms[0]).toMatchObject({ cost: ZERO, unknown: 1, meanCost: null });
  });

  test("a median has bounds as soon as there are figures enough", async () => {
    for (let index = 1; index <= 20; index += 1)
      await ran({ ttftMs: index * 10, ...(index <= 7 && { durationMs: index }) });
    await ran({ ttftMs: null });
    expect((await usage()).arms[0]).toMatchObject({
      ttft: { ms: 100, of: 20, bounds: { low: 50, high: 160 } },
      duration: { ms: 4, of: 7, bounds: null },
    });
    await ran({ durationMs: 8 });
    expect((await usage()).arms[0]?.duration).toEqual({ ms: 4, of: 8, bounds: { low: 1, high: 8 } });
  });

  test("errors are counted among what ended by itself", async () => {
    for (const state of [
      "finished",
      "finished",
      "finished",
      "failed",
      "lost",
      "cancelled",
      "running",
    ] as const)
      await ran({ state });
    const [arm] = (await usage()).arms;
    expect(arm).toMatchObject({ generations: 7, finished: 3, failed: 2, errorRate: { share: 0.4 } });
    expect(arm?.errorRate?.low).toBeCloseTo(0.1176, 4);
    expect(arm?.errorRate?.high).toBeCloseTo(0.7693, 4);
    await db.delete(generation);
    await ran({ state: "running" });
    expect((await usage()).arms[0]?.errorRate).toBeNull();
  });

  test("votes count for the arm that answered", async () => {
    const [one, two, trial] = [await ran(), await ran(), await ran({ routeArm: "trial" })];
    const elsewhere = newId();
    await voted("winner", [
      [one, true],
      [trial, false],
      [elsewhere, false],
    ]);
    await voted("winner", [
      [two, false],
      [elsewhere, true],
    ]);
    await voted("tie", [
      [two, false],
      [trial, false],
    ]);
    await voted("bothBad", [
      [trial, false],
      [elsewhere, false],
    ]);
    await voted(
      "winner",
      [
        [one, true],
        [elsewhere, false],
      ],
      "other",
    );
    const { arms } = await usage();
    expect(arms.map(({ winShare }) => winShare)).toEqual([
      { share: 1 / 3, low: expect.closeTo(0.0615, 4), high: expect.closeTo(0.7923, 4) },
      { share: 0, low: 0, high: expect.closeTo(0.5615, 4) },
    ]);
    expect(arms.map(({ arm, votes }) => ({ arm, ...votes }))).toEqual([
      { arm: "main", won: 1, lost: 1, tied: 1, neither: 0 },
      { arm: "trial", won: 0, lost: 1, tied: 1, neither: 1 },
    ]);
  });

  test("whoever used it is named, programs by their key", async () => {
    await ran({ keyId }, 3 * HOUR);
    await ran({ keyId }, 2 * HOUR);
    await ran({ source: "playground" });
    const gone = newId();
    await ran({ keyId: gone }, 5 * HOUR);
    const [first, ...others] = (await usage()).users;
    expect(first).toEqual({
      memberId,
      member: "Ada",
      keyId,
      key: "CI",
      generations: 2,
      lastUsedAt: new Date(NOW.getTime() - 2 * HOUR),
    });
    expect(others).toHaveLength(2);
    expect(others).toContainEqual(expect.objectContaining({ keyId: null, key: null, generations: 1 }));
    // A key that is no longer there has lost its name, not its use.
    expect(others).toContainEqual(expect.objectContaining({ keyId: gone, key: null, generations: 1 }));
  });

  test("a busy route's window reaches back as far as is read", async () => {
    for (const hours of [1, 2, 3, 4]) await ran({}, hours * HOUR);
    expect(await usage(3)).toMatchObject({
      from: new Date(NOW.getTime() - 3 * HOUR),
      ...{ arms: [{ generations: 3 }], users: [{ generations: 3 }] },
    });
  });

  test("what is answered fits the wire", async () => {
    const id = await ran({ keyId, cost: parseUsd("0.000000000001"), ttftMs: 1 });
    await voted("tie", [[id, false]]);
    const answer = await usage();
    expect(RouteUsage.parse(JSON.parse(JSON.stringify(encode(RouteUsage, answer))))).toEqual(answer);
  });
});
