import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createKey } from "@/lib/team/keys.server";
import { auditBudgets } from "./audit.server";
import type { Boundable } from "./bound";
import { createBounder } from "./bounder.server";
import {
  changeBudget,
  createBudget,
  findBudget,
  listBudgets,
  recountBudget,
  removeBudget,
  restoreBudget,
} from "./budgets.server";
import { removeDeletedBudgets } from "./remove-deleted.server";
import type { BudgetRequest } from "./request";
import { aBudget, admitOne } from "./testing.server";
import { budgetsOn, DAY, options, refusalOf } from "./testing-counted.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = budgetsOn(engine);
  const { create, tagged, figuresOf, end } = world;
  let db: Db;
  let owner: Actor;
  beforeAll(() => {
    ({ db, owner } = world);
  });

  test("a change that is based on other terms than there are changes nothing", async () => {
    const { id } = await create({ limit: "1", timeZone: "UTC" });
    const change = (more: Parameters<typeof changeBudget>[2]) => changeBudget(db, id, more, options());
    const raise = { amount: parseUsd("5"), until: at(DAY) };
    await change({ limit: parseUsd("2"), was: { limit: parseUsd("1"), raise: null } });
    const outdated = [
      { limit: parseUsd("3"), was: { limit: parseUsd("1") } },
      { hard: false, was: { hard: true, timeZone: "Europe/Berlin" } },
      { raise, was: { raise } },
    ];
    for (const more of outdated) await expect(change(more)).rejects.toMatchObject({ code: "conflict" });
    expect(await findBudget(db, id, options())).toMatchObject({
      limit: parseUsd("2"),
      hard: true,
      raise: null,
    });
    await change({ raise, was: { raise: null } });
    expect(await change({ raise: null, was: { raise } })).toMatchObject({ raise: null });
    // What it does not touch may be another.
    await change({ hard: false, was: { hard: true } });
  });

  test("a budget that was taken away comes back as it was, with what was spent and held meanwhile", async () => {
    const made = await create({ limit: "1", period: "daily" });
    const { id, scope } = made;
    const raise = { amount: parseUsd("0.5"), until: at(2 * DAY) };
    await changeBudget(db, id, { raise }, options());
    const early = await admitOne(db, tagged(scope.id, "1.25"));
    await removeBudget(db, id, at(1));

    // It is not there, and stands against nothing, also on the next day, for which it has no counter yet.
    expect(await figuresOf(id)).toBeUndefined();
    const tries = [
      () => findBudget(db, id, options()),
      () => changeBudget(db, id, { hard: false }, options()),
      () => recountBudget(db, id, options()),
      () => removeBudget(db, id, at(2)),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await admitOne(db, tagged(scope.id, "5"));
    await admitOne(db, tagged(scope.id, null, { isBinding: false }), at(DAY));
    await end(early, "0.75");

    expect(await restoreBudget(db, id, options())).toEqual({
      ...{ ...made, raise, spent: parseUsd("0.75"), held: parseUsd("5"), left: 0n },
    });
    expect((await refusalOf(admitOne(db, tagged(scope.id, "0.1"))))?.details.budget?.id).toBe(id);
    expect(await figuresOf(id, at(DAY))).toEqual(["0", "0", "1.5"]);
    // What was never taken away is not brought back.
    await expect(restoreBudget(db, id, options())).rejects.toMatchObject({ code: "not_found" });
  });

  test("a budget that was taken away is neither compared nor bounded by, and after a while it is gone for good", async () => {
    const [{ id, scope }, later] = [await create(), await create()];
    const bounder = createBounder({ db, models: async () => [], now: () => at(0) });
    const subject = { ...{ memberId: owner.memberId, keyId: null, environment: null, routeId: null } };
    const isBound = async () => {
      bounder.forget();
      const request: Boundable = {
        ...{ body: {}, models: [], promptBytes: 0, messages: 0, images: 0, isBounded: false },
      };
      return (await bounder.bound({ ...subject, tags: [scope.id ?? ""] }, () => request)) !== null;
    };
    expect(await isBound()).toBe(true);
    await removeBudget(db, id, at(0));
    await removeBudget(db, later.id, at(1));
    expect(await isBound()).toBe(false);
    await db.execute(sql`update budget_count set spent = spent + 1 where budget_id = ${id}`);
    expect(await auditBudgets(db, at(2 * 3_600_000))).toBe(0);

    expect(await removeDeletedBudgets(db, at(1))).toBe(1);
    expect(await db.$count(budgetCount, eq(budgetCount.budgetId, id))).toBe(0);
    await expect(restoreBudget(db, id, options())).rejects.toMatchObject({ code: "not_found" });
    expect(await restoreBudget(db, later.id, options())).toMatchObject({ id: later.id });
    expect(await removeDeletedBudgets(db, at(DAY))).toBe(0);
  });

  test("a budget that is made again counts the same", async () => {
    const { id, scope, period } = await create();
    await end(await admitOne(db, tagged(scope.id, "0.5")), "0.25");
    await admitOne(db, tagged(scope.id, "0.5"));
    await removeBudget(db, id, at(0));
    await removeDeletedBudgets(db, at(1));
    await admitOne(db, tagged(scope.id, "0.125"));
    const { id: again } = await create({ scope: { type: "tag", id: scope.id ?? "" }, period });
    expect(await figuresOf(again)).toEqual(["0.25", "0.625", "0.125"]);
  });

  test("a member sees the budgets for them and their keys, and no others", async () => {
    const me: Actor = { memberId: await addMember(db), role: "member" };
    const key = await createKey(db, me.memberId, { name: "mine", environment: "production" } as never, at(0));
    const foreign = await createKey(
      db,
      owner.memberId,
      { name: "not mine", environment: "production" } as never,
      at(0),
    );
    const budgetOf = async (scope: BudgetRequest["scope"]) =>
      (await createBudget(db, owner, aBudget({ scope }), options())).id;
    const own = [
      await budgetOf({ type: "member", id: me.memberId }),
      await budgetOf({ type: "key", id: key.id }),
    ];
    const others = [
      await budgetOf({ type: "member", id: owner.memberId }),
      await budgetOf({ type: "key", id: foreign.id }),
      await budgetOf({ type: "workspace" }),
    ];
    const { budgets, mayChange } = await listBudgets(db, me, options());
    expect([budgets.map(({ id }) => id), mayChange]).toEqual([own, false]);
    for (const id of own) expect(await findBudget(db, id, { ...options(), actor: me })).toMatchObject({ id });
    for (const id of others)
      await expect(findBudget(db, id, { ...options(), actor: me })).rejects.toMatchObject({
        code: "not_found",
      });
  });

  test("a scope that is not there makes no budget", async () => {
    for (const scope of [
      { type: "key", id: newId() },
      { type: "route", id: "support-bot" },
      { type: "environment", id: "prod" },
    ] as const) {
      const made = createBudget(db, owner, aBudget({ scope }), options());
      await expect(made).rejects.toMatchObject({ details: { issues: [{ path: "scope.id" }] } });
    }
  });
});
