import "server-only";
import { sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import { migrate as migrateEmbedded } from "drizzle-orm/pglite/migrator";
import { type Database, openDatabase } from "./client.server";
import type * as schema from "./schema";

/** Any fixed number: "patchbay" as a lock that every instance of it knows. */
const MIGRATION_LOCK = 7_238_421_996;

/**
 * Brings the schema up to date. Drizzle's migrator takes no lock of its own and fails when several
 * instances start at once, so Postgres serialises them; the embedded engine has one process by design.
 */
export async function migrate(database: Database, migrationsFolder: string, url?: string): Promise<void> {
  if (database.engine === "pglite" || url === undefined) {
    return migrateEmbedded(database.db as unknown as PgliteDatabase<typeof schema>, { migrationsFolder });
  }
  // Waiting for another instance, and changing a large table, may take longer than a request's statements.
  const own = await openDatabase({ url, statementTimeout: 0 });
  try {
    await own.db.transaction(async (locked) => {
      await locked.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await migratePostgres(own.db as unknown as NodePgDatabase<typeof schema>, { migrationsFolder });
    });
  } finally {
    await own.close();
  }
}
