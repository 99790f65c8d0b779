import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { keyRate } from "@/lib/db/schema/team";
import type { KeyHolder } from "./keys.server";

/** Milliseconds in which a whole limit comes back; as many parts make a request, so that nothing is ever rounded. */
const MINUTE = 60_000;

/** One clock for all instances. It is read before the row is locked, hence may be behind what is stored. */
const DATABASE_CLOCK = sql`clock_timestamp()`;

/**
 * Counts a request against its key's requests per minute. What was used comes back evenly, so a key that was quiet may
 * send a minute's worth at once: of N per minute, any span of d seconds sees fewer than N + N·d/60 of them. The
 * database looks and counts in one statement, under the lock of the key's row, whichever instance asks.
 * A key without a limit is not asked about.
 * @throws AppError `rate_limited` with the seconds after which the next one fits
 */
export async function countRequest(
  db: Db,
  { id, requestsPerMinute }: Pick<KeyHolder, "id" | "requestsPerMinute">,
  clock: SQL = DATABASE_CLOCK,
): Promise<void> {
  if (requestsPerMinute === null) return;
  const each = sql`${requestsPerMinute}::bigint`;
  const full = sql`${each} * ${MINUTE}`;
  const passed = sql`least(greatest(extract(epoch from excluded.at - ${keyRate.at}) * 1000, 0), ${MINUTE})::bigint`;
  // A limit that was lowered owes no more than itself.
  const used = sql`greatest(least(${keyRate.used}, ${full}) - ${passed} * ${each}, 0)`;
  const fits = sql`${used} + ${MINUTE} <= ${full}`;
  const [counted] = await db
    .insert(keyRate)
    .values({ keyId: id, used: MINUTE, at: clock, wait: 0 })
    .onConflictDoUpdate({
      target: keyRate.keyId,
      set: {
        used: sql`${used} + case when ${fits} then ${MINUTE} else 0 end`,
        at: sql`greatest(excluded.at, ${keyRate.at})`,
        wait: sql`case when ${fits} then 0 else ceil((${used} + ${MINUTE} - ${full})::numeric / ${each}) end`,
      },
    })
    .returning({ wait: keyRate.wait });
  const wait = counted?.wait ?? 0;
  if (wait === 0) return;
  const requests = requestsPerMinute === 1 ? "1 request" : `${requestsPerMinute} requests`;
  throw new AppError(
    "rate_limited",
    { retryAfter: Math.ceil(wait / 1_000) },
    { message: `This key may make ${requests} per minute, and has. Nothing was sent.` },
  );
}
