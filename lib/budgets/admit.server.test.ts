import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { aLease, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { admit } from "./admit.server";
import { changeBudget, listBudgets } from "./budgets.server";
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
});
