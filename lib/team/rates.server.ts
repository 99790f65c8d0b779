import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { keyRate, memberRate } from "@/lib/db/schema/team";
import { LIMIT_WORDS, type Limited, type LimitName } from "./limits";

/** Milliseconds in which a whole limit comes back; as many parts make one, so that nothing is ever rounded. */
const MINUTE = 60_000;

/** One clock for all instances. It is read before the row is locked, hence may be behind what is stored. */
const DATABASE_CLOCK = sql`clock_timestamp()`;

const ROWS = {
  key: { table: keyRate, id: sql.identifier("key_id") },
  member: { table: memberRate, id: sql.identifier("member_id") },
} as const;

/**
 * Counts requests against the limits per minute of all whom they bind, or against none of them. Who has no limit is not
 * asked about.
 * @throws AppError `rate_limited` with the seconds after which they fit
 */
export async function countRequests(
  db: Db,
  limited: readonly Limited[],
  requests = 1,
  clock: SQL = DATABASE_CLOCK,
): Promise<void> {
  if (requests === 0) return;
  for (const one of limited)
    if (one.tokensPerMinute !== null) await requireTokens(db, one, one.tokensPerMinute, clock);
  const counted = limited.filter(({ requestsPerMinute }) => requestsPerMinute !== null);
  if (counted.length < 2) for (const one of counted) await count(db, one, requests, clock);
  // What one refuses is no request of the other's minute.
  else
    await db.transaction(async (tx) => {
      for (const one of counted) await count(tx, one, requests, clock);
    });
}

/**
 * What was used comes back evenly, so who was quiet may send a minute's worth at once: of N per minute, any span of d
 * seconds sees fewer than N + N·d/60 of them. The database looks and counts in one statement, under the lock of the row,
 * whichever instance asks.
 */
async function count(
  db: Db | Transaction,
  { of, id, requestsPerMinute }: Limited,
  requests: number,
  clock: SQL,
): Promise<void> {
  const most = requestsPerMinute ?? 0;
  // No minute has room for these together, so there is no time to name.
  if (requests > most) throw refused(of, "requestsPerMinute", most);
  const row = ROWS[of];
  const each = sql`${most}::bigint`;
  const full = sql`${each} * ${MINUTE}`;
  const cost = sql`${requests * MINUTE}::bigint`;
  const passed = sql`least(greatest(extract(epoch from excluded.at - r.at) * 1000, 0), ${MINUTE})::bigint`;
  // A limit that was lowered owes no more than itself.
  const used = sql`greatest(least(r.used, ${full}) - ${passed} * ${each}, 0)`;
  const fits = sql`${used} + ${cost} <= ${full}`;
  const { rows } = await db.execute<{ wait: number }>(sql`
    insert into ${row.table} as r (${row.id}, used, at, wait) values (${id}, ${cost}, ${clock}, 0)
    on conflict (${row.id}) do update set
      used = ${used} + case when ${fits} then ${cost} else 0 end,
      at = greatest(excluded.at, r.at),
      wait = case when ${fits} then 0 else ceil((${used} + ${cost} - ${full})::numeric / ${each}) end
    returning wait`);
  const wait = rows[0]?.wait ?? 0;
  if (wait > 0) throw refused(of, "requestsPerMinute", most, wait);
}

/** Gives back requests that were counted and came to nothing before anything was sent. */
export async function returnRequests(db: Db, limited: readonly Limited[], requests: number): Promise<void> {
  for (const { of, id, requestsPerMinute } of limited) {
    if (requestsPerMinute === null) continue;
    const row = ROWS[of];
    await db.execute(sql`
      update ${row.table} r set used = greatest(r.used - ${requests * MINUTE}::bigint, 0) where r.${row.id} = ${id}`);
  }
}

/** How many tokens are used and have not come back yet, 60,000 for each. */
const owed = (each: SQL, clock: SQL): SQL =>
  sql`greatest(r.tokens - greatest(extract(epoch from ${clock} - r.tokens_at) * 1000, 0) * ${each}, 0)`;

/** How many tokens a request is shows when it has ended: only who owes some already has to wait. */
async function requireTokens(db: Db, { of, id }: Limited, most: number, clock: SQL): Promise<void> {
  const row = ROWS[of];
  const each = sql`${most}::bigint`;
  const { rows } = await db.execute<{ wait: number }>(sql`
    select ceil((${owed(each, clock)} - ${each} * ${MINUTE}) / ${each})::double precision as wait
    from ${row.table} r where r.${row.id} = ${id}`);
  const wait = rows[0]?.wait ?? 0;
  if (wait > 0) throw refused(of, "tokensPerMinute", most, wait);
}

/**
 * Counts the tokens of a generation against whom they bind, in the transaction that learns of them. This may leave more
 * used than the limit is; until that has come back nothing further is let in.
 */
export async function countTokens(
  tx: Transaction,
  limited: readonly Pick<Limited, "of" | "id" | "tokensPerMinute">[],
  tokens: number,
  clock: SQL = DATABASE_CLOCK,
): Promise<void> {
  if (tokens === 0) return;
  for (const { of, id, tokensPerMinute } of limited) {
    if (tokensPerMinute === null) continue;
    const row = ROWS[of];
    await tx.execute(sql`
      insert into ${row.table} as r (${row.id}, used, at, wait, tokens, tokens_at)
      values (${id}, 0, ${clock}, 0, ${tokens * MINUTE}::bigint, ${clock})
      on conflict (${row.id}) do update set
        tokens = (${owed(sql`${tokensPerMinute}::bigint`, sql`excluded.tokens_at`)})::bigint + excluded.tokens,
        tokens_at = greatest(excluded.tokens_at, r.tokens_at)`);
  }
}

/**
 * Has whoever owes tokens under one limit owe under a lower one what comes back in the same time, so that lowering a limit
 * keeps nobody out for longer. What was counted under a limit that was taken away says nothing about the next.
 */
export async function carryTokens(
  tx: Transaction,
  { of, id }: Pick<Limited, "of" | "id">,
  before: number | null,
  after: number | null,
  clock: SQL = DATABASE_CLOCK,
): Promise<void> {
  if (before === after || (before !== null && after !== null && after > before)) return;
  const row = ROWS[of];
  const left =
    before === null || after === null
      ? sql`0`
      : sql`floor((${owed(sql`${before}::bigint`, clock)})::numeric * ${after}::bigint / ${before}::bigint)::bigint`;
  await tx.execute(sql`
    update ${row.table} r set tokens = ${left}, tokens_at = greatest(r.tokens_at, ${clock})
    where r.${row.id} = ${id}`);
}

/** @param wait milliseconds */
function refused(of: Limited["of"], name: Exclude<LimitName, "maxConcurrent">, most: number, wait?: number) {
  const what = name === "requestsPerMinute" ? "request" : "token";
  const { who, all } = LIMIT_WORDS[of];
  const amount = most === 1 ? `1 ${what}` : `${most} ${what}s`;
  const verb = name === "requestsPerMinute" ? "make" : "use";
  const end = wait === undefined ? "; this would be more at once" : ", and has";
  return new AppError(
    "rate_limited",
    { ...(wait !== undefined && { retryAfter: Math.ceil(wait / 1_000) }), limit: { of, name, most } },
    { message: `${who} may ${verb} ${amount} per minute${all}${end}. Nothing was sent.` },
  );
}
