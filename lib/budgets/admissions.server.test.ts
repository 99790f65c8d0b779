import { count, like, type Query } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, aLease, at } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { type Admissions, createAdmissions } from "./admissions.server";
import { createBudget } from "./budgets.server";
import { aBudget, anOpening, countersOf } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let owner: Actor;
  let admissions: Admissions;
  let statements: () => number;
  let account: string;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    owner = { memberId: await addMember(db), role: "owner" };
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    account = `account of ${newId()}`;
    await db.delete(budget);
    const sent = vi.spyOn(db._.session, "prepareQuery");
    statements = () => sent.mock.calls.filter(([query]) => opens(query)).length;
    admissions = createAdmissions(db, () => aLease("me"));
    return () => sent.mockRestore();
  });

  const opens = (query: Query) => query.sql.includes('insert into "hold"');
  /** Has `instead` happen where generations would be put on record. */
  function whereOpened(instead: () => Promise<never>) {
    const { session } = db._;
    const { prepareQuery } = session;
    const watched = (...asked: Parameters<typeof prepareQuery>) => {
      const statement = prepareQuery.apply(session, asked);
      return opens(asked[0]) ? Object.assign(statement, { execute: instead }) : statement;
    };
    Object.assign(session, { prepareQuery: watched });
    return () => void Object.assign(session, { prepareQuery });
  }

  const onRecord = async () => {
    const mine = like(generation.account, `${account}%`);
    return (await db.select({ rows: count() }).from(generation).where(mine))[0]?.rows;
  };
  const ask = (amount: string | null, more = {}) =>
    admissions.admit({ opening: anOpening(amount, { account, memberId: owner.memberId, ...more }) }, at(0));
  const limitTo = (limit: string, tag: string) =>
    createBudget(db, owner, aBudget({ scope: { type: "tag", id: tag }, limit }), {
      account,
      now: at(0),
    });

  test("whoever comes while one is on its way goes with all others that do", async () => {
    await Promise.all(Array.from({ length: 40 }, () => ask("0.1")));
    expect(await onRecord()).toBe(40);
    expect(statements()).toBe(2);
    await ask("0.1");
    expect(statements()).toBe(3);
  });

  test("exactly what there is room for is admitted, and each hears of the budget that stands against it", async () => {
    await Promise.all([limitTo("1.00", "tight"), limitTo("100", "wide")]);
    const asked = Array.from({ length: 30 }, (_, index) =>
      ask("0.3", { tags: [index % 2 === 0 ? "tight" : "wide"] }),
    );
    const results = await Promise.allSettled(asked);
    const refused = results.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(15 - 3);
    for (const { reason } of refused)
      expect(reason).toMatchObject({
        code: "budget_exceeded",
        details: { budget: { scope: { type: "tag", id: "tight" } } },
      });
    expect(results.filter((one, index) => index % 2 === 1 && one.status === "rejected")).toEqual([]);
    expect(await onRecord()).toBe(15 + 3);
    expect((await countersOf(db)).map(({ held, isTrue }) => [Number(held), isTrue])).toEqual(
      expect.arrayContaining([
        [0.9, true],
        [4.5, true],
      ]),
    );
  });

  test("a batch of which nothing is admitted leaves nothing behind", async () => {
    await limitTo("0", "none");
    const results = await Promise.allSettled([1, 2, 3].map(() => ask("0.1", { tags: ["none"] })));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await onRecord()).toBe(0);
  });

  test("what is wrong with one is not the others' fault", async () => {
    const results = await Promise.allSettled([ask("0.1"), ask("0.1", { keyId: "no id" }), ask("0.1")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await onRecord()).toBe(2);
  });

  test("requests under two of OpenRouter's accounts never share one", async () => {
    await Promise.all([
      ask("0.1"),
      ...[1, 2, 3].map((one) => ask("0.1", { account: `${account} ${one % 2}` })),
    ]);
    expect(await onRecord()).toBe(4);
    expect(statements()).toBe(3);
  });

  test("one that hangs holds the others up for two seconds, and no longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const answerAgain = whereOpened(() => {
      answerAgain();
      return new Promise(() => {});
    });
    try {
      void ask("0.1");
      const [second, third] = [ask("0.1"), ask("0.1")];
      await vi.advanceTimersByTimeAsync(2_000);
      await Promise.all([second, third]);
      expect(await onRecord()).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a database that does not answer is told to all, and those who come later are asked for anew", async () => {
    const answerAgain = whereOpened(() => Promise.reject(new Error("away")));
    const results = await Promise.allSettled([ask("0.1"), ask("0.1"), ask("0.1")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    answerAgain();
    await ask("0.1");
    expect(await onRecord()).toBe(1);
  });
});
