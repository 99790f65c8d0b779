import "server-only";
import { and, asc, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { add, ZERO } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import { type GenerationStats, readStats } from "@/lib/openrouter/stats";
import { countTokens } from "@/lib/team/rates.server";
import { putMoney } from "./ledger.server";
import { confirmationOf, nextConfirmation } from "./settlement";
import { limitedBy, TOKEN_LIMITS, tokensOf } from "./token-limits.server";

type Upstream = { getGeneration(upstreamId: string): Promise<unknown> };
type Due = Pick<typeof generation.$inferSelect, "id" | "endedAt" | "confirmTries"> & { upstreamId: string };

/** How many records are asked for at a time; the upstream limits requests, and nobody waits for these. */
const BATCH = 4;

export type Confirmer = {
  /** Asks for what is due and has an id to ask by. Returns how many generations were asked about. */
  confirmDue(now: Date): Promise<number>;
  /** Asks for one at once, because someone is looking at it. */
  confirmNow(id: string, now: Date): Promise<void>;
};

/** Turns reported and unknown costs into confirmed ones, from the upstream's own records, across restarts. */
export function createConfirmer({
  db,
  upstream,
  account,
}: {
  db: Db;
  upstream: Upstream;
  account: string;
}): Confirmer {
  /** Claims by moving the date, so that several instances never ask for the same one. */
  const claim = (now: Date, wanted?: string) =>
    db.transaction(async (tx) => {
      const unasked = wanted === undefined;
      const due = await tx
        .select({ id: generation.id, tries: generation.confirmTries, endedAt: generation.endedAt })
        .from(generation)
        .where(
          and(
            eq(generation.account, account),
            isNotNull(generation.upstreamId),
            wanted
              ? and(eq(generation.id, wanted), isNotNull(generation.confirmAt))
              : lte(generation.confirmAt, now),
          ),
        )
        .orderBy(asc(generation.confirmAt))
        .limit(BATCH)
        .for("update", { skipLocked: true });
      const claimed: Due[] = [];
      for (const { id, tries, endedAt } of due) {
        const rows = await tx
          .update(generation)
          .set({
            // Being looked at must not use up the patience.
            confirmTries: unasked ? tries + 1 : tries,
            // Only giving up ends the asking, lest a crash between the two leaves the hold open for ever.
            confirmAt:
              nextConfirmation(endedAt ?? now, tries + (unasked ? 1 : 0), now) ??
              new Date(now.getTime() + LAST_DELAY),
          })
          .where(eq(generation.id, id))
          .returning({
            id: generation.id,
            // Nothing without one is claimed.
            upstreamId: sql<string>`${generation.upstreamId}`,
            endedAt: generation.endedAt,
            confirmTries: generation.confirmTries,
          });
        claimed.push(...rows);
      }
      return claimed;
    });

  async function confirm(due: Due, now: Date): Promise<void> {
    const stats = await ask(upstream, due.upstreamId);
    if (stats) return book(db, due.id, stats, now);
    if (nextConfirmation(due.endedAt ?? now, due.confirmTries, now) === null) await giveUp(db, due.id, now);
  }

  return {
    async confirmDue(now) {
      const due = await claim(now);
      const results = await Promise.allSettled(due.map((row) => confirm(row, now)));
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      return due.length;
    },
    async confirmNow(id, now) {
      for (const row of await claim(now, id)) await confirm(row, now);
    },
  };
}

/** When to ask once more after the last time, should the process die before it gives up; milliseconds. */
const LAST_DELAY = 10 * 60_000;

async function ask(upstream: Upstream, upstreamId: string): Promise<GenerationStats | null> {
  try {
    return readStats(await upstream.getGeneration(upstreamId));
  } catch (error) {
    // Not there yet, or out of reach: either way it is asked for again later.
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Books what the record says beyond what is booked, and fills in what the stream did not tell. */
export async function book(db: Db, id: string, stats: GenerationStats, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // The row is locked before its entries are read, so that two confirmations cannot both adjust.
    const [row] = await tx.select().from(generation).where(eq(generation.id, id)).for("update");
    if (!row || row.state === "running") return;
    const entries = await tx.select({ amount: entry.amount }).from(entry).where(eq(entry.generationId, id));
    const booked = entries.length === 0 ? null : add(ZERO, ...entries.map(({ amount }) => amount));
    const further = confirmationOf(booked, stats.cost);
    const isNews = row.promptTokens === null && row.completionTokens === null;
    const [limits] = await tx
      .update(generation)
      .set({
        cost: stats.cost,
        costState: "confirmed",
        confirmAt: null,
        confirmedAt: now,
        provider: row.provider ?? stats.provider,
        attempts: stats.attempts ?? row.attempts,
        promptTokens: stats.promptTokens ?? row.promptTokens,
        completionTokens: stats.completionTokens ?? row.completionTokens,
        reasoningTokens: stats.reasoningTokens ?? row.reasoningTokens,
        cachedTokens: stats.cachedTokens ?? row.cachedTokens,
        finishReason: row.finishReason ?? stats.finishReason,
        nativeFinishReason: row.nativeFinishReason ?? stats.nativeFinishReason,
        upstreamLatencyMs: stats.latencyMs,
        upstreamCost: stats.upstreamCost ?? row.upstreamCost,
        isByok: stats.isByok ?? row.isByok,
        stats: stats.record,
      })
      .where(eq(generation.id, id))
      .returning(TOKEN_LIMITS);
    // What was cancelled said nothing of its tokens until now.
    if (limits && isNews) await countTokens(tx, limitedBy(limits), tokensOf(stats));
    await putMoney(tx, id, {
      booking: further && { account: row.account, basis: "stats", bookedAt: now, ...further },
      hold: { endedAt: now, outcome: "booked" },
    });
  });
}

/** A day without a record: the cost stays unknown, and its hold no longer blocks anyone. */
async function giveUp(db: Db, id: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(generation).set({ confirmAt: null }).where(eq(generation.id, id));
    await tx
      .update(hold)
      .set({ endedAt: now, outcome: "unresolved" })
      .where(and(eq(hold.generationId, id), isNull(hold.endedAt)));
  });
}
