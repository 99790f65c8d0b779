import "server-only";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Database, Db } from "@/lib/db/client.server";
import { migrate } from "@/lib/db/migrate.server";
import { BackupError } from "./backup-error";

/** The migrations that a database has behind it, by their hashes, from the first to the last. */
export async function migrationsOf(db: Db): Promise<string[]> {
  const there = await db.execute<{ is: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as "is"`,
  );
  if (!there.rows[0]?.is) return [];
  const { rows } = await db.execute<{ hash: string }>(
    sql`select hash from drizzle.__drizzle_migrations order by created_at`,
  );
  return rows.map(({ hash }) => hash);
}

/**
 * How many of this version's migrations these are.
 * @throws BackupError when they are not its first ones: a newer Patchbay, or another program, made them
 */
export function countKnown(migrations: readonly string[], folder: string, whose: string): number {
  const known = readMigrationFiles({ migrationsFolder: folder });
  if (migrations.every((hash, index) => hash === known[index]?.hash)) return migrations.length;
  throw new BackupError(
    `${whose} of a newer Patchbay than this one. Update this one first, or use the version that made it.`,
  );
}

/** Brings a database to the state that an earlier version would have left it in: the first `count` migrations. */
export async function migrateTo(
  database: Database,
  count: number,
  folder: string,
  url: string | undefined,
): Promise<void> {
  const some = await mkdtemp(join(tmpdir(), "patchbay-migrations-"));
  try {
    await cp(folder, some, { recursive: true });
    const journal = join(some, "meta/_journal.json");
    const all: { entries: unknown[] } = JSON.parse(await readFile(journal, "utf8"));
    await writeFile(journal, JSON.stringify({ ...all, entries: all.entries.slice(0, count) }));
    await migrate(database, some, url);
  } finally {
    await rm(some, { recursive: true, force: true });
  }
}
