import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "@/lib/ledger/confirm.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, anEnding, at, ledgerOf, NO_FACTS, open } from "@/lib/ledger/testing.server";
import { createBudget } from "./budgets.server";
import { ACCOUNT, aBudget } from "./testing.server";

// The embedded engine does one thing at a time.
describe.runIf(TEST_ENGINES.some((engine) => engine === "postgres"))("on postgres", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase("postgres");
  });
  afterAll(() => database.close());

  test("who waits for a counter of tokens has no counter of a budget in hand, which everybody needs", async () => {
    const { db } = database;
    const memberId = await addMember(db);
    await db.update(member).set({ tokensPerMinute: 1 }).where(eq(member.id, memberId));
    await createBudget(db, { memberId, role: "owner" }, aBudget({ hard: false }), {
      account: ACCOUNT,
      now: at(0),
    });
    const ending = (id: string, changes = {}) =>
      settle(db, id, "me", anEnding({ upstreamId: `gen-${id}`, ...changes }), NO_FACTS);
    const [silent, running, first] = [
      await open(db, { memberId }),
      await open(db, { memberId }),
      await open(db, { memberId }),
    ];
    await ending(first);
    await ending(silent, { usage: null, state: "cancelled" });
    const upstream = {
      getGeneration: async () => ({ data: { total_cost: "0.1", native_tokens_prompt: 7 } }),
    };
    const confirmer = createConfirmer({ db, upstream, account: ACCOUNT });

    const work: Promise<unknown>[] = [];
    await db.transaction(async (tx) => {
      await tx.execute(sql`select from member_rate for no key update`);
      work.push(ending(running), confirmer.confirmNow(silent, at(60_000)));
      await eventually(async () => {
        const { rows } = await db.execute<{ waiting: number }>(
          sql`select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(rows[0]?.waiting).toBe(2);
      });
      const { rows } = await db.execute(sql`select budget_id from budget_count for update nowait`);
      expect(rows).toHaveLength(1);
    });
    await Promise.all(work);
    expect((await ledgerOf(db, running)).row.state).toBe("finished");
    expect((await ledgerOf(db, silent)).row.costState).toBe("confirmed");
  });
});
