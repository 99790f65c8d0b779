import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Usd } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { type Attempt, entry, generation, hold, type SOURCES } from "@/lib/db/schema/ledger";
import { countTokens } from "@/lib/team/rates.server";
import { type Ending, type Settlement, settlementOf } from "./settlement";
import {
  type EndedRow,
  type HeldRow,
  isToEnd,
  keepId,
  type OpenedRow,
  openOne,
  settleOne,
} from "./statements.server";
import { limitedBy, TOKEN_LIMITS, tokensOf } from "./token-limits.server";

/** What is known of a generation before anything is sent. */
export type Opening = {
  id: string;
  account: string;
  memberId: string;
  source: (typeof SOURCES)[number];
  keyId?: string;
  tags?: string[];
  routeId?: string;
  routeVersion?: number;
  routeArm?: string;
  conversationId: string | null;
  messageId: string | null;
  models: string[];
  parameters: Record<string, unknown>;
  /** Best guess, for people. */
  estimate: Usd | null;
  /** The most it can cost, set aside; null when the catalogue cannot bound it. */
  ceiling: Usd | null;
  /** Whether what is sent keeps its cost within the ceiling, whichever provider answers. */
  isBinding?: boolean;
  /** Nothing is sent, and so nothing is set aside. */
  isRefused?: boolean;
  priceSnapshot: Record<string, unknown> | null;
};

export type Lease = { owner: string; until: Date };

/** Puts generations and their holds on record, in one statement. Nothing may be sent upstream before this is committed. */
export async function openGenerations(
  db: Db | Transaction,
  openings: Opening[],
  lease: Lease,
  at: Date,
): Promise<void> {
  const opened = openings.map((opening) => openedRow(opening, lease, at));
  const held = openings.filter(({ isRefused }) => !isRefused).map((opening) => heldRow(opening, at));
  const [one, its] = [opened[0], held[0]];
  if (one && its && opened.length === 1) return void (await openOne(db, { generation: one, hold: its }));
  if (held.length === 0) return void (await db.insert(generation).values(opened));
  const all = db.$with("opened").as(db.insert(generation).values(opened).returning({ id: generation.id }));
  await db.with(all).insert(hold).values(held);
}

const openedRow = (
  { ceiling: _ceiling, isBinding: _isBinding, isRefused: _isRefused, ...opening }: Opening,
  lease: Lease,
  at: Date,
): OpenedRow => ({
  ...{ keyId: null, tags: [], routeId: null, routeVersion: null, routeArm: null },
  ...opening,
  state: "running",
  leaseOwner: lease.owner,
  leaseUntil: lease.until,
  startedAt: at,
});

const heldRow = ({ id, account, ceiling, isBinding = false }: Opening, at: Date): HeldRow => ({
  ...{ id: newId(), generationId: id, account, amount: ceiling, isBinding, createdAt: at },
});

/**
 * Keeps the upstream's id as soon as it is known: with it, even a lost generation can be asked about. One that was given up
 * without it meanwhile, by an instance that took it over, is asked about at once.
 */
export async function keepUpstreamId(
  db: Db | Transaction,
  id: string,
  upstreamId: string,
  sentAt: Date | null,
): Promise<void> {
  await keepId(db, { id, upstreamId, sentAt });
}

/** The facts that a stream leaves behind besides how it ended. */
export type Facts = {
  sentAt: Date | null;
  model: string | null;
  provider: string | null;
  attempts: Attempt[] | null;
  finishReason: string | null;
  nativeFinishReason: string | null;
  ttftMs: number | null;
  durationMs: number | null;
};

/**
 * Settles a generation once: state, facts, money and hold in one transaction. Whoever no longer holds the lease, or comes
 * second, changes nothing but that the upstream is asked what nobody knew, and gets `false`. `also` runs in the same
 * transaction.
 */
export async function settle(
  db: Db,
  id: string,
  owner: string,
  ending: Ending,
  facts: Facts,
  also?: (tx: Transaction) => Promise<void>,
): Promise<boolean> {
  if (!also && (await settledAtOnce(db, id, owner, ending, facts))) return true;
  const { usage } = ending;
  return db.transaction(async (tx) => {
    // The id may have come on record after whoever settles looked: without it nobody would ever ask for the cost.
    const upstreamId = ending.upstreamId ?? (await readUpstreamId(tx, id));
    const settlement = settlementOf({ ...ending, upstreamId });
    const { cost, basis, holdOutcome } = settlement;
    const [settled] = await tx
      .update(generation)
      .set({ ...endedRow(ending, facts, settlement), upstreamId })
      .where(and(eq(generation.id, id), eq(generation.state, "running"), eq(generation.leaseOwner, owner)))
      .returning({ account: generation.account, ...TOKEN_LIMITS });
    if (!settled) {
      if (ending.upstreamId !== null) await keepUpstreamId(tx, id, ending.upstreamId, facts.sentAt);
      return false;
    }
    await also?.(tx);
    if (usage) await countTokens(tx, limitedBy(settled), tokensOf(usage));
    const { account } = settled;
    await putMoney(tx, id, {
      booking:
        cost !== null && basis !== null
          ? { account, kind: "settle", amount: cost, basis, bookedAt: ending.at }
          : null,
      hold: holdOutcome !== null ? { endedAt: ending.at, outcome: holdOutcome } : null,
    });
    return true;
  });
}

/** Settles in one statement what has come to its price, and with which nothing else has to be written. */
async function settledAtOnce(
  db: Db,
  id: string,
  owner: string,
  ending: Ending,
  facts: Facts,
): Promise<boolean> {
  const settlement = settlementOf(ending);
  if (settlement.basis !== "usage" || ending.upstreamId === null) return false;
  const { rows } = await settleOne(db, {
    id,
    owner,
    entryId: newId(),
    row: endedRow(ending, facts, settlement),
  });
  return rows.length === 1;
}

const endedRow = (
  { state, failure, upstreamId, usage, at }: Ending,
  facts: Facts,
  { cost, costState, confirmAt }: Settlement,
): EndedRow => ({
  ...facts,
  ...{ state, failure, upstreamId, cost, costState, confirmAt },
  promptTokens: usage?.promptTokens ?? null,
  completionTokens: usage?.completionTokens ?? null,
  reasoningTokens: usage?.reasoningTokens ?? null,
  cachedTokens: usage?.cachedTokens ?? null,
  cacheWriteTokens: usage?.cacheWriteTokens ?? null,
  upstreamCost: usage?.upstreamCost ?? null,
  isByok: usage?.isByok ?? null,
  endedAt: at,
  settledAt: at,
  leaseOwner: null,
  leaseUntil: null,
});

type Money = {
  booking: Omit<typeof entry.$inferInsert, "id" | "generationId"> | null;
  /** How the hold ends that has not ended like that. */
  hold: { endedAt: Date; outcome: NonNullable<Settlement["holdOutcome"]> } | null;
};

/**
 * Books what a generation cost and ends its hold, in one statement. It locks the counters of budgets, which all share, until
 * its transaction is over; hence it is the last one there, behind the counters of tokens too: of two that count both, none
 * has what the other waits for.
 */
export async function putMoney(tx: Transaction, generationId: string, money: Money): Promise<void> {
  const booking = money.booking && tx.insert(entry).values({ ...money.booking, id: newId(), generationId });
  if (!money.hold) return void (await booking);
  const { endedAt, outcome } = money.hold;
  const booked = booking && tx.$with("booked").as(booking.returning({ id: entry.id }));
  await (booked ? tx.with(booked) : tx)
    .update(hold)
    .set({ endedAt: sql`coalesce(${hold.endedAt}, ${endedAt.toISOString()}::timestamptz)`, outcome })
    .where(and(eq(hold.generationId, generationId), isToEnd(outcome)));
}

async function readUpstreamId(tx: Transaction, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ upstreamId: generation.upstreamId })
    .from(generation)
    .where(eq(generation.id, id))
    .for("update");
  return row?.upstreamId ?? null;
}
