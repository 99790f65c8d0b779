import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "./confirm.server";
import { addMember, at, ledgerOf, open, openAndSettle, upstreamWith, usageOf } from "./testing.server";

const DAY = 86_400_000;
const NOT_FOUND = () => Promise.reject(new AppError("no_endpoints"));

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

  test.each([
    [
      "more than reported",
      "0.25",
      "0.3",
      [
        ["settle", "0.25"],
        ["adjust", "0.05"],
      ],
    ],
    [
      "less than reported",
      "0.25",
      "0.2",
      [
        ["settle", "0.25"],
        ["adjust", "-0.05"],
      ],
    ],
    [
      "nothing after all",
      "0.25",
      "0",
      [
        ["settle", "0.25"],
        ["adjust", "-0.25"],
      ],
    ],
    ["what was reported", "0.25", "0.25", [["settle", "0.25"]]],
    ["what nobody knew", null, "0.00003452", [["settle", "0.00003452"]]],
    ["nothing, where nobody knew", null, "0", [["settle", "0"]]],
  ])("the record says %s: the sum of the entries is its word", async (_, reported, confirmed, entries) => {
    const { id, upstreamId } = await settled({ usage: usageOf(reported) });
    const { confirmer } = confirmerWith({ [upstreamId]: confirmed });
    expect(await confirmer.confirmDue(at(10_000))).toBe(1);
    const ledger = await ledgerOf(database.db, id);
    expect(ledger.entries.map(({ kind, amount }) => [kind, amount])).toEqual(
      entries.map(([kind, amount]) => [kind, parseUsd(amount ?? "")]),
    );
    expect([ledger.row.cost, ledger.booked]).toEqual([parseUsd(confirmed), parseUsd(confirmed)]);
    expect(ledger.row).toMatchObject({
      costState: "confirmed",
      confirmAt: null,
      confirmedAt: at(10_000),
      provider: "Acme",
    });
    expect(ledger.hold).toMatchObject({
      outcome: "booked",
      endedAt: reported === null ? at(10_000) : at(1_000),
    });
    expect(await confirmer.confirmDue(at(DAY))).toBe(0);
  });

  test("what is not due, settled, ours or askable is not asked about", async () => {
    const mine = await settled();
    const foreign = await settled({}, "https://other.example#1");
    await settled({ usage: null, upstreamId: null });
    await settled({ usage: null, billed: "nothing" });
    await open(database.db, { memberId });
    const { asked, confirmer } = confirmerWith({ [foreign.upstreamId]: "9", [mine.upstreamId]: "1" });
    expect(await confirmer.confirmDue(at(5_999))).toBe(0);
    const before = await ledgerOf(database.db, foreign.id);
    await confirmer.confirmNow(foreign.id, at(6_000));
    expect(await confirmer.confirmDue(at(6_000))).toBe(1);
    expect(asked).toEqual([mine.upstreamId]);
    expect(await ledgerOf(database.db, foreign.id)).toEqual(before);
  });

  test("someone who looks has it confirmed at once, and needs no second time", async () => {
    const { id, upstreamId } = await settled();
    const { asked, confirmer } = confirmerWith({ [upstreamId]: "0.3" });
    await confirmer.confirmNow(id, at(1_001));
    await confirmer.confirmNow(id, at(1_002));
    expect(asked).toEqual([upstreamId]);
    expect((await ledgerOf(database.db, id)).row.cost).toBe(parseUsd("0.3"));
  });

  test("a record that is not there, broken or without a believable cost is asked for again, ever more slowly", async () => {
    const { id, upstreamId } = await settled({ usage: null });
    for (const [tries, answer] of [
      NOT_FOUND,
      () => Promise.resolve("<html>"),
      () => Promise.resolve({ data: { total_cost: -1 } }),
    ].entries()) {
      const confirmer = createConfirmer({
        db: database.db,
        upstream: { getGeneration: answer },
        account: "sandbox",
      });
      const { row } = await ledgerOf(database.db, id);
      const now = row.confirmAt ?? at(0);
      expect(await confirmer.confirmDue(now)).toBe(1);
      const after = await ledgerOf(database.db, id);
      expect(after.row).toMatchObject({ cost: null, costState: null, confirmTries: tries + 1 });
      expect((after.row.confirmAt?.getTime() ?? 0) - now.getTime()).toBe(2_000 * 2 ** tries);
      expect([after.entries, after.hold.outcome]).toEqual([[], null]);
    }
    const { confirmer } = confirmerWith({ [upstreamId]: "0.5" });
    await confirmer.confirmDue(at(60_000));
    expect((await ledgerOf(database.db, id)).row.cost).toBe(parseUsd("0.5"));
  });

  test("after a day without a record the cost stays unknown and the hold ends unresolved", async () => {
    const { id, upstreamId } = await settled({ usage: null });
    const reported = await settled();
    const { asked, confirmer } = confirmerWith({});
    let now = at(2_000);
    for (let rounds = 0; rounds < 200; rounds++) {
      await confirmer.confirmDue(now);
      const { row } = await ledgerOf(database.db, id);
      if (!row.confirmAt) break;
      expect((await ledgerOf(database.db, id)).hold.endedAt).toBeNull();
      now = row.confirmAt;
    }
    expect(now.getTime()).toBeGreaterThan(at(1_000 + DAY).getTime());
    const { row, hold, entries } = await ledgerOf(database.db, id);
    expect([row.cost, row.confirmAt, entries]).toEqual([null, null, []]);
    expect(hold).toMatchObject({ outcome: "unresolved", endedAt: now });
    expect(asked.filter((one) => one === upstreamId).length).toBe(row.confirmTries);
    await confirmer.confirmDue(new Date(now.getTime() + DAY));
    // What was reported stays reported.
    const other = await ledgerOf(database.db, reported.id);
    expect([other.row.costState, other.row.confirmAt, other.hold.outcome]).toEqual([
      "reported",
      null,
      "booked",
    ]);
  });
});
