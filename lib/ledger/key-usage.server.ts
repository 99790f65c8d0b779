import "server-only";
import { and, eq, or, type SQLWrapper, sql } from "drizzle-orm";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";

type Sums = { total: Usd; daily: Usd; weekly: Usd; monthly: Usd };
/** `byok` is what providers billed on the team's own keys with them. */
export type KeyUsage = Sums & { byok: Sums };

/** What a key has spent, in all and in the current UTC day, week (from Monday) and month, by start of the generation. */
export async function keyUsage(db: Db, account: string, keyId: string, now: Date): Promise<KeyUsage> {
  const { cost, upstreamCost, startedAt, keyId: key } = generation;
  const total = (amount: SQLWrapper) => sql<string>`coalesce(sum(${amount}), 0)::text`;
  const since = (amount: SQLWrapper, unit: "day" | "week" | "month") =>
    sql<string>`coalesce(sum(${amount}) filter (where ${startedAt} >= date_trunc(${unit}, ${now.toISOString()}::timestamptz at time zone 'UTC') at time zone 'UTC'), 0)::text`;
  const sums = (amount: SQLWrapper) => ({
    total: total(amount),
    daily: since(amount, "day"),
    weekly: since(amount, "week"),
    monthly: since(amount, "month"),
  });
  const [row] = await db
    .select({ ...sums(cost), byok: sums(upstreamCost) })
    .from(generation)
    .where(and(eq(generation.account, account), eq(key, keyId)));
  const read = (texts: Record<keyof Sums, string> | undefined): Sums => ({
    total: parseUsd(texts?.total ?? "0"),
    daily: parseUsd(texts?.daily ?? "0"),
    weekly: parseUsd(texts?.weekly ?? "0"),
    monthly: parseUsd(texts?.monthly ?? "0"),
  });
  return { ...read(row), byok: read(row?.byok) };
}

/** A key's own generation by either of its ids; null for all others. */
export async function findOwnGeneration(db: Db, account: string, keyId: string, id: string) {
  const [row] = await db
    .select({
      id: generation.id,
      upstreamId: generation.upstreamId,
      stats: generation.stats,
      confirmAt: generation.confirmAt,
    })
    .from(generation)
    .where(
      and(
        eq(generation.account, account),
        eq(generation.keyId, keyId),
        or(eq(generation.upstreamId, id), sql`${generation.id}::text = ${id}`),
      ),
    )
    .limit(1);
  return row ?? null;
}
