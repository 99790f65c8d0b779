import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { book } from "@/lib/ledger/confirm.server";
import { at, T0 } from "@/lib/ledger/testing.server";
import { giveUpUnaskable } from "@/lib/ledger/unaskable.server";
import type { Actor } from "@/lib/team/actor";
import { auditBudgets } from "./audit.server";
import { changeBudget, findBudget, listBudgets, recountBudget } from "./budgets.server";
import { admitOne } from "./testing.server";
import { budgetsOn, DAY, options, refusalOf } from "./testing-counted.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = budgetsOn(engine);
  const { create, fresh, tagged, figuresOf, end } = world;
  let db: Db;
  let owner: Actor;
  beforeAll(() => {
    ({ db, owner } = world);
  });

  test("holds count at once, and become what was spent", async () => {
    const { id, scope } = await create();
    const one = await admitOne(db, tagged(scope.id, "0.4"));
    await admitOne(db, tagged(scope.id, "0.3"));
    expect(await figuresOf(id)).toEqual(["0", "0.7", "0.3"]);
    await end(one, "0.25");
    expect(await figuresOf(id)).toEqual(["0.25", "0.3", "0.45"]);
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
});
