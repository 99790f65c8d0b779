import "server-only";
import { sql } from "drizzle-orm";
import { generation } from "@/lib/db/schema/ledger";

/**
 * Begins a statement with `known(name)`, the accounts of which there are generations: each is found from the one before it
 * by the index of starts, so that no generation in between is read. After the last comes one null.
 */
export const WITH_KNOWN_ACCOUNTS = sql`with recursive known(name) as (
  (select account from ${generation} order by account limit 1)
  union all
  select (select account from ${generation} where account > known.name order by account limit 1)
  from known where known.name is not null
)`;
