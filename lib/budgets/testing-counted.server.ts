import "server-only";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { formatDecimal } from "@/lib/core/money";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, type TEST_ENGINES } from "@/lib/db/testing.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, anEnding, at, NO_FACTS, usageOf } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createBudget, listBudgets } from "./budgets.server";
import { ACCOUNT, aBudget, anOpening, countersOf } from "./testing.server";

export const DAY = 86_400_000;
export const options = (now = at(0)) => ({ account: ACCOUNT, now });

export const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: AppError) => error,
  );

/** A database of the engine in which budgets count; after each test its counters are to be true, and it has none. */
export function budgetsOn(engine: (typeof TEST_ENGINES)[number]) {
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
  /** A tag that no other test has. */
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
  return {
    get db() {
      return db;
    },
    get owner() {
      return owner;
    },
    ...{ create, fresh, tagged, figuresOf, end },
  };
}
