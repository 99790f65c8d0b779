import "server-only";
import { and, eq, isNull, notInArray, or, sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Usd } from "@/lib/core/money";
import type { Db, Transaction } from "@/lib/db/client.server";
import { type Attempt, entry, generation, hold, type SOURCES } from "@/lib/db/schema/ledger";
import { countTokens } from "@/lib/team/rates.server";
import { type Ending, type Settlement, settlementOf } from "./settlement";
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
  const rows = openings.map(
    ({ ceiling: _ceiling, isBinding: _isBinding, isRefused: _isRefused, ...opening }) => ({
      ...opening,
      state: "running" as const,
      leaseOwner: lease.owner,
      leaseUntil: lease.until,
      startedAt: at,
    }),
  );
  const holds = openings
    .filter(({ isRefused }) => !isRefused)
    .map(({ id, account, ceiling, isBinding = false }) => ({
      id: newId(),
      generationId: id,
      account,
      amount: ceiling,
      isBinding,
      createdAt: at,
    }));
  if (holds.length === 0) return void (await db.insert(generation).values(rows));
  const opened = db.$with("opened").as(db.insert(generation).values(rows).returning({ id: generation.id }));
  await db.with(opened).insert(hold).values(holds);
}

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
  const isGivenUp = sql`${generation.state} <> 'running' and ${generation.cost} is null`;
  await db
    .update(generation)
    .set({
      upstreamId,
      sentAt,
      confirmAt: sql`case when ${isGivenUp} then now() else ${generation.confirmAt} end`,
    })
    .where(and(eq(generation.id, id), isNull(generation.upstreamId)));
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
  const { usage } = ending;
  return db.transaction(async (tx) => {
    // The id may have come on record after whoever settles looked: without it nobody would ever ask for the cost.
    const upstreamId = ending.upstreamId ?? (await readUpstreamId(tx, id));
    const { cost, costState, basis, holdOutcome, confirmAt } = settlementOf({ ...ending, upstreamId });
    const [settled] = await tx
      .update(generation)
      .set({
        ...facts,
        state: ending.state,
        failure: ending.failure,
        upstreamId,
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        reasoningTokens: usage?.reasoningTokens ?? null,
        cachedTokens: usage?.cachedTokens ?? null,
        cacheWriteTokens: usage?.cacheWriteTokens ?? null,
        upstreamCost: usage?.upstreamCost ?? null,
        isByok: usage?.isByok ?? null,
        cost,
        costState,
        confirmAt,
        endedAt: ending.at,
        settledAt: ending.at,
        leaseOwner: null,
        leaseUntil: null,
      })
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
    .where(
      and(
        eq(hold.generationId, generationId),
        // What was released costs nothing, whatever is heard of it later.
        or(isNull(hold.outcome), notInArray(hold.outcome, ["released", outcome])),
      ),
    );
}

async function readUpstreamId(tx: Transaction, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ upstreamId: generation.upstreamId })
    .from(generation)
    .where(eq(generation.id, id))
    .for("update");
  return row?.upstreamId ?? null;
}
