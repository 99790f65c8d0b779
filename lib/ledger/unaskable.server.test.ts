import { eq, inArray, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { admit } from "@/lib/budgets/admit.server";
import { createBudget } from "@/lib/budgets/budgets.server";
import { ACCOUNT, aBudget, anOpening, countersOf } from "@/lib/budgets/testing.server";
import { formatDecimal } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation, hold } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "./confirm.server";
import { keepUpstreamId, settle } from "./ledger.server";
import { settlementOf } from "./settlement";
import { addMember, aLease, anEnding, at, ledgerOf, NO_FACTS, open } from "./testing.server";
import { giveUpUnaskable, releaseAbsent } from "./unaskable.server";

/** More than two batches. */
const MANY = 500;
const LOST = anEnding({ state: "lost", usage: null, upstreamId: null });
const DUE = at(1_000 + 3_600_000);

describe.each(TEST_ENGINES)("what cannot be asked about, on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
    const place = { account: ACCOUNT, now: at(0) };
    const budget = aBudget({ limit: "1000" });
    await createBudget(database.db, { memberId, role: "owner" }, budget, place);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.update(generation).set({ confirmAt: null });
    await database.db.update(hold).set({ endedAt: at(0), outcome: "released" });
  });

  /** So many, held for a dollar each, which end as that does. */
  async function lose(count: number, ending = LOST, account = ACCOUNT): Promise<string[]> {
    const { db } = database;
    const wanted = Array.from({ length: count }, () => ({ opening: anOpening("1", { memberId, account }) }));
    await admit(db, wanted, { lease: aLease("me"), at: at(0), refused: "ends all" });
    const ids = wanted.map(({ opening }) => opening.id);
    const { state, upstreamId } = ending;
    const { confirmAt } = settlementOf(ending);
    await db.update(generation).set({ state, upstreamId, confirmAt }).where(inArray(generation.id, ids));
    return ids;
  }
  /** How many dollars are held, by account, as the counters have it, which are as the ledger has it. */
  async function held(): Promise<string[]> {
    const counters = await countersOf(database.db);
    expect(counters.filter(({ isTrue }) => !isTrue)).toEqual([]);
    return counters.map(({ held }) => held).filter((amount) => amount !== "0");
  }
  const openHolds = () => database.db.$count(hold, isNull(hold.endedAt));

  test("is given up by one sweep, however many, and nothing else is", async () => {
    const ids = await lose(MANY);
    const foreign = await lose(1, LOST, "https://other.example#1");
    const kept = [
      ...(await lose(1, { ...LOST, at: at(1_001) })),
      ...(await lose(1, { ...LOST, upstreamId: "gen-1" })),
    ];
    expect((await held()).toSorted()).toEqual(["1", String(MANY + 2)]);

    expect(await giveUpUnaskable(database.db, DUE)).toBe(MANY + 1);
    expect([await held(), await openHolds()]).toEqual([["2"], 2]);
    for (const id of [ids[0] ?? "", ids.at(-1) ?? "", ...foreign]) {
      const { row, hold, entries } = await ledgerOf(database.db, id);
      expect([row.cost, row.confirmAt, entries]).toEqual([null, null, []]);
      expect([hold.outcome, hold.endedAt]).toEqual(["unresolved", DUE]);
    }
    for (const id of kept) expect((await ledgerOf(database.db, id)).row.confirmAt).not.toBeNull();
    expect(await giveUpUnaskable(database.db, DUE)).toBe(0);
  });

  test("is given up once, by several at once", async () => {
    await lose(MANY);
    const given = await Promise.all([0, 1].map(() => giveUpUnaskable(database.db, DUE)));
    expect((given[0] ?? 0) + (given[1] ?? 0)).toBe(MANY);
    expect([await held(), await openHolds()]).toEqual([[], 0]);
  });

  test("ends for what only another account could be asked about after a day, and is asked about should that come back", async () => {
    const OTHER = "https://other.example#1";
    const known = { ...LOST, upstreamId: "gen-9" };
    const [theirs = ""] = await lose(1, known, OTHER);
    const [running = ""] = await lose(1, known, OTHER);
    const [ours = ""] = await lose(1, known);
    const { db } = database;
    await db
      .update(generation)
      .set({ endedAt: at(0) })
      .where(inArray(generation.id, [theirs, ours]));
    const day = 24 * 3_600_000;
    const release = (now: Date) => releaseAbsent(db, { account: ACCOUNT, now });
    expect([await giveUpUnaskable(db, at(9 * day)), await release(at(day - 1))]).toEqual([0, 0]);
    expect([await release(at(day)), await release(at(day))]).toEqual([1, 0]);
    const { row, hold, entries } = await ledgerOf(db, theirs);
    expect([row.cost, row.costState, hold.outcome, entries]).toEqual([null, null, "unresolved", []]);
    for (const id of [running, ours]) expect((await ledgerOf(db, id)).hold.endedAt).toBeNull();
    expect((await held()).toSorted()).toEqual(["1", "1"]);

    const upstream = { getGeneration: async () => ({ data: { id: "gen-9", total_cost: 0.25 } }) };
    await createConfirmer({ db, upstream, account: OTHER }).confirmNow(theirs, at(9 * day));
    const later = await ledgerOf(db, theirs);
    expect([later.row.costState, later.row.confirmAt, later.hold.outcome]).toEqual([
      "confirmed",
      null,
      "booked",
    ]);
    expect(later.entries.map(({ amount }) => formatDecimal(amount))).toEqual(["0.25"]);
    await held();
  });

  test("is left where it is once there is to be no more work", async () => {
    await lose(1);
    expect(await giveUpUnaskable(database.db, DUE, AbortSignal.abort())).toBe(0);
    expect(await openHolds()).toBe(1);
  });
});

// The embedded engine does one thing at a time.
describe.runIf(TEST_ENGINES.some((engine) => engine === "postgres"))("an id that comes meanwhile", () => {
  test("is not waited for, and then has its generation asked about", async () => {
    const { db, close } = await openTestDatabase("postgres");
    const memberId = await addMember(db);
    const ids = [await open(db, { memberId }), await open(db, { memberId })] as const;
    for (const id of ids) await settle(db, id, "me", LOST, NO_FACTS);
    await db.transaction(async (tx) => {
      await keepUpstreamId(tx, ids[0], "gen-late", at(0));
      expect(await giveUpUnaskable(db, DUE)).toBe(1);
    });
    expect(await giveUpUnaskable(db, DUE)).toBe(0);
    const [late] = await db.select().from(generation).where(eq(generation.id, ids[0]));
    expect(late).toMatchObject({ upstreamId: "gen-late", confirmAt: expect.any(Date) });
    expect((await ledgerOf(db, ids[0])).hold.endedAt).toBeNull();
    await close();
  });
});
