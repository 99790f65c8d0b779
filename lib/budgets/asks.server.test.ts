import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Database, Db } from "@/lib/db/client.server";
import { budgetAsk } from "@/lib/db/schema/budgets";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { askForMore, declineAsk, grantAsk, listAsks } from "./asks.server";
import { AskRequest } from "./asks-request";
import {
  changeBudget,
  createBudget,
  findBudget,
  listBudgets,
  removeBudget,
  restoreBudget,
} from "./budgets.server";
import { ACCOUNT, aBudget } from "./testing.server";

const DAY = 86_400_000;
/** It is the 20th of November, noon in UTC. */
const END_OF_MONTH = new Date("2026-12-01T00:00:00.000Z");
const options = (now = at(0)) => ({ account: ACCOUNT, now });
const FIVE = parseUsd("5");

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let owner: Actor;
  let admin: Actor;
  let mia: Actor;
  let otto: Actor;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    const join = async (role: Actor["role"]): Promise<Actor> => ({ memberId: await addMember(db), role });
    [owner, admin] = [await join("owner"), await join("admin")];
    [mia, otto] = [await join("member"), await join("member")];
  }, 60_000);
  afterEach(async () => {
    await db.execute(sql`delete from budget_ask`);
    await db.execute(sql`delete from budget`);
  });
  afterAll(() => database.close());

  const create = async (changes: Parameters<typeof aBudget>[0] = {}) =>
    (await createBudget(db, owner, aBudget(changes), options())).id;
  const ask = (who: Actor, budgetId: string, note?: string, now = at(0)) =>
    askForMore(db, who, budgetId, { amount: FIVE, ...(note !== undefined && { note }) }, options(now));
  const raiseOf = async (id: string) => {
    const { raise } = await findBudget(db, id, options());
    return raise && [formatDecimal(raise.amount), raise.until];
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      ({ code, message }: AppError) => ({ code, message }),
    );
  const stateOf = async (who: Actor, now = at(0)) =>
    (await listAsks(db, who, now)).requests.map(({ state }) => state);

  test("what a member asks for is seen by who may answer, raises the budget, and the answer comes back", async () => {
    const id = await create();
    const asked = await ask(mia, id, "For the <b>report</b>");
    expect(asked).toMatchObject({
      ...{ budgetId: id, scope: { type: "workspace", id: null, name: null }, period: "monthly", isOwn: true },
      ...{
        member: "Ada",
        amount: FIVE,
        note: "For the <b>report</b>",
        state: "open",
        resetsAt: END_OF_MONTH,
      },
      ...{ askedAt: at(0), until: null, answer: null },
    });
    expect(await listAsks(db, admin, at(0))).toEqual({
      ...{ requests: [{ ...asked, isOwn: false }], mayAsk: true, mayAnswer: true },
    });
    expect(await listAsks(db, otto, at(0))).toEqual({ requests: [], mayAsk: true, mayAnswer: false });
    expect(await raiseOf(id)).toBeNull();

    await grantAsk(db, admin, asked.id, "Go on.", options(at(1)));
    expect(await raiseOf(id)).toEqual(["5", END_OF_MONTH]);
    expect((await listAsks(db, mia, at(2))).requests).toMatchObject([
      { state: "granted", until: END_OF_MONTH, answer: { by: "Ada", at: at(1), words: "Go on." } },
    ]);
    expect(await stateOf(admin)).toEqual([]);
    // What was answered a month ago is no news any more.
    expect(await stateOf(mia, at(31 * DAY))).toEqual([]);
  });

  test("a raise that runs is added to and ends when it would have; one that is over is not; a total is raised for a week", async () => {
    const id = await create({ period: "daily" });
    const week = at(7 * DAY);
    await changeBudget(db, id, { raise: { amount: parseUsd("2"), until: week } }, options());
    await grantAsk(db, owner, (await ask(mia, id)).id, null, options());
    expect(await raiseOf(id)).toEqual(["7", week]);
    // Also where that is before the budget begins anew: whoever set the raise said until when.
    const soon = at(1);
    await changeBudget(db, id, { raise: { amount: parseUsd("2"), until: soon } }, options());
    const { until } = await grantAsk(db, owner, (await ask(mia, id)).id, null, options());
    expect([await raiseOf(id), until]).toEqual([["7", soon], soon]);
    await grantAsk(db, owner, (await ask(mia, id)).id, null, options(at(2)));
    expect(await raiseOf(id)).toEqual(["5", new Date("2026-11-21T00:00:00.000Z")]);
    const total = await create({ period: "total" });
    await grantAsk(db, owner, (await ask(mia, total)).id, null, options());
    expect(await raiseOf(total)).toEqual(["5", week]);
  });

  test("what was granted ends when somebody ends the raise, and where they move its end", async () => {
    const id = await create({ period: "total" });
    await grantAsk(db, owner, (await ask(mia, id)).id, null, options());
    const seen = async (now: Date) =>
      (await listAsks(db, mia, now)).requests.map(({ state, until }) => [state, until]);
    const raise = { amount: FIVE, until: at(9 * DAY) };
    await changeBudget(db, id, { raise }, options(at(DAY)));
    expect(await seen(at(DAY))).toEqual([["granted", at(9 * DAY)]]);
    await changeBudget(db, id, { limit: parseUsd("3") }, options(at(2 * DAY)));
    expect(await seen(at(2 * DAY))).toEqual([["granted", at(9 * DAY)]]);
    await changeBudget(db, id, { raise: null }, options(at(3 * DAY)));
    // Another raise is another one's.
    await changeBudget(db, id, { raise }, options(at(4 * DAY)));
    expect(await seen(at(4 * DAY))).toEqual([["ended", at(3 * DAY)]]);
  });

  test("one request waits per member and budget, however often it is sent at once", async () => {
    const id = await create();
    const tries = await Promise.all(Array.from({ length: 5 }, () => refusal(ask(mia, id))));
    expect(tries.filter((refused) => refused === null)).toHaveLength(1);
    for (const refused of tries) if (refused) expect(refused.code).toBe("conflict");
    await ask(otto, id);
    await ask(mia, await create({ scope: { type: "tag", id: "nightly" } }));
    expect(await stateOf(mia)).toEqual(["open", "open"]);
    const [first] = (await listAsks(db, mia, at(0))).requests.filter(({ budgetId }) => budgetId === id);
    await declineAsk(db, admin, first?.id ?? "", null, at(1));
    await ask(mia, id);
    expect(await stateOf(mia)).toEqual(expect.arrayContaining(["open", "open", "declined"]));
  });

  test("of two who answer at once one does, and the budget is raised once", async () => {
    const id = await create();
    for (const other of ["grant", "decline"] as const) {
      const { id: asked } = await ask(mia, id);
      const before = await raiseOf(id);
      const answers = await Promise.all([
        refusal(grantAsk(db, owner, asked, null, options())),
        refusal(
          other === "grant"
            ? grantAsk(db, admin, asked, null, options())
            : declineAsk(db, admin, asked, null, at(0)),
        ),
      ]);
      const refused = answers.filter((answer) => answer !== null);
      expect(refused).toEqual([{ code: "conflict", message: "Ada has answered this request." }]);
      const after = await raiseOf(id);
      const [latest] = (await listAsks(db, mia, at(0))).requests;
      const grown = Number(after?.[0] ?? 0) - Number(before?.[0] ?? 0);
      expect(grown).toBe(latest?.state === "granted" ? 5 : 0);
    }
    expect(await refusal(grantAsk(db, owner, newId(), null, options()))).toMatchObject({ code: "not_found" });
  });

  test("a budget that is gone or has begun anew says so, and is not raised", async () => {
    const gone = await create({ scope: { type: "tag", id: "nightly" } });
    const { id: ofGone } = await ask(mia, gone);
    await removeBudget(db, gone, at(0));
    expect(await listAsks(db, mia, at(0))).toMatchObject({
      requests: [{ state: "deleted", scope: { type: "tag", name: "nightly" } }],
    });
    expect(await refusal(grantAsk(db, owner, ofGone, null, options()))).toMatchObject({
      ...{ code: "conflict", message: expect.stringContaining("deleted") },
    });
    await restoreBudget(db, gone, options());
    expect(await stateOf(mia)).toEqual(["open"]);
    await removeBudget(db, gone, at(1));
    // It can only be put away.
    await declineAsk(db, owner, ofGone, null, at(1));
    expect([await stateOf(owner), await stateOf(mia)]).toEqual([[], ["deleted"]]);

    const id = await create({ period: "daily" });
    const { id: asked } = await ask(otto, id);
    const tomorrow = at(DAY);
    expect(await stateOf(otto, tomorrow)).toEqual(["reset"]);
    expect(await refusal(grantAsk(db, owner, asked, null, options(tomorrow)))).toMatchObject({
      ...{ code: "conflict", message: expect.stringContaining("begun anew") },
    });
    expect(await raiseOf(id)).toBeNull();
    // It is in nobody's way.
    await ask(otto, id, undefined, tomorrow);
    expect(await stateOf(otto, tomorrow)).toEqual(["open", "reset"]);
    expect(await stateOf(owner, tomorrow)).toEqual(["open"]);
  });

  test("of somebody who was removed or is suspended nothing is granted, and it says so", async () => {
    const eve: Actor = { memberId: await addMember(db), role: "member" };
    const set = (is: Partial<typeof member.$inferInsert>) =>
      db.update(member).set(is).where(eq(member.id, eve.memberId));
    const id = await create({ scope: { type: "tag", id: "nightly" } });
    const { id: asked } = await ask(eve, id, "For the report");
    const grant = () => refusal(grantAsk(db, owner, asked, null, options()));
    await set({ suspendedAt: at(0) });
    expect(await stateOf(owner)).toEqual(["suspended"]);
    expect(await grant()).toMatchObject({ code: "conflict", message: expect.stringContaining("suspended") });
    // Let in again, they wait as before.
    await set({ suspendedAt: null });
    expect(await stateOf(owner)).toEqual(["open"]);
    await set({ removedAt: at(0) });
    expect(await grant()).toMatchObject({ code: "conflict", message: expect.stringContaining("removed") });
    expect(await raiseOf(id)).toBeNull();
    expect((await listAsks(db, owner, at(0))).requests).toMatchObject([
      { state: "removed", note: "For the report", answer: null },
    ]);
    await declineAsk(db, owner, asked, null, at(1));
    // It stays on record as what it was.
    expect(await stateOf(owner)).toEqual([]);
    expect((await listAsks(db, eve, at(1))).requests).toMatchObject([
      { state: "removed", note: "For the report", answer: { by: "Ada" } },
    ]);
  });

  test("nobody asks for more of what is for others, or of what refuses nothing", async () => {
    const request = KeyRequest.parse({ name: "hers" });
    const { id: keyId } = await createKey(db, mia.memberId, request, at(0));
    const budgets = [
      await create({ scope: { type: "member", id: mia.memberId } }),
      await create({ scope: { type: "key", id: keyId } }),
    ];
    for (const id of [...budgets, newId()])
      expect(await refusal(ask(otto, id))).toMatchObject({ code: "not_found" });
    for (const id of budgets) expect(await refusal(ask(mia, id))).toBeNull();
    const soft = await create({ hard: false });
    expect(await refusal(ask(mia, soft))).toMatchObject({ code: "invalid_request" });
    expect(await db.$count(budgetAsk)).toBe(2);
  });

  test("the budgets that a thing falls under are its own, those of what it belongs to, and the workspace's", async () => {
    const request = KeyRequest.parse({ name: "hers", environment: "staging" });
    const { id: keyId } = await createKey(db, mia.memberId, request, at(0));
    const names = new Map<string, string>();
    for (const [name, scope] of [
      ["workspace", { type: "workspace" }],
      ["mia", { type: "member", id: mia.memberId }],
      ["otto", { type: "member", id: otto.memberId }],
      ["key", { type: "key", id: keyId }],
      ["staging", { type: "environment", id: "staging" }],
      ["production", { type: "environment", id: "production" }],
    ] as const)
      names.set(await create({ scope }), name);
    const seen = async (who: Actor, of: Parameters<typeof listBudgets>[2]["of"]) =>
      (await listBudgets(db, who, { ...options(), ...(of && { of }) })).budgets.map(({ id }) =>
        names.get(id),
      );
    expect(await seen(owner, { key: keyId })).toEqual(["workspace", "mia", "key", "staging"]);
    expect(await seen(owner, { member: otto.memberId })).toEqual(["workspace", "otto"]);
    expect(await seen(owner, { route: newId() })).toEqual(["workspace"]);
    // Each sees of them what they may see anyway.
    expect(await seen(mia, { key: keyId })).toEqual(["mia", "key"]);
    expect(await seen(otto, { key: keyId })).toEqual([]);
    expect(await seen(otto, undefined)).toEqual(["otto"]);
  });
});

test("an amount is more than nothing, a sentence short and on one line", () => {
  expect(AskRequest.parse({ amount: "2.50" })).toEqual({ amount: parseUsd("2.5") });
  for (const request of [
    ...[{}, { amount: "0" }, { amount: "-1" }, { amount: 5 }, { amount: "5", until: "2026-12-01" }],
    ...[
      { amount: "5", note: "x".repeat(501) },
      { amount: "5", note: "a\u0000b" },
      { amount: "5", note: " " },
    ],
  ])
    expect(AskRequest.safeParse(request).success, JSON.stringify(request)).toBe(false);
});
