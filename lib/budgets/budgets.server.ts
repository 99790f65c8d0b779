import "server-only";
import { and, eq, gt, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetAsk, budgetCount } from "@/lib/db/schema/budgets";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import { type Actor, isAllowed, usageScope } from "@/lib/team/actor";
import { ENVIRONMENTS } from "@/lib/team/keys-api";
import type { Budget, BudgetList } from "./api";
import { appliesTo } from "./applies.server";
import type { BudgetsQuery } from "./asks-request";
import { changedSince } from "./changed-since";
import { countAhead, recount, takeCounts } from "./recount.server";
import type { BudgetChange, BudgetRequest } from "./request";
import { IS_THERE, readBudgets } from "./rows.server";

type Options = { account: string; now: Date };

const present = (id: string) => and(eq(budget.id, id), IS_THERE);

/** Whoever may see only their own usage sees their own budgets: those for them, and for their keys. */
function seenBy(actor: Actor): SQL | undefined {
  const memberId = usageScope(actor);
  if (memberId === undefined) return undefined;
  const own = and(eq(budget.scopeType, "member"), eq(budget.scopeId, memberId));
  const keys = sql`(select k.id::text from virtual_key k where k.member_id = ${memberId})`;
  return or(own, and(eq(budget.scopeType, "key"), inArray(budget.scopeId, keys)));
}

/** The ids, as text, of all budgets that the actor may see: a part of other statements, which reads no figures. */
export const seenBudgetIds = (db: Db, actor: Actor) =>
  db
    .select({ id: sql<string>`${budget.id}::text` })
    .from(budget)
    .where(and(IS_THERE, seenBy(actor)));

/** All that the actor may see, or those of them that the requests of one thing fall under. */
export async function listBudgets(
  db: Db,
  actor: Actor,
  { account, now, of = {} }: Options & { of?: BudgetsQuery },
): Promise<BudgetList> {
  const budgets = await readBudgets(db, { account, at: now, where: and(seenBy(actor), appliesTo(of)) });
  return { budgets, mayChange: isAllowed(actor, "settings:write") };
}

/**
 * Counts for a budget that is to be made, outside of any transaction: nobody waits while that is summed up.
 * @returns its id; it is there once it is brought back
 * @throws AppError `invalid_request` for a scope that is not there
 */
export async function prepareBudget(
  db: Db | Transaction,
  actor: Actor,
  { scope, ...terms }: BudgetRequest,
  options: Options,
): Promise<string> {
  await requireScope(db, scope);
  const about = { ...terms, scopeType: scope.type, scopeId: scope.id ?? "" };
  return countAhead(db, { ...about, createdBy: actor.memberId, createdAt: options.now }, options);
}

/**
 * Makes a budget. What its period has seen already counts, and so does what runs.
 * @throws AppError `invalid_request` for a scope that is not there
 */
export async function createBudget(
  db: Db | Transaction,
  actor: Actor,
  request: BudgetRequest,
  options: Options,
): Promise<Budget> {
  return restoreBudget(db, await prepareBudget(db, actor, request, options), options);
}

/**
 * Counts another period for a budget that is to have it, outside of any transaction: nobody waits while that is summed up.
 * @returns under what it is counted; null where the change names no other
 * @throws AppError `not_found`
 */
export async function prepareChange(
  db: Db,
  id: string,
  change: BudgetChange,
  options: Options,
): Promise<string | null> {
  if (change.period === undefined && change.timeZone === undefined) return null;
  const [row] = await db.select().from(budget).where(present(id));
  if (!row) throw noSuchBudget();
  const { period = row.period, timeZone = row.timeZone } = change;
  return countAhead(db, { ...row, period, timeZone }, options);
}

/**
 * Changes a budget; another period is counted from the ledger, unless it was beforehand.
 * @throws AppError `not_found`, `invalid_request`, `conflict` where it is no longer as whoever changes it has seen it
 */
export async function changeBudget(
  db: Db | Transaction,
  id: string,
  { raise, was, ...change }: BudgetChange,
  { account, now, counted = null }: Options & { counted?: string | null },
): Promise<Budget> {
  if (raise && raise.until <= now)
    throw new AppError("invalid_request", { issues: [{ path: "raise.until", message: "is in the past" }] });
  const raised =
    raise === undefined ? {} : { raiseAmount: raise?.amount ?? null, raiseUntil: raise?.until ?? null };
  const set = { ...definedOf(change), ...raised };
  return db.transaction(async (tx) => {
    if (was) {
      await tx.select().from(budget).where(present(id)).for("no key update");
      if (changedSince(await findBudget(tx, id, { account, now }), was)) throw changedMeanwhile();
    }
    const [row] = await tx.update(budget).set(set).where(present(id)).returning();
    if (!row) throw noSuchBudget();
    if (raise !== undefined) await moveGrants(tx, id, raise?.until ?? now, now);
    if (change.period !== undefined || change.timeZone !== undefined) {
      const ahead = counted ?? (await countAhead(tx, row, { account, now }));
      if (!(await takeCounts(tx, ahead, row))) throw changedMeanwhile();
    }
    // What other terms refused says nothing of these. After the ledger's lock: who books money holds that, and then counts.
    await tx
      .update(budgetCount)
      .set({ refusedAt: null, refusedAmount: null })
      .where(and(eq(budgetCount.budgetId, id), isNotNull(budgetCount.refusedAt)));
    return findBudget(tx, id, { account, now });
  });
}

/** What was granted is a part of the raise that runs, and ends with it. */
const moveGrants = (tx: Transaction, id: string, until: Date, now: Date) =>
  tx
    .update(budgetAsk)
    .set({ until })
    .where(and(eq(budgetAsk.budgetId, id), eq(budgetAsk.state, "granted"), gt(budgetAsk.until, now)));

/** Counts a budget anew from the ledger, and lets a stopped one go on. @throws AppError `not_found` */
export async function recountBudget(
  db: Db | Transaction,
  id: string,
  { account, now }: Options,
): Promise<Budget> {
  return db.transaction(async (tx) => {
    const [row] = await tx.update(budget).set({ stoppedAt: null }).where(present(id)).returning();
    if (!row) throw noSuchBudget();
    await recount(tx, row, { account, now });
    return findBudget(tx, id, { account, now });
  });
}

/**
 * Takes a budget away, for a while so that it can be brought back: until then its counters go on, and nothing else knows of it.
 * @throws AppError `not_found`
 */
export async function removeBudget(db: Db | Transaction, id: string, now: Date): Promise<void> {
  const removed = await db
    .update(budget)
    .set({ deletedAt: now })
    .where(present(id))
    .returning({ id: budget.id });
  if (removed.length === 0) throw noSuchBudget();
}

/**
 * Brings back a budget that was taken away, with all that was spent and is held of it meanwhile.
 * @throws AppError `not_found` for one that was not taken away, or is removed for good
 */
export async function restoreBudget(db: Db | Transaction, id: string, options: Options): Promise<Budget> {
  return db.transaction(async (tx) => {
    const restored = await tx
      .update(budget)
      .set({ deletedAt: null })
      .where(and(eq(budget.id, id), isNotNull(budget.deletedAt)))
      .returning({ id: budget.id });
    if (restored.length === 0) throw noSuchBudget();
    return findBudget(tx, id, options);
  });
}

/** Of the hard budgets of a key the one with the least left; null when it has none. */
export async function keyLimit(db: Db, keyId: string, { account, now }: Options): Promise<Budget | null> {
  const where = and(eq(budget.scopeType, "key"), eq(budget.scopeId, keyId), eq(budget.hard, true));
  const budgets = await readBudgets(db, { account, at: now, where });
  return budgets.reduce<Budget | null>((least, one) => (least && least.left <= one.left ? least : one), null);
}

/** @throws AppError `not_found`, also for what the actor may not see */
export async function findBudget(
  db: Db | Transaction,
  id: string,
  { account, now, actor }: Options & { actor?: Actor },
): Promise<Budget> {
  const where = and(eq(budget.id, id), actor && seenBy(actor));
  const [found] = await readBudgets(db, { account, at: now, where });
  if (!found) throw noSuchBudget();
  return found;
}

export const noSuchBudget = () => new AppError("not_found", {}, { message: "There is no such budget." });

const changedMeanwhile = () =>
  new AppError(
    "conflict",
    {},
    { message: "Somebody has changed this budget in the meantime. Nothing was saved." },
  );

const definedOf = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A typing error must not make a budget that nothing ever counts on. */
async function requireScope(db: Db | Transaction, { type, id = "" }: BudgetRequest["scope"]): Promise<void> {
  if (await isThere(db, type, id)) return;
  throw new AppError("invalid_request", {
    issues: [{ path: "scope.id", message: `names no ${type} that there is` }],
  });
}

async function isThere(
  db: Db | Transaction,
  type: BudgetRequest["scope"]["type"],
  id: string,
): Promise<boolean> {
  if (type === "workspace" || type === "tag") return true;
  if (type === "environment") return (ENVIRONMENTS as readonly string[]).includes(id);
  const table = { member, key: virtualKey, route }[type];
  if (!UUID.test(id)) return false;
  const rows = await db.select({ id: table.id }).from(table).where(eq(table.id, id));
  return rows.length > 0;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
