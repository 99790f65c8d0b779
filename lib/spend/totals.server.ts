import "server-only";
import { and, eq, gte, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { isTimeZone, lastDays } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import type { SpendTotals } from "./api";
import type { TotalsQuery } from "./request";

/**
 * What a member has spent since midnight of a place, and on one conversation, all branches and deleted turns included.
 * @throws AppError `invalid_request` for an unknown time zone
 */
export async function spendTotals(
  db: Db,
  { account, memberId, query, now }: { account: string; memberId: string; query: TotalsQuery; now: Date },
): Promise<SpendTotals> {
  const { timeZone, conversationId } = query;
  if (!isTimeZone(timeZone)) {
    throw new AppError("invalid_request", { issues: [{ path: "timeZone", message: "is not a time zone" }] });
  }
  const [midnight = now] = lastDays(now, 1, timeZone);
  const own = and(eq(generation.account, account), eq(generation.memberId, memberId));
  const [today, conversation] = await Promise.all([
    sumUp(db, and(own, gte(generation.startedAt, midnight))),
    conversationId === undefined ? null : sumUp(db, and(own, eq(generation.conversationId, conversationId))),
  ]);
  return { since: midnight, today, conversation };
}

async function sumUp(db: Db, which: SQL | undefined) {
  const [sums] = await db
    .select({
      cost: sql<string>`coalesce(sum(${generation.cost}), 0)::text`,
      unknown: sql<number>`(count(*) filter (where ${generation.cost} is null and ${generation.state} <> 'running'))::int`,
    })
    .from(generation)
    .where(which);
  return { cost: parseUsd(sums?.cost ?? "0"), unknown: sums?.unknown ?? 0 };
}
