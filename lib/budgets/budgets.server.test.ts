import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Database, Db } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { book } from "@/lib/ledger/confirm.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, aLease, anEnding, at, NO_FACTS, T0, usageOf } from "@/lib/ledger/testing.server";
import { giveUpUnaskable } from "@/lib/ledger/unaskable.server";
import type { Actor } from "@/lib/team/actor";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { admit } from "./admit.server";
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
import { ACCOUNT, aBudget, admitOne, anOpening, countersOf } from "./testing.server";

const DAY = 86_400_000;
const options = (now = at(0)) => ({ account: ACCOUNT, now });

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let owner: Actor;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    owner = { memberId: await addMember(db), role: "owner" };
  }, 60_000);
  afterEach(async () => {
    const counters = await countersOf(db);
    await db.execute(sql`delete from budget`);
    await db.execute(sql`update hold set ended_at = now() where ended_at is null`);
    expect(counters.filter(({ isTrue }) => !isTrue)).toEqual([]);
  });
  afterAll(() => database.close());

  const create = (changes: Parameters<typeof aBudget>[0] = {}, now = at(0)) =>
    createBudget(db, owner, aBudget({ scope: { type: "tag", id: fresh() }, ...changes }), options(now));
  const fresh = () => `tag-${newId()}`;
  const tagged = (tag: string | null, amount: string | null, more: object = {}) =>
    anOpening(amount, { memberId: owner.memberId, tags: tag === null ? [] : [tag], ...more });
  const figuresOf = async (id: string, now = at(0)) => {
    const { budgets } = await listBudgets(db, owner, options(now));
    const found = budgets.find((budget) => budget.id === id);
    return found && [found.spent, found.held, found.left].map(formatDecimal);
  };
  const end = (id: string, cost: string | null, more: object = {}) =>
    settle(db, id, "me", anEnding({ upstreamId: `gen-${id}`, usage: usageOf(cost), ...more }), NO_FACTS);
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: AppError) => error,
    );

  test("holds count at once, and become what was spent", async () => {
    const { id, scope } = await create();
    const one = await admitOne(db, tagged(scope.id, "0.4"));
    await admitOne(db, tagged(scope.id, "0.3"));
    expect(await figuresOf(id)).toEqual(["0", "0.7", "0.3"]);
    await end(one, "0.25");
    expect(await figuresOf(id)).toEqual(["0.25", "0.3", "0.45"]);
  });

  test("what does not fit is refused with all that there is to know, and leaves nothing behind", async () => {
    const { id, scope } = await create({ timeZone: "Europe/Berlin" });
    await end(await admitOne(db, tagged(scope.id, "0.4")), "0.25");
    await admitOne(db, tagged(scope.id, "0.7"));
    const wanted = tagged(scope.id, "0.050000000001");
    const error = await refusalOf(admitOne(db, wanted));
    expect(error).toMatchObject({ code: "budget_exceeded", status: 402 });
    expect(error?.message).toBe(
      `The monthly budget of tag “${scope.id}” does not cover this. Of $1.00, $0.25 is spent, $0.70 held and $0.05 left; ` +
        "this may cost up to $0.05. It resets on 2026-12-01 00:00 (Europe/Berlin).",
    );
    expect(error?.details.budget).toEqual({
      ...{ id, scope, period: "monthly", limit: "1", spent: "0.25", held: "0.7", left: "0.05" },
      ...{ needed: "0.050000000001", resetsAt: "2026-11-30T23:00:00.000Z" },
    });
    expect((await db.execute(sql`select from generation where id = ${wanted.id}`)).rows).toEqual([]);
    await admitOne(db, tagged(scope.id, "0.05"));
    expect(await figuresOf(id)).toEqual(["0.25", "0.75", "0"]);
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

  test("every scope counts, and the one with the least left is named", async () => {
    const { id: keyId } = await createKey(
      db,
      owner.memberId,
      KeyRequest.parse({ name: "nightly", environment: "staging" }),
      at(0),
    );
    const tag = fresh();
    const scopes = [
      { type: "workspace" as const },
      { type: "member" as const, id: owner.memberId },
      { type: "key" as const, id: keyId },
      { type: "environment" as const, id: "staging" },
      { type: "tag" as const, id: tag },
    ];
    const budgets = [];
    for (const [index, scope] of scopes.entries())
      budgets.push(await create({ scope, limit: String(100 + index), period: "total" }));
    const before = await Promise.all(budgets.map(({ id }) => figuresOf(id)));
    await admitOne(db, tagged(tag, "2", { keyId }));
    await admitOne(db, tagged(null, "3"));
    const after = await Promise.all(budgets.map(({ id }) => figuresOf(id)));
    const grown = after.map((figures, index) => Number(figures?.[1]) - Number(before[index]?.[1]));
    expect(grown).toEqual([5, 5, 2, 2, 2]);
    const error = await refusalOf(admitOne(db, tagged(tag, "200", { keyId })));
    expect(error?.details.budget?.scope).toEqual({ type: "workspace", id: null, name: null });
    await changeBudget(db, budgets[2]?.id ?? "", { limit: parseUsd("3") }, options());
    const other = await refusalOf(admitOne(db, tagged(tag, "2", { keyId })));
    expect(other?.details.budget?.scope).toEqual({ type: "key", id: keyId, name: "nightly" });
  });

  test("money that is known late counts where its generation was admitted", async () => {
    const { id, scope } = await create();
    const one = await admitOne(db, tagged(scope.id, "0.4"));
    await end(one, null);
    expect(await figuresOf(id)).toEqual(["0", "0.4", "0.6"]);
    const stats = { cost: parseUsd("0.31"), record: {} } as Parameters<typeof book>[2];
    await book(db, one, stats, at(40 * DAY));
    expect(await figuresOf(id)).toEqual(["0.31", "0", "0.69"]);
    await book(db, one, { ...stats, cost: parseUsd("0.29") }, at(41 * DAY));
    expect(await figuresOf(id)).toEqual(["0.29", "0", "0.71"]);
    expect(await figuresOf(id, at(40 * DAY))).toEqual(["0", "0", "1"]);
  });

  test("a refused request of the upstream's gives back what it held, a lost one an hour later", async () => {
    const { id, scope } = await create();
    await end(await admitOne(db, tagged(scope.id, "0.4")), null, { billed: "nothing" });
    await end(await admitOne(db, tagged(scope.id, "0.4")), null, { upstreamId: null, state: "lost" });
    expect(await figuresOf(id)).toEqual(["0", "0.4", "0.6"]);
    const anHourAfter = (ms: number) => at(1_000 + 3_600_000 + ms);
    for (const [ms, held] of [
      [-1, "0.4"],
      [0, "0"],
    ] as const) {
      await giveUpUnaskable(db, anHourAfter(ms));
      expect(await figuresOf(id)).toEqual(["0", held, held === "0" ? "1" : "0.6"]);
    }
  });

  test("a budget begins anew with its period, in its zone", async () => {
    const { id, scope } = await create({ period: "daily", timeZone: "Pacific/Auckland" });
    const midnight = Date.parse("2026-11-21T11:00:00.000Z") - T0;
    const late = await admitOne(db, tagged(scope.id, "1"), at(midnight - 1));
    expect(await refusalOf(admitOne(db, tagged(scope.id, "0.1"), at(midnight - 1)))).toMatchObject({
      details: { budget: { resetsAt: "2026-11-21T11:00:00.000Z" } },
    });
    await admitOne(db, tagged(scope.id, "1"), at(midnight));
    await end(late, "0.5");
    expect(await figuresOf(id, at(midnight - 1))).toEqual(["0.5", "0", "0.5"]);
    expect(await figuresOf(id, at(midnight))).toEqual(["0", "1", "0"]);
  });

  test("a new budget counts what its period has seen and what runs, in every account", async () => {
    const tag = fresh();
    await end(await admitOne(db, tagged(tag, "9"), at(-40 * DAY)), "5");
    await end(await admitOne(db, tagged(tag, "1"), at(-DAY)), "0.125");
    await admitOne(db, tagged(tag, "0.5"), at(-DAY));
    await end(await admitOne(db, tagged(tag, "1", { account: "other" })), "0.75");
    const { id } = await create({ scope: { type: "tag", id: tag } });
    expect(await figuresOf(id)).toEqual(["0.125", "0.5", "0.375"]);
    await changeBudget(db, id, { period: "total" }, options());
    expect(await figuresOf(id)).toEqual(["5.125", "0.5", "0"]);
    const other = await listBudgets(db, owner, { account: "other", now: at(0) });
    expect(other.budgets.map(({ spent }) => formatDecimal(spent))).toEqual(["0.75"]);
  });

  test("what costs nothing passes where nothing is left, and what has no bound never does", async () => {
    const { scope } = await create({ limit: "0" });
    await admitOne(db, tagged(scope.id, "0"));
    expect(await refusalOf(admitOne(db, tagged(scope.id, "0.000000000001")))).toMatchObject({
      code: "budget_exceeded",
    });
    for (const opening of [tagged(scope.id, null), tagged(scope.id, "0", { isBinding: false })]) {
      const wanted = [{ opening, unbounded: "Plugins have no price." }];
      const error = await refusalOf(
        admit(db, wanted, { lease: aLease("me"), at: at(0), refused: "ends all" }),
      );
      expect(error).toMatchObject({ code: "budget_unbounded" });
      expect(error?.message).toContain("Plugins have no price.");
    }
  });

  test("a soft budget counts and lets everything pass", async () => {
    const { id, scope } = await create({ hard: false });
    await admitOne(db, tagged(scope.id, "5"));
    await admitOne(db, tagged(scope.id, null));
    expect(await figuresOf(id)).toEqual(["0", "5", "0"]);
  });

  test("a raise lets more pass until it ends", async () => {
    const { id, scope } = await create();
    await admitOne(db, tagged(scope.id, "0.9"));
    const raise = { amount: parseUsd("0.5"), until: at(DAY) };
    await changeBudget(db, id, { raise }, options());
    await admitOne(db, tagged(scope.id, "0.6"), at(1));
    expect(await figuresOf(id)).toEqual(["0", "1.5", "0"]);
    await expect(changeBudget(db, id, { raise }, options(at(2 * DAY)))).rejects.toMatchObject({
      code: "invalid_request",
    });
    await changeBudget(db, id, { raise: null }, options());
    expect((await listBudgets(db, owner, options())).budgets.find((one) => one.id === id)?.raise).toBeNull();
  });

  test("of several answers at once some are refused, the rest go on record, and the refused ones hold nothing", async () => {
    const { id, scope } = await create();
    const openings = ["0.6", "0.6", "0.3"].map((amount) => tagged(scope.id, amount));
    const refused = await db.transaction((tx) =>
      admit(
        tx,
        openings.map((opening) => ({ opening })),
        { lease: aLease("me"), at: at(0), refused: "recorded" },
      ),
    );
    expect([...refused.keys()]).toEqual([openings[1]?.id]);
    expect(await figuresOf(id)).toEqual(["0", "0.9", "0.1"]);
    const { rows } = await db.execute(
      sql`select g.id from generation g left join hold h on h.generation_id = g.id where h.id is null`,
    );
    expect(rows).toEqual([{ id: openings[1]?.id }]);
  });

  test("a counter that is not what the ledger holds stops its budget until it is counted anew", async () => {
    const { id, scope } = await create({ period: "total" });
    await admitOne(db, tagged(scope.id, "0.25"));
    expect(await auditBudgets(db, at(2 * 3_600_000))).toBe(0);
    await db.execute(sql`update budget_count set spent = spent + 0.000000000001 where budget_id = ${id}`);
    expect(await auditBudgets(db, at(2 * 3_600_000))).toBe(0);
    expect(await auditBudgets(db, at(4 * 3_600_000))).toBe(1);
    expect(await refusalOf(admitOne(db, tagged(scope.id, "0")))).toMatchObject({ code: "budget_stopped" });
    const counted = await recountBudget(db, id, options());
    expect([counted.stoppedAt, formatDecimal(counted.held)]).toEqual([null, "0.25"]);
    await admitOne(db, tagged(scope.id, "0.25"));
  });

  test("a counter that cannot be compared keeps no other from it, and waits for its next turn", async () => {
    const [first, second] = [await create({ period: "total" }), await create({ period: "total" }, at(1))];
    await db.execute(
      sql`update budget_count set held = held + 1 where budget_id in (${first.id}, ${second.id})`,
    );
    const accounts = await db.$count(budgetCount, eq(budgetCount.budgetId, first.id));
    let selects = 0;
    const failing: Db = Object.create(db);
    failing.select = ((...args: Parameters<Db["select"]>) => {
      selects += 1;
      // The first one asks which are due; those of the first budget come next.
      if (selects > 1 && selects <= 1 + accounts)
        throw new Error("canceling statement due to statement timeout");
      return db.select(...args);
    }) as Db["select"];
    const said: unknown[] = [];
    const stopped = await auditBudgets(failing, at(2 * 3_600_000), (...error) => void said.push(error));
    expect([stopped, said.length]).toEqual([1, accounts]);
    const stoppedAt = async () =>
      Promise.all([first, second].map(async ({ id }) => (await findBudget(db, id, options())).stoppedAt));
    expect(await stoppedAt()).toEqual([null, at(2 * 3_600_000)]);
    expect(await auditBudgets(db, at(3 * 3_600_000))).toBe(1);
    for (const { id } of [first, second]) await recountBudget(db, id, options());
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
