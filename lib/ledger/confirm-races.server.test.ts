import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation, hold } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "./confirm.server";
import { keepUpstreamId, settle } from "./ledger.server";
import {
  addMember,
  anEnding,
  at,
  ledgerOf,
  NO_FACTS,
  openAndSettle,
  upstreamWith,
  usageOf,
} from "./testing.server";

const DAY = 86_400_000;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  // Nothing that an earlier test left unconfirmed is due in the next one.
  beforeEach(() => database.db.update(generation).set({ confirmAt: null }));

  const settled = (changes = {}, account = "sandbox") =>
    openAndSettle(database.db, memberId, changes, account);

  function confirmerWith(costs: Record<string, unknown>) {
    const upstream = upstreamWith(costs);
    return {
      asked: upstream.asked,
      confirmer: createConfirmer({ db: database.db, upstream, account: "sandbox" }),
    };
  }

  test("a process that dies while it asks for the last time leaves the rest to the next one", async () => {
    const { id } = await settled({ usage: null });
    const dying = { getGeneration: () => Promise.reject(new Error("killed")) };
    const late = at(2 * DAY);
    await expect(
      createConfirmer({ db: database.db, upstream: dying, account: "sandbox" }).confirmDue(late),
    ).rejects.toThrow("killed");
    expect((await ledgerOf(database.db, id)).hold.endedAt).toBeNull();
    const { confirmer } = confirmerWith({});
    expect(await confirmer.confirmDue(new Date(late.getTime() + DAY))).toBe(1);
    expect((await ledgerOf(database.db, id)).hold.outcome).toBe("unresolved");
  });

  test.each([
    ["its id is kept", (id: string, gen: string) => keepUpstreamId(database.db, id, gen, at(0))],
    [
      "it is settled once more",
      (id: string, upstreamId: string) =>
        settle(database.db, id, "me", anEnding({ upstreamId, usage: usageOf("0.1") }), NO_FACTS),
    ],
  ])("what was given up without an id is asked about when %s", async (_, learn) => {
    const { id } = await settled({ usage: null, upstreamId: null, state: "lost" });
    const { confirmer } = confirmerWith({ "gen-late": "0.25" });
    expect(await confirmer.confirmDue(at(3_600_000))).toBe(0);
    await learn(id, "gen-late");
    // The database counts microseconds, and may be ahead of this millisecond.
    expect(await confirmer.confirmDue(new Date(Date.now() + 1_000))).toBe(1);
    const { row, hold, booked } = await ledgerOf(database.db, id);
    expect([row.cost, booked, hold.outcome]).toEqual([parseUsd("0.25"), parseUsd("0.25"), "booked"]);
  });

  test("one that fails does not keep the others of its batch", async () => {
    const [bad, good] = [await settled({ usage: null }), await settled({ usage: null })];
    const upstream = {
      getGeneration: (one: string) =>
        one === bad.upstreamId
          ? Promise.reject(new Error("a bug"))
          : Promise.resolve({ data: { total_cost: 0 } }),
    };
    const confirmer = createConfirmer({ db: database.db, upstream, account: "sandbox" });
    await expect(confirmer.confirmDue(at(10_000))).rejects.toThrow("a bug");
    expect((await ledgerOf(database.db, good.id)).row.cost).toBe(0n);
    expect((await ledgerOf(database.db, bad.id)).row.cost).toBeNull();
  });

  test("many confirmers at once, with different words even, leave one sum and ask for each once", async () => {
    const generations = await Promise.all(Array.from({ length: 12 }, () => settled()));
    const asked: string[] = [];
    const confirmers = Array.from({ length: 6 }, (_, index) =>
      createConfirmer({
        db: database.db,
        account: "sandbox",
        upstream: {
          getGeneration: async (one) => {
            asked.push(one);
            return { data: { total_cost: `0.${index + 3}` } };
          },
        },
      }),
    );
    for (let round = 0; round < 3; round++)
      await Promise.all(confirmers.map((confirmer) => confirmer.confirmDue(at(10_000))));
    expect(asked.toSorted()).toEqual(generations.map(({ upstreamId }) => upstreamId).toSorted());
    for (const { id } of generations) {
      const { row, booked, entries } = await ledgerOf(database.db, id);
      expect(entries).toHaveLength(2);
      expect([row.costState, row.cost]).toEqual(["confirmed", booked]);
    }
  });

  test("a dozen who look at the same one book it once", async () => {
    const { id, upstreamId } = await settled({ usage: null });
    const { confirmer } = confirmerWith({ [upstreamId]: "0.7" });
    await Promise.all(Array.from({ length: 12 }, () => confirmer.confirmNow(id, at(3_000))));
    const { entries, booked } = await ledgerOf(database.db, id);
    expect([entries.length, booked]).toEqual([1, parseUsd("0.7")]);
  });

  test("a record of odd figures and words can be booked", async () => {
    const { id } = await settled({ usage: null });
    const data = {
      total_cost: "0.1",
      provider_name: "A\0\ud800",
      finish_reason: "st\0p",
      latency: 1e15,
      native_tokens_prompt: 9e15,
      provider_responses: [{ "k\0": "\udc00", provider_name: "B\0" }],
    };
    const confirmer = createConfirmer({
      db: database.db,
      upstream: { getGeneration: async () => ({ data }) },
      account: "sandbox",
    });
    await confirmer.confirmDue(at(10_000));
    expect((await ledgerOf(database.db, id)).row).toMatchObject({
      cost: parseUsd("0.1"),
      promptTokens: null,
      upstreamLatencyMs: null,
    });
  });

  test("a hold that a refusal released stays released", async () => {
    const { id } = await settled({ usage: null, billed: "nothing" });
    await database.db
      .update(generation)
      .set({ confirmAt: at(0) })
      .where(eq(generation.id, id));
    const { row } = await ledgerOf(database.db, id);
    await confirmerWith({ [row.upstreamId ?? ""]: "0" }).confirmer.confirmDue(at(10_000));
    const [held] = await database.db.select().from(hold).where(eq(hold.generationId, id));
    expect(held?.outcome).toBe("released");
    expect((await ledgerOf(database.db, id)).entries).toHaveLength(1);
  });
});
