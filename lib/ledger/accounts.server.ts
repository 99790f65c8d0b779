import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { keyHashOf } from "@/lib/openrouter/client.server";
import type { Account } from "./accounts-api";
import type { AccountName } from "./api";
import { WITH_KNOWN_ACCOUNTS } from "./known-accounts.server";

/** What an account is called where it is told; `current` is the one in use. */
export function nameAccount(account: string, current: string): AccountName {
  return {
    id: idOf(account),
    host: /^https?:\/\/([^#]+)#/.exec(account)?.[1] ?? null,
    keyEnd: keyHashOf(account)?.slice(-4) ?? null,
    isCurrent: account === current,
  };
}

/** Addresses are copied about, so that a key's hash is hashed once more and cut short in them. */
const idOf = (account: string): string =>
  keyHashOf(account) === null ? account : createHash("sha256").update(account).digest("hex").slice(0, 16);

/** The account in use, then all others of which there are generations, the latest first. */
export async function listAccounts(
  db: Db,
  { current, withTimes }: { current: string; withTimes: boolean },
): Promise<Account[]> {
  const known = await readAccounts(db);
  const used = known.find(({ account }) => account === current) ?? {
    account: current,
    first: null,
    last: null,
  };
  const others = known
    .filter(({ account }) => account !== current)
    .sort((one, other) => Number(other.last) - Number(one.last));
  return [used, ...others].map(({ account, first, last }) => ({
    ...nameAccount(account, current),
    ...(withTimes ? { first, last } : { first: null, last: null }),
  }));
}

/**
 * The account that is asked for by its id; the one in use where none is.
 * @throws AppError `invalid_request` for one of which the ledger knows nothing
 */
export async function findAccount(db: Db, current: string, id: string | undefined): Promise<string> {
  if (id === undefined || id === idOf(current)) return current;
  const found = (await readAccounts(db)).find(({ account }) => idOf(account) === id);
  if (found) return found.account;
  throw new AppError("invalid_request", {
    issues: [{ path: "account", message: "is not an account of this ledger" }],
  });
}

/** Each with its ends, which the index of starts tells as well. */
async function readAccounts(db: Db): Promise<{ account: string; first: Date; last: Date }[]> {
  const edge = (direction: "asc" | "desc") => sql`(
    select (extract(epoch from started_at) * 1000)::float8 from ${generation}
    where account = known.name order by started_at ${sql.raw(direction)} limit 1)`;
  const { rows } = await db.execute<{ account: string; first: number; last: number }>(sql`
    ${WITH_KNOWN_ACCOUNTS}
    select name as account, ${edge("asc")} as first, ${edge("desc")} as last from known where name is not null`);
  return rows.map(({ account, first, last }) => ({ account, first: new Date(first), last: new Date(last) }));
}
