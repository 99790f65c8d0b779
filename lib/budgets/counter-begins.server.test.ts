import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, anEnding, NO_FACTS, usageOf } from "@/lib/ledger/testing.server";
import { somebodyWaits } from "@/lib/ledger/testing-locks.server";
import type { Actor } from "@/lib/team/actor";
import { changeBudget, createBudget } from "./budgets.server";
import { ACCOUNT, aBudget, admitOne, anOpening, countersOf } from "./testing.server";

const [BEFORE, MIDNIGHT, AFTER] = [
  "2026-11-20T23:59:59Z",
  "2026-11-21T00:00:00Z",
  "2026-11-21T00:00:01Z",
].map((time) => new Date(time)) as [Date, Date, Date];

describe.each(TEST_ENGINES)("the counter of a day, on %s", (engine) => {
  let database: Database;
  let owner: Actor;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    owner = { memberId: await addMember(database.db), role: "owner" };
  });
  afterAll(() => database.close());
  beforeEach(() => database.db.delete(budget));

  async function daily(now: Date) {
    const tag = newId();
    const scope = { type: "tag" as const, id: tag };
    const terms = aBudget({ scope, limit: "1", period: "daily" });
    const { id } = await createBudget(database.db, owner, terms, { account: ACCOUNT, now });
    return { id, wanted: () => anOpening("0.75", { memberId: owner.memberId, tags: [tag] }) };
  }
  /** As whoever gives it another period by a clock that is slow or fast: no other counter is left. */
  const recountAt = (id: string, now: Date) =>
    changeBudget(database.db, id, { period: "daily" }, { account: ACCOUNT, now });
  const refused = { code: "budget_exceeded" };

  test("that has begun counts all of it, though whoever counted anew before midnight came later", async () => {
    const { id, wanted } = await daily(BEFORE);
    await admitOne(database.db, wanted(), AFTER);
    await recountAt(id, BEFORE);
    await expect(admitOne(database.db, wanted(), AFTER)).rejects.toMatchObject(refused);
    expect((await countersOf(database.db)).every(({ isTrue }) => isTrue)).toBe(true);
  });

  test("that is over still counts all of it, for who waited since before midnight", async () => {
    const { id, wanted } = await daily(BEFORE);
    await admitOne(database.db, wanted(), BEFORE);
    await recountAt(id, MIDNIGHT);
    await expect(admitOne(database.db, wanted(), BEFORE)).rejects.toMatchObject(refused);
    expect((await countersOf(database.db)).every(({ isTrue }) => isTrue)).toBe(true);
  });

  test.runIf(engine === "postgres")(
    "that begins while money of that day is being booked counts it",
    async () => {
      const { db } = database;
      const { id, wanted } = await daily(BEFORE);
      const first = await admitOne(db, wanted(), AFTER);
      await recountAt(id, BEFORE);
      let admitting: Promise<unknown> = Promise.resolve();
      let isOver = false;
      await db.transaction(async (tx) => {
        const bill = anEnding({ usage: usageOf("0.5"), upstreamId: `gen-${first}` });
        await settle(tx as unknown as Db, first, "me", bill, NO_FACTS);
        admitting = admitOne(db, wanted(), AFTER).finally(() => {
          isOver = true;
        });
        admitting.catch(() => {});
        // It waits, or has begun a counter that knows nothing of this.
        await Promise.race([admitting.catch(() => {}), somebodyWaits(db)]);
        expect(isOver).toBe(false);
      });
      await expect(admitting).rejects.toMatchObject(refused);
      const counters = await countersOf(db);
      expect(counters.filter(({ isTrue }) => !isTrue)).toEqual([]);
      expect(counters.map(({ spent }) => spent)).toContain("0.5");
    },
  );
});
