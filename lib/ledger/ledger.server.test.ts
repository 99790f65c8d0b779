import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError, describeFailure } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { takeOver } from "./leases.server";
import { keepUpstreamId, openGenerations, settle } from "./ledger.server";
import { addMember, aLease, anEnding, at, ledgerOf, NO_FACTS, open, T0, usageOf } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());

  const start = (changes = {}, lease = aLease("me")) => open(database.db, { memberId, ...changes }, lease);
  const end = (id: string, changes = {}, owner = "me", also?: Parameters<typeof settle>[5]) =>
    settle(database.db, id, owner, anEnding(changes), NO_FACTS, also);

  test("a generation opens with its hold, its lease and no cost", async () => {
    const id = await start({ ceiling: null, estimate: parseUsd("0.1") });
    const { row, hold, entries } = await ledgerOf(database.db, id);
    expect(row).toMatchObject({
      state: "running",
      leaseOwner: "me",
      cost: null,
      costState: null,
      upstreamId: null,
    });
    expect(hold).toMatchObject({ amount: null, endedAt: null, outcome: null, createdAt: at(0) });
    expect(entries).toEqual([]);
  });

  test("what has come to its price is settled in one statement", async () => {
    const id = await start();
    const alone = new Proxy(database.db, {
      get(target, key) {
        if (key === "transaction") throw new Error("a transaction is four statements");
        return Reflect.get(target, key);
      },
    });
    const ending = anEnding({ usage: usageOf("0.25"), upstreamId: `gen-${id}` });
    expect(await settle(alone, id, "me", ending, NO_FACTS)).toBe(true);
    const { row, hold, booked } = await ledgerOf(database.db, id);
    expect(row).toMatchObject({ cost: parseUsd("0.25"), costState: "reported", leaseOwner: null });
    expect(hold).toMatchObject({ outcome: "booked" });
    expect(booked).toBe(parseUsd("0.25"));
  });

  test("generations open all together or not at all", async () => {
    const id = await start();
    const fresh = newId();
    const opening = (one: string) => ({
      id: one,
      account: "sandbox",
      memberId,
      source: "playground" as const,
      conversationId: null,
      messageId: null,
      models: ["acme/demo"],
      parameters: {},
      estimate: null,
      ceiling: null,
      priceSnapshot: null,
    });
    const both = [opening(fresh), opening(id)];
    await expect(
      database.db.transaction((tx) => openGenerations(tx, both, aLease("me"), at(0))),
    ).rejects.toThrow();
    expect(await database.db.select().from(generation).where(eq(generation.id, fresh))).toEqual([]);
  });

  test("fifty who settle at once settle it once", async () => {
    const id = await start();
    let told = 0;
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        end(id, { usage: usageOf(`0.${index + 10}`) }, "me", async () => void told++),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(told).toBe(1);
    const { row, entries, booked, hold } = await ledgerOf(database.db, id);
    expect(entries).toHaveLength(1);
    expect(row.cost).toBe(booked);
    expect(row.cost).toBe(usageOf(`0.${results.indexOf(true) + 10}`).cost);
    expect([row.leaseOwner, row.leaseUntil, hold.outcome]).toEqual([null, null, "booked"]);
  });

  test.each([
    ["a reported cost", {}, parseUsd("0.25"), "reported", "booked"],
    ["an explicit zero", { usage: usageOf("0") }, 0n, "reported", "booked"],
    ["a refusal", { usage: null, billed: "nothing" }, 0n, "confirmed", "released"],
    ["silence", { usage: null }, null, null, null],
    ["silence of nobody knows whom", { usage: null, upstreamId: null }, null, null, null],
  ])("the books hold %s", async (_, changes, cost, costState, outcome) => {
    const id = await start();
    expect(await end(id, changes)).toBe(true);
    const { row, booked, hold } = await ledgerOf(database.db, id);
    expect([row.cost, booked, row.costState, hold.outcome]).toEqual([cost, cost, costState, outcome]);
    expect(hold.endedAt === null).toBe(outcome === null);
  });

  test("whoever lost the lease tells the id, if nobody knew it, and changes nothing else, nor does what would have gone with it", async () => {
    const id = await start();
    await database.db.update(generation).set({ leaseOwner: "thief" }).where(eq(generation.id, id));
    const before = await ledgerOf(database.db, id);
    const settled = await end(id, {}, "me", () => Promise.reject(new Error("must not run")));
    expect(settled).toBe(false);
    expect(await ledgerOf(database.db, id)).toEqual({
      ...before,
      row: { ...before.row, upstreamId: "gen-1" },
    });
    expect(await end(id, { state: "lost", usage: null }, "thief")).toBe(true);
  });

  test("when what goes along fails, nothing is settled, and it can be tried again", async () => {
    const id = await start();
    const before = await ledgerOf(database.db, id);
    await expect(end(id, {}, "me", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await ledgerOf(database.db, id)).toEqual(before);
    expect(await end(id)).toBe(true);
    expect(await end(id)).toBe(false);
  });

  test("settling and taking over at the same moment leave exactly one end", async () => {
    for (let round = 0; round < 20; round++) {
      const id = await start({}, aLease("me", at(-1)));
      const [mine, taken] = await Promise.all([
        end(id),
        takeOver(database.db, aLease("other"), at(0), { everything: false }),
      ]);
      const theirs = taken.some((row) => row.id === id)
        ? await end(id, { state: "lost", usage: null }, "other")
        : false;
      expect([mine, theirs].filter(Boolean)).toHaveLength(1);
      const { row, entries, booked } = await ledgerOf(database.db, id);
      expect(row.state).toBe(mine ? "finished" : "lost");
      expect(entries).toHaveLength(mine ? 1 : 0);
      expect(row.cost).toBe(booked);
    }
  });

  test("facts, counts and a failure of any words are kept", async () => {
    const id = await start();
    const failure = describeFailure(
      new AppError("provider_failed", { said: "no\u2028 🙂", provider: "Acme" }),
    );
    const attempts = [{ provider: "Acme", model: null, status: 502, latencyMs: null }];
    const facts = {
      ...NO_FACTS,
      sentAt: at(5),
      model: "acme/demo",
      provider: "Acme",
      attempts,
      ttftMs: 0,
      durationMs: 7,
    };
    expect(await settle(database.db, id, "me", anEnding({ state: "failed", failure }), facts)).toBe(true);
    const { row } = await ledgerOf(database.db, id);
    expect(row).toMatchObject({
      ...facts,
      state: "failed",
      failure,
      promptTokens: 10,
      completionTokens: 20,
      upstreamId: "gen-1",
    });
    expect(row.settledAt?.getTime()).toBe(T0 + 1_000);
  });

  test("the upstream's id is kept once and outlives an end that knows none", async () => {
    const id = await start();
    await keepUpstreamId(database.db, id, "gen-first", at(3));
    await keepUpstreamId(database.db, id, "gen-second", at(4));
    await end(id, { upstreamId: null, usage: null });
    const { row, hold: held } = await ledgerOf(database.db, id);
    expect(row.upstreamId).toBe("gen-first");
    // With it the cost can be asked for, whoever settles and whatever they know.
    expect(row.confirmAt).not.toBeNull();
    expect(held.outcome).toBeNull();
  });

  test("entries are never changed or removed", async () => {
    const id = await start();
    await end(id);
    await expect(
      database.db
        .update(entry)
        .set({ amount: parseUsd("0") })
        .where(eq(entry.generationId, id)),
    ).rejects.toThrow();
    await expect(database.db.delete(entry).where(eq(entry.generationId, id))).rejects.toThrow();
    await expect(database.db.delete(generation).where(eq(generation.id, id))).rejects.toThrow();
    const again = {
      id: newId(),
      generationId: id,
      account: "sandbox",
      amount: parseUsd("1"),
      bookedAt: at(0),
    };
    await expect(
      database.db.insert(entry).values({ ...again, kind: "settle", basis: "usage" }),
    ).rejects.toThrow();
    expect((await ledgerOf(database.db, id)).booked).toBe(parseUsd("0.25"));
    expect(await database.db.select().from(hold).where(eq(hold.generationId, id))).toHaveLength(1);
  });
});
