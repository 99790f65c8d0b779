import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { changeBudget, createBudget, findBudget, recountBudget } from "./budgets.server";
import { noteRefusals } from "./refusals.server";
import { ACCOUNT, aBudget, admitOne, anOpening } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let owner: Actor;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    owner = { memberId: await addMember(database.db), role: "owner" };
  }, 60_000);
  afterAll(() => database.close());

  const MINUTE = 60_000;
  const options = (ms = 0) => ({ account: ACCOUNT, now: at(ms) });

  test("a refusal is noted to the minute, for its period, until the budget has other terms", async () => {
    const { db } = database;
    const scope = { type: "member" as const, id: owner.memberId };
    const { id } = await createBudget(db, owner, aBudget({ scope, period: "daily" }), options());
    const refuse = async (ms: number, amount: string | null = "2") => {
      const opening = anOpening(amount, { memberId: owner.memberId });
      const error = await admitOne(db, opening, at(ms)).then(
        () => null,
        (why: unknown) => why,
      );
      await noteRefusals(db, ACCOUNT, [error, undefined], at(ms));
    };
    const refusedAt = async (ms: number) => (await findBudget(db, id, options(ms))).refusedAt;

    // What has no bound says nothing of how much is left.
    await refuse(1_000, null);
    expect(await refusedAt(1_000)).toBeNull();
    await refuse(2_000);
    await refuse(MINUTE);
    expect(await refusedAt(MINUTE)).toEqual(at(2_000));
    await refuse(2_000 + MINUTE);
    expect(await refusedAt(2 * MINUTE)).toEqual(at(2_000 + MINUTE));
    await recountBudget(db, id, options(2 * MINUTE));
    expect(await refusedAt(2 * MINUTE)).toEqual(at(2_000 + MINUTE));
    expect(await refusedAt(24 * 60 * MINUTE)).toBeNull();
    await changeBudget(
      db,
      id,
      { raise: { amount: 1n, until: at(3 * MINUTE) } as never },
      options(2 * MINUTE),
    );
    expect(await refusedAt(2 * MINUTE)).toBeNull();
    expect(await db.$count(budgetCount)).toBe(1);
  });
});
