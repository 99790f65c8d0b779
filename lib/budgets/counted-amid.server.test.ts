import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Database, Db, Transaction } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { book } from "@/lib/ledger/confirm.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, anEnding, at, NO_FACTS, usageOf } from "@/lib/ledger/testing.server";
import { somebodyWaits } from "@/lib/ledger/testing-locks.server";
import type { Actor } from "@/lib/team/actor";
import { changeBudget, createBudget, findBudget, prepareChange, recountBudget } from "./budgets.server";
import { ACCOUNT, aBudget, admitOne, anOpening, countersOf } from "./testing.server";

const OPTIONS = { account: ACCOUNT, now: at(0) };

/** Only a server has several transactions at once. */
describe.runIf(TEST_ENGINES.some((engine) => engine === "postgres"))("money booked amid a count", () => {
  let database: Database;
  let db: Db;
  let owner: Actor;
  beforeAll(async () => {
    database = await openTestDatabase("postgres");
    db = database.db;
    owner = { memberId: await addMember(db), role: "owner" };
  }, 60_000);
  afterAll(() => database.close());

  const terms = (tag: string) => aBudget({ scope: { type: "tag", id: tag }, limit: "9", period: "total" });
  const admitted = (tag: string, amount: string) =>
    admitOne(db, anOpening(amount, { memberId: owner.memberId, tags: [tag] }));
  const settled = (on: Db | Transaction, id: string, cost: string | null) =>
    settle(on as Db, id, "me", anEnding({ upstreamId: `gen-${id}`, usage: usageOf(cost) }), NO_FACTS);
  const figuresOf = async (id: string) => {
    const { spent, held } = await findBudget(db, id, OPTIONS);
    expect((await countersOf(db)).every(({ isTrue }) => isTrue)).toBe(true);
    return { spent, held };
  };

  test("is counted once: what is settled, corrected and held after the sum, and before it is written", async () => {
    const { id } = await createBudget(db, owner, terms("busy"), OPTIONS);
    const [first, late] = [await admitted("busy", "1"), await admitted("busy", "1")];
    await settled(db, late, null);
    await db.execute(sql`update budget_count set spent = spent + 5, held = held - 2 where budget_id = ${id}`);
    let counting: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      // Whoever counts has the sum, and waits for this counter.
      await tx.execute(sql`select from budget_count where budget_id = ${id} for update`);
      counting = recountBudget(db, id, OPTIONS);
      await somebodyWaits(db);
      await settled(tx, first, "0.25");
      const stats = { cost: parseUsd("0.5"), record: {} } as Parameters<typeof book>[2];
      await book(tx as unknown as Db, late, stats, at(1));
      await admitOne(tx as unknown as Db, anOpening("2", { memberId: owner.memberId, tags: ["busy"] }));
    });
    await counting;
    expect(await figuresOf(id)).toEqual({ spent: parseUsd("0.75"), held: parseUsd("2") });
  });

  test("keeps nobody from counting, who keeps nobody from booking", async () => {
    const { id } = await createBudget(db, owner, terms("counted"), OPTIONS);
    await admitted("counted", "1");
    const other = await admitted("other", "1");
    await db.transaction(async (tx) => {
      await settled(tx, other, "0.5");
      // Were it to wait for who books, this would never end.
      await Promise.race([
        recountBudget(db, id, OPTIONS),
        somebodyWaits(db).then(() => Promise.reject(new Error("it waits"))),
      ]);
    });
    await db.transaction(async (tx) => {
      await recountBudget(tx, id, OPTIONS);
      await settled(db, await admitted("third", "1"), "0.5");
    });
    expect(await figuresOf(id)).toEqual({ spent: 0n, held: parseUsd("1") });
  });

  test("is counted in another period that was summed up beforehand, unless that is another by now", async () => {
    const { id } = await createBudget(db, owner, { ...terms("moved"), period: "daily" }, OPTIONS);
    const first = await admitted("moved", "1");
    const counted = await prepareChange(db, id, { period: "total" }, OPTIONS);
    await settled(db, first, "0.25");
    await admitted("moved", "2");
    await changeBudget(db, id, { timeZone: "Europe/Berlin" }, OPTIONS);
    const change = () => changeBudget(db, id, { period: "total" }, { ...OPTIONS, counted });
    await expect(change()).rejects.toMatchObject({ code: "conflict" });
    await changeBudget(db, id, { timeZone: "UTC" }, OPTIONS);
    expect(await change()).toMatchObject({ period: "total", spent: parseUsd("0.25"), held: parseUsd("2") });
    await admitted("moved", "3");
    expect(await figuresOf(id)).toEqual({ spent: parseUsd("0.25"), held: parseUsd("5") });
  });
});
