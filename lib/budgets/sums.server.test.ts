import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database, Transaction } from "@/lib/db/client.server";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, at, open } from "@/lib/ledger/testing.server";
import { createBudget } from "./budgets.server";
import { recount } from "./recount.server";
import { ACCOUNT, aBudget } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  }, 60_000);
  afterAll(() => database.close());

  test("a budget is counted for every account, and reads of the ledger no more than its period", async () => {
    const { db } = database;
    for (const account of ["another", ACCOUNT, "third", "third"]) await open(db, { memberId, account });
    const options = { account: ACCOUNT, now: at(0) };
    const daily = aBudget({ period: "daily", hard: false });
    await createBudget(db, { memberId, role: "owner" }, daily, options);
    const counted = await db.select().from(budgetCount).orderBy(budgetCount.account);
    expect(counted.map(({ account }) => account)).toEqual(["another", ACCOUNT, "third"]);

    const [about] = await db.select().from(budget);
    if (!about) throw new Error("no budget");
    const plans = await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const { spied, queries } = spyOn(tx);
      await recount(spied, about, options);
      const plans = [];
      for (const query of queries) plans.push(await tx.execute(sql`explain ${query.getSQL()}`));
      return plans;
    });
    expect(plans.length).toBeGreaterThan(0);
    for (const { rows } of plans)
      expect(JSON.stringify(rows)).toMatch(/Index Cond: \(\(?account = .*started_at/);
  });

  /** The same transaction, and what was selected from generations in it. */
  function spyOn(tx: Transaction) {
    const queries: ReturnType<ReturnType<Transaction["select"]>["from"]>[] = [];
    const spied: Transaction = Object.create(tx);
    spied.select = ((...fields: Parameters<Transaction["select"]>) => {
      const builder = tx.select(...fields);
      const from = builder.from.bind(builder);
      builder.from = ((table: typeof generation) => {
        const query = from(table);
        if (table === generation) queries.push(query);
        return query;
      }) as typeof builder.from;
      return builder;
    }) as Transaction["select"];
    return { spied, queries };
  }
});
