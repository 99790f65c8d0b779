import "server-only";
import { and, count, eq, gt } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member, virtualKey } from "@/lib/db/schema/team";
import { LIMIT_WORDS, type Limited } from "@/lib/team/limits";

const OF = {
  key: { row: virtualKey, column: generation.keyId },
  member: { row: member, column: generation.memberId },
} as const;

/**
 * Sees to it that so many more generations may run of all whom they bind, on whichever instance the others do. The rows of
 * key and member stay locked until the transaction ends, so that nobody else looks between this look and the writing down.
 * What a dead process left behind takes no room once its lease is over. Who has no limit is not asked about.
 * @throws AppError `too_many_streams`
 */
export async function requireRoom(
  tx: Transaction,
  limited: readonly Limited[],
  more: number,
  now: Date,
): Promise<void> {
  for (const one of limited) {
    if (one.maxConcurrent === null) continue;
    const { row, column } = OF[one.of];
    await tx.select({ id: row.id }).from(row).where(eq(row.id, one.id)).for("no key update");
    const [found] = await tx
      .select({ running: count() })
      .from(generation)
      .where(and(eq(generation.state, "running"), eq(column, one.id), gt(generation.leaseUntil, now)));
    if ((found?.running ?? 0) + more > one.maxConcurrent) throw tooMany(one, one.maxConcurrent);
  }
}

export function tooMany({ of }: Pick<Limited, "of">, most: number): AppError {
  const { who, all } = LIMIT_WORDS[of];
  const amount = most === 1 ? "1 request" : `${most} requests`;
  return new AppError(
    "too_many_streams",
    { retryAfter: 1, limit: { of, name: "maxConcurrent", most } },
    { message: `${who} may run ${amount} at once${all}. Nothing was sent.` },
  );
}
