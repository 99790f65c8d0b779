import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createBudget, removeBudget } from "@/lib/budgets/budgets.server";
import { ACCOUNT, aBudget } from "@/lib/budgets/testing.server";
import { createKeeper } from "@/lib/chat/keeper.server";
import { deleteConversation } from "@/lib/conversations/conversations.server";
import { addConversation } from "@/lib/conversations/testing.server";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { conversation } from "@/lib/db/schema/conversations";
import { generation, streamSegment } from "@/lib/db/schema/ledger";
import { spendDay, spendMark } from "@/lib/db/schema/spend";
import { setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "@/lib/ledger/confirm.server";
import {
  addMember,
  aLease,
  at,
  ledgerOf,
  open,
  openAndSettle,
  upstreamWith,
  usageOf,
} from "@/lib/ledger/testing.server";
import { createJobs } from "./jobs.server";

const MINUTE = 60_000;
const CATALOG = { catchUp: async () => ({ models: ["one", "two"] }) as never };
const NOTHING = {
  models: 2,
  recovered: 0,
  asked: 0,
  givenUp: 0,
  removed: 0,
  purged: 0,
  outlived: 0,
  unattached: 0,
  forgotten: 0,
  cleared: 0,
  rolledUp: 0,
  stopped: 0,
  alerted: 0,
  delivered: 0,
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  let time = 0;
  const now = () => at(time);
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = MINUTE;
    await database.db.update(generation).set({ state: "lost", confirmAt: null });
    await database.db.delete(streamSegment);
    await database.db.delete(spendMark);
  });
  afterEach(() => void vi.useRealTimers());

  /** An instance of Patchbay, as far as its jobs go. */
  function setUp(costs: Record<string, unknown> = {}, more: Partial<Parameters<typeof createJobs>[0]> = {}) {
    const { db } = database;
    const errors: string[] = [];
    const onError = (words: string) => void errors.push(words);
    const keeper = createKeeper({ db, owner: newId(), timeout: null, now, onError });
    const upstream = upstreamWith(costs);
    const jobs = createJobs({
      ...{ db, account: "sandbox", now, onError, onlyProcess: false, catalog: CATALOG },
      alerts: { evaluate: async () => 0, deliver: async () => 0 },
      runner: { keeper, lease: keeper.lease },
      confirmer: createConfirmer({ db, upstream, account: "sandbox" }),
      ...more,
    });
    return { jobs, errors, upstream, keeper };
  }

  const abandoned = () => open(database.db, { memberId }, aLease("dead", at(0)));
  const stateOf = async (id: string) => (await ledgerOf(database.db, id)).row.state;

  test("a pass with nothing to do does nothing", async () => {
    const { jobs, upstream } = setUp();
    expect(await jobs.pass(10_000)).toEqual(NOTHING);
    expect(upstream.asked).toEqual([]);
  });

  test("a pass settles what was left behind, confirms what is due and removes what is old", async () => {
    const left = await abandoned();
    const running = await open(database.db, { memberId }, aLease("alive", at(2 * MINUTE)));
    const ended = await openAndSettle(database.db, memberId, { usage: usageOf(null) });
    const old = await openAndSettle(database.db, memberId, { at: at(-10 * MINUTE), upstreamId: null });
    for (const generationId of [ended.id, old.id])
      await database.db
        .insert(streamSegment)
        .values([0, 1].map((position) => ({ generationId, position, bytes: Uint8Array.of(1) })));
    const { jobs, errors } = setUp({ [ended.upstreamId]: "0.125" });
    expect(await jobs.pass(0)).toEqual({
      models: 2,
      recovered: 1,
      asked: 1,
      givenUp: 0,
      removed: 2,
      purged: 0,
      outlived: 0,
      unattached: 0,
      forgotten: 0,
      cleared: 0,
      rolledUp: expect.any(Number),
      stopped: 0,
      alerted: 0,
      delivered: 0,
    });
    expect([await stateOf(left), await stateOf(running)]).toEqual(["lost", "running"]);
    expect((await ledgerOf(database.db, ended.id)).row).toMatchObject({
      cost: parseUsd("0.125"),
      costState: "confirmed",
    });
    expect((await database.db.select().from(streamSegment)).map(({ generationId }) => generationId)).toEqual([
      ended.id,
      ended.id,
    ]);
    // What it changed is summed up with it or with the next ones, which have no time for more than a piece each.
    await eventually(async () => expect((await jobs.pass(0)).rolledUp).toBe(0));
    expect(await database.db.$count(spendMark)).toBe(0);
    expect(await jobs.pass(0)).toEqual(NOTHING);
    expect(errors).toEqual([]);
  });

  test("four passes at once share the work, and none of it is done twice", async () => {
    const left = await Promise.all(Array.from({ length: 30 }, abandoned));
    const ended = await Promise.all(
      Array.from({ length: 16 }, () => openAndSettle(database.db, memberId, { usage: usageOf(null) })),
    );
    const costs = Object.fromEntries(ended.map(({ upstreamId }) => [upstreamId, "0.5"]));
    const instances = Array.from({ length: 4 }, () => setUp(costs));
    const passes = await Promise.all(instances.map(({ jobs }) => jobs.pass(0)));
    const sum = (job: "recovered" | "asked") => passes.reduce((total, pass) => total + (pass[job] ?? 0), 0);
    expect(sum("recovered")).toBe(left.length);
    for (const id of left) expect(await stateOf(id)).toBe("lost");
    const asked = instances.flatMap(({ upstream }) => upstream.asked);
    expect(asked.length).toBe(sum("asked"));
    expect(new Set(asked).size).toBe(asked.length);
    for (const { id } of ended)
      expect((await ledgerOf(database.db, id)).entries.length).toBeLessThanOrEqual(1);
    expect(instances.flatMap(({ errors }) => errors)).toEqual([]);
  });

  test("a deletion can be taken back for ten minutes", async () => {
    const { jobs } = setUp();
    const { id } = await addConversation(database.db, memberId);
    await deleteConversation(database.db, memberId, id, at(0));
    const options = { account: ACCOUNT, now: at(0) };
    const budget = await createBudget(database.db, { memberId, role: "owner" }, aBudget(), options);
    await removeBudget(database.db, budget.id, at(0));
    time = 10 * MINUTE;
    expect((await jobs.pass(0)).purged).toBe(0);
    time += 1;
    expect((await jobs.pass(0)).purged).toBe(2);
  });

  test("conversations past their time go, and after them what they held", async () => {
    const { jobs } = setUp();
    const id = newId();
    await database.db.insert(conversation).values({ id, memberId, title: "Old", updatedAt: at(0) });
    await database.db
      .insert(setting)
      .values({ name: "retentionDays", value: 7, updatedAt: at(0), updatedBy: memberId });
    time = 7 * 24 * 60 * MINUTE;
    expect((await jobs.pass(0)).outlived).toBe(0);
    time += 1;
    expect(await jobs.pass(0)).toMatchObject({ outlived: 1, purged: 0 });
    time += 10 * MINUTE + 1;
    expect(await jobs.pass(0)).toMatchObject({ outlived: 0, purged: 1 });
    await database.db.delete(setting);
  });

  test("a pass asks batch after batch while it has time", async () => {
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => openAndSettle(database.db, memberId, { usage: usageOf(null) })),
    );
    const costs = Object.fromEntries(ended.map(({ upstreamId }) => [upstreamId, "0.5"]));
    expect((await setUp(costs).jobs.pass(999)).asked).toBe(4);
    expect((await setUp(costs).jobs.pass(10_000)).asked).toBe(2);
  });

  test("what cannot be asked about is given up at once, and keeps nobody who can be from being asked", async () => {
    const lost = { usage: null, upstreamId: null };
    const ids = await Promise.all(
      Array.from({ length: 30 }, async () => (await openAndSettle(database.db, memberId, lost)).id),
    );
    const askable = await openAndSettle(database.db, memberId, { usage: null, at: at(60 * MINUTE + 1) });
    time = 60 * MINUTE + 1_001;
    const { jobs, upstream } = setUp({ [askable.upstreamId]: "0.5" });
    expect(await jobs.pass(0)).toMatchObject({ asked: 1, givenUp: 30 });
    expect(upstream.asked).toEqual([askable.upstreamId]);
    for (const id of ids) expect((await ledgerOf(database.db, id)).hold.outcome).toBe("unresolved");
  });

  test("what this process runs itself is not taken from it", async () => {
    const { jobs, keeper } = setUp();
    const id = await abandoned();
    let finish = () => {};
    keeper.keep(id, () => {}, new Promise<void>((resolve) => (finish = resolve)));
    expect((await jobs.pass(0)).recovered).toBe(0);
    finish();
    await keeper.close(0);
  });

  test("a job that fails is told of, and the others do their work", async () => {
    const left = await abandoned();
    const catalog = { catchUp: () => Promise.reject(new Error("no list")) };
    const { jobs, errors } = setUp({}, { catalog });
    expect(await jobs.pass(0)).toEqual({
      ...NOTHING,
      models: null,
      recovered: 1,
      rolledUp: expect.any(Number),
    });
    expect(errors).toEqual(["the model list could not be kept fresh"]);
    expect(await stateOf(left)).toBe("lost");
  });

  test("by the clock, the only process begins with all that an earlier one left, and stops when told", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const fresh = await open(database.db, { memberId }, aLease("dead", at(2 * MINUTE)));
    const { jobs } = setUp({}, { onlyProcess: true });
    await jobs.start();
    expect(await stateOf(fresh)).toBe("lost");
    const later = await abandoned();
    const ended = await openAndSettle(database.db, memberId, { usage: usageOf(null) });
    vi.advanceTimersByTime(5_000);
    await eventually(async () => expect(await stateOf(later)).toBe("lost"));
    const tries = async () => (await ledgerOf(database.db, ended.id)).row.confirmTries;
    await eventually(async () => expect(await tries()).toBe(1));
    await jobs.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    { onlyProcess: false, until: "all is done" },
    { onlyProcess: true, until: "others have waited long enough" },
  ])("by the clock, spend is summed up until $until", async ({ onlyProcess }) => {
    await database.db.delete(spendDay);
    const { id } = await openAndSettle(database.db, memberId);
    const startedAt = at(-6 * 24 * 60 * MINUTE);
    await database.db.update(generation).set({ startedAt }).where(eq(generation.id, id));
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let reads = 0;
    // A second for each look at the clock: a pass has time for few pieces.
    const { jobs, errors } = setUp({}, { onlyProcess, now: () => at(MINUTE + ++reads * 1_000) });
    await jobs.start();
    const ofDays = () => database.db.$count(spendDay, eq(spendDay.zone, "UTC"));
    vi.advanceTimersByTime(15_000);
    if (onlyProcess) await jobs.close();
    else await eventually(async () => expect(await ofDays()).toBeGreaterThanOrEqual(6));
    await jobs.close();
    if (onlyProcess) expect(await ofDays()).toBeLessThan(6);
    expect(errors).toEqual([]);
  });

  test("closing waits for a pass under way, which begins nothing more", async () => {
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => openAndSettle(database.db, memberId, { usage: usageOf(null) })),
    );
    const costs = Object.fromEntries(ended.map(({ upstreamId }) => [upstreamId, "0.5"]));
    let fetched = () => {};
    const list = new Promise<void>((resolve) => (fetched = resolve));
    const catalog = { catchUp: () => list.then(CATALOG.catchUp) };
    const { jobs, upstream } = setUp(costs, { catalog });
    const pass = jobs.pass(3_600_000);
    await eventually(() => expect(upstream.asked).toHaveLength(4));
    let isClosed = false;
    const closing = jobs.close().then(() => (isClosed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    fetched();
    await closing;
    expect(await pass).toEqual({ ...NOTHING, asked: 4, rolledUp: expect.any(Number) });
  });
});
