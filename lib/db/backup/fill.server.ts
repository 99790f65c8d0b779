import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/client.server";
import { migrate } from "@/lib/db/migrate.server";
import { BackupError } from "./backup-error";
import type { Tally } from "./fingerprint.server";
import { loadTables, refuseUnlessEmpty } from "./load-tables.server";
import type { Contents } from "./pieces.server";
import { listTables, tablesWithRows } from "./tables.server";
import { countKnown, migrateTo, migrationsOf } from "./versions.server";

export type FillOptions = {
  /** Where this version's migrations are. */
  folder: string;
  /** The address of a Postgres; undefined for the embedded engine. */
  url?: string | undefined;
  /** Whether what is there may go. */
  replace: boolean;
};

/**
 * Fills a database with what was copied from another, all of it or nothing. What an earlier version made is loaded
 * into that version's tables, and then migrated as a database of that time would be.
 * @throws BackupError
 */
export async function fill(
  target: Database,
  { migrations, pieces }: Contents,
  { folder, url, replace }: FillOptions,
): Promise<Tally[]> {
  const { db } = target;
  const count = countKnown(migrations, folder, "This comes out");
  const present = countKnown(await migrationsOf(db), folder, "The database is");
  if (!replace) refuseUnlessEmpty(await tablesWithRows(db, await listTables(db)));
  if (present > count)
    throw new BackupError(
      "This was made by an earlier version of Patchbay than the database. Nothing was changed. Name a database in which no Patchbay was started yet, such as `createdb patchbay` makes.",
    );
  await migrateTo(target, count, folder, url);
  const tables = await listTables(db);
  const tallies = await db.transaction((tx) => loadTables(tx, pieces, { tables, replace }));
  await migrate(target, folder, url);
  // Else the first pages are planned as if all tables were empty.
  for (const { name } of tables) await db.execute(sql`analyze ${sql.identifier(name)}`);
  return tallies;
}
