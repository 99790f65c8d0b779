import "server-only";
import { sql } from "drizzle-orm";
import { eventually } from "@/lib/core/testing";
import type { Db } from "@/lib/db/client.server";

/** Resolves as soon as a statement waits for a lock; only a Postgres server has several at once. */
export const somebodyWaits = (db: Db): Promise<void> =>
  eventually(async () => {
    const { rows } = await db.execute(
      sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length === 0) throw new Error("nobody waits for a lock");
  });
