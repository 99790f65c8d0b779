import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { changeBudget, createBudget, findBudget, recountBudget } from "./budgets.server";
import { noteRefusals } from "./refusals.server";
import { isRefusing } from "./refusing";
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
    await db.delete(budget);
  });

  test("of what was refused lately the least that would still not fit is kept, beside the most that was admitted", async () => {
    const { db } = database;
    const tag = `tag-${engine}`;
    const scope = { type: "tag" as const, id: tag };
    const { id } = await createBudget(db, owner, aBudget({ scope, limit: "10" }), options());
    const ask = async (ms: number, amount: string) => {
      const opening = anOpening(amount, { memberId: owner.memberId, tags: [tag] });
      const error = await admitOne(db, opening, at(ms)).then(
        () => null,
        (why: unknown) => why,
      );
      await noteRefusals(db, ACCOUNT, [error], at(ms));
      return error === null;
    };
    const seen = async (ms: number) => {
      const budget = await findBudget(db, id, options(ms));
      const amounts = [budget.refusedAmount, budget.largestHold];
      return [...amounts.map((amount) => amount && formatDecimal(amount)), isRefusing(budget, at(ms))];
    };
    expect(await seen(0)).toEqual([null, null, false]);
    // Beyond the whole budget: whatever else is asked passes.
    expect(await ask(1, "20")).toBe(false);
    expect(await seen(1)).toEqual(["20", null, false]);
    expect(await ask(2, "4")).toBe(true);
    expect(await ask(3, "9")).toBe(false);
    expect(await seen(3)).toEqual(["9", "4", false]);
    // As much as passed before: it refuses what is usual, and goes on to do so whatever else is refused.
    expect(await ask(4, "4")).toBe(true);
    expect(await ask(5, "3")).toBe(false);
    expect(await seen(5)).toEqual(["3", "4", true]);
    expect(await ask(2 * MINUTE, "8")).toBe(false);
    expect(await seen(2 * MINUTE)).toEqual(["3", "4", true]);
    // Nobody was admitted for an hour: then what is refused is all that is asked.
    expect(await ask(90 * MINUTE, "5")).toBe(false);
    expect(await seen(90 * MINUTE)).toEqual(["5", null, true]);
    expect(await ask(91 * MINUTE, "2")).toBe(true);
    expect(await ask(93 * MINUTE, "5")).toBe(false);
    // Nothing is left.
    expect(await seen(93 * MINUTE)).toEqual(["5", "2", true]);
    await changeBudget(db, id, { limit: parseUsd("12") }, options(94 * MINUTE));
    expect(await seen(94 * MINUTE)).toEqual([null, null, false]);
  });
});
