import "server-only";
import { and, desc, eq, gt, lte, or, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { add, type Usd } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget, budgetAsk } from "@/lib/db/schema/budgets";
import { member, virtualKey } from "@/lib/db/schema/team";
import { type Actor, isAllowed } from "@/lib/team/actor";
import { askState, type Out } from "./asks";
import type { BudgetAsk, BudgetAskList } from "./asks-api";
import type { AskRequest } from "./asks-request";
import { changeBudget, findBudget, noSuchBudget } from "./budgets.server";
import { periodAt } from "./period";
import { MOST } from "./request";
import { IS_THERE } from "./rows.server";
import type { BudgetScope } from "./terms";

type Options = { account: string; now: Date };

const DAY = 86_400_000;
/** How long one's own requests are shown, and how many there are to a list. */
const [SHOWN, LONGEST] = [30 * DAY, 200];
/** How long a total, which never begins anew, is raised. */
const RAISE_OF_TOTAL = 7 * DAY;

/**
 * Asks for more of a hard budget; those who may raise it answer.
 * @throws AppError `not_found` for budgets of others, `conflict` while an earlier request waits for its answer,
 * `invalid_request` for a soft one, which refuses nothing
 */
export async function askForMore(
  db: Db | Transaction,
  actor: Actor,
  budgetId: string,
  { amount, note = null }: { amount: Usd; note?: AskRequest["note"] | null },
  { account, now }: Options,
): Promise<BudgetAsk> {
  return db.transaction(async (tx) => {
    const { scope, period, resetsAt, hard } = await findBudget(tx, budgetId, { account, now });
    if (!(await concerns(tx, scope, actor))) throw noSuchBudget();
    if (!hard) throw new AppError("invalid_request", {}, { message: "This budget refuses nothing." });
    const earlier = and(eq(budgetAsk.budgetId, budgetId), eq(budgetAsk.memberId, actor.memberId), IS_OPEN);
    // What was asked of an earlier period stands in nobody's way.
    await tx
      .update(budgetAsk)
      .set({ state: "lapsed" })
      .where(and(earlier, lte(budgetAsk.resetsAt, now)));
    const [row] = await tx
      .insert(budgetAsk)
      .values({
        ...{ id: newId(), budgetId, scope, period, resetsAt, memberId: actor.memberId },
        ...{ amount, note, askedAt: now, state: "open" },
      })
      .onConflictDoNothing()
      .returning({ id: budgetAsk.id });
    if (!row) throw conflict("You have asked for more of this budget already, and nobody has answered yet.");
    return findAsk(tx, row.id, actor, now);
  });
}

/** For those who may answer whatever waits for it, for everyone else their own requests of the last month. */
export async function listAsks(db: Db, actor: Actor, now: Date): Promise<BudgetAskList> {
  const mayAnswer = isAllowed(actor, "settings:write");
  const since = gt(budgetAsk.askedAt, new Date(now.getTime() - SHOWN));
  const own = and(eq(budgetAsk.memberId, actor.memberId), or(IS_OPEN, since));
  const requests = await readAsks(db, actor, now, mayAnswer ? IS_OPEN : own);
  return { requests, mayAsk: isAllowed(actor, "chat:write"), mayAnswer };
}

/**
 * Grants a request: its budget is raised until it begins anew, or for a week where it never does; while a raise runs, until
 * that ends. Of two who answer at once the first one's answer counts.
 * @throws AppError `not_found`, `conflict` when it was answered, its budget is gone or has begun anew, or whoever asked is out
 */
export async function grantAsk(
  db: Db | Transaction,
  actor: Actor,
  id: string,
  answer: string | null,
  options: Options,
): Promise<BudgetAsk> {
  const { now } = options;
  return db.transaction(async (tx) => {
    const granted = { state: "granted", answer } as const;
    const { budgetId, memberId, resetsAt, amount } = await take(tx, actor, id, granted, now);
    await requireIn(tx, memberId);
    const isThere = and(eq(budget.id, budgetId), IS_THERE);
    const [about] = await tx.select().from(budget).where(isThere).for("update");
    if (!about) throw conflict("This budget was deleted after somebody asked for more of it.");
    if (resetsAt && resetsAt <= now)
      throw conflict("This budget has begun anew since somebody asked for more of it.");
    const raise = raisedBy(about, amount, now);
    await changeBudget(tx, budgetId, { raise }, options);
    await tx.update(budgetAsk).set({ until: raise.until }).where(eq(budgetAsk.id, id));
    return findAsk(tx, id, actor, now);
  });
}

/** Declines a request, or puts one away that came to nothing. @throws AppError `not_found`, `conflict` when it was answered */
export async function declineAsk(
  db: Db | Transaction,
  actor: Actor,
  id: string,
  answer: string | null,
  now: Date,
): Promise<BudgetAsk> {
  return db.transaction(async (tx) => {
    const { state } = await findAsk(tx, id, actor, now);
    await take(tx, actor, id, { state: state === "open" ? "declined" : "lapsed", answer }, now);
    return findAsk(tx, id, actor, now);
  });
}

const IS_OPEN = eq(budgetAsk.state, "open");

const conflict = (message: string) => new AppError("conflict", {}, { message });

/** Budgets for others and for their keys stand against nobody else, and are nobody else's business. */
async function concerns(tx: Transaction, { type, id }: BudgetScope, actor: Actor): Promise<boolean> {
  if (type === "member") return id === actor.memberId;
  if (type !== "key" || id === null) return true;
  const [key] = await tx
    .select({ memberId: virtualKey.memberId })
    .from(virtualKey)
    .where(eq(virtualKey.id, id));
  return key?.memberId === actor.memberId;
}

type Answer = { state: "granted" | "declined" | "lapsed"; answer: string | null };

/** Puts an answer on a request that has none. Whoever comes second waits for the first, and then finds it answered. */
async function take(tx: Transaction, actor: Actor, id: string, answer: Answer, now: Date) {
  const [row] = await tx
    .update(budgetAsk)
    .set({ ...answer, answeredBy: actor.memberId, answeredAt: now })
    .where(and(eq(budgetAsk.id, id), IS_OPEN))
    .returning();
  if (row) return row;
  const { answer: given } = await findAsk(tx, id, actor, now);
  throw conflict(given ? `${given.by} has answered this request.` : "This request needs no answer any more.");
}

/** Nobody is given more who may spend nothing. Whoever is about to be removed or suspended is so before this, or after it. */
async function requireIn(tx: Transaction, memberId: string): Promise<void> {
  const [asker] = await tx.select(OUT).from(member).where(eq(member.id, memberId)).for("share");
  if (asker?.out === "removed") throw conflict("Whoever asked for this was removed from the team since.");
  if (asker?.out === "suspended") throw conflict("Whoever asked for this is suspended.");
}

const OUT = {
  out: sql<Out>`case when ${member.removedAt} is not null then 'removed'
    when ${member.suspendedAt} is not null then 'suspended' end`,
};

/** What a budget is raised by afterwards; a raise that runs is added to, and ends when whoever set it said. */
function raisedBy(about: typeof budget.$inferSelect, amount: Usd, now: Date): { amount: Usd; until: Date } {
  const { raiseAmount, raiseUntil, period, timeZone } = about;
  if (raiseAmount === null || raiseUntil === null || raiseUntil <= now) {
    const until = periodAt(period, timeZone, now).endsAt ?? new Date(now.getTime() + RAISE_OF_TOTAL);
    return { amount, until };
  }
  const sum = add(raiseAmount, amount);
  if (sum >= MOST) throw new AppError("invalid_request", {}, { message: "The raise would be too large." });
  return { amount: sum, until: raiseUntil };
}

async function findAsk(tx: Transaction, id: string, actor: Actor, now: Date): Promise<BudgetAsk> {
  const [found] = await readAsks(tx, actor, now, eq(budgetAsk.id, id));
  if (!found) throw new AppError("not_found", {}, { message: "There is no such request." });
  return found;
}

async function readAsks(
  db: Db | Transaction,
  actor: Actor,
  now: Date,
  where: SQL | undefined,
): Promise<BudgetAsk[]> {
  const rows = await db
    .select({
      row: budgetAsk,
      ...{ ...OUT, name: member.name },
      by: sql<string | null>`(select m.name from member m where m.id = ${budgetAsk.answeredBy})`,
      there: budget.id,
    })
    .from(budgetAsk)
    .innerJoin(member, eq(member.id, budgetAsk.memberId))
    .leftJoin(budget, and(eq(budget.id, budgetAsk.budgetId), IS_THERE))
    .where(where)
    .orderBy(desc(budgetAsk.askedAt), desc(budgetAsk.id))
    .limit(LONGEST);
  return rows.map(({ row, name, out, by, there }) => {
    const { memberId, answeredBy: _, answeredAt, answer, ...rest } = row;
    return {
      ...rest,
      member: name,
      isOwn: memberId === actor.memberId,
      state: askState(row, there !== null, out, now),
      answer: by !== null && answeredAt !== null ? { by, at: answeredAt, words: answer } : null,
    };
  });
}
