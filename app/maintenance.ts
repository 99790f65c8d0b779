import "server-only";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { BackupError } from "@/lib/db/backup/backup-error";
import type { Tally } from "@/lib/db/backup/fingerprint.server";
import { type Database, openDatabase } from "@/lib/db/client.server";
import { acquireDirectoryLock } from "@/lib/db/lock.server";
import { type Environment, readEnvironment } from "./env";
import { explain } from "./start-up";

export const MIGRATIONS = join(process.cwd(), "lib/db/migrations");

/** The environment of a command, with the file `.env` as `npm start` reads it. */
export function readCommandEnvironment(): Environment {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return readEnvironment(process.env);
}

/** Opens the database as it is, whatever version made it: nothing is migrated or written. */
export async function openAsItIs(
  env: Pick<Environment, "DATABASE_URL" | "PATCHBAY_DATA_DIR">,
): Promise<Database> {
  const { DATABASE_URL: url, PATCHBAY_DATA_DIR: directory } = env;
  if (url !== undefined) return openPostgres(url);
  const place = join(directory, "database");
  // Opening would make one.
  if (!existsSync(place)) throw new BackupError(`There is no database in ${directory}.`);
  const lock = await acquireDirectoryLock(directory);
  const database = await openDatabase({ directory: place }).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  return { ...database, close: () => database.close().then(lock.release) };
}

/** Copying may take longer than a request's statements. */
export const openPostgres = (url: string): Promise<Database> =>
  openDatabase({ url, statementTimeout: 0, connections: 2 });

/** For people: each table, its rows, and the beginning of what they come to. */
export function describeTallies(tallies: readonly Tally[]): string {
  const width = Math.max(...tallies.map(({ table }) => table.length));
  return tallies
    .map(
      ({ table, rows, hash }) =>
        `  ${table.padEnd(width)}  ${String(rows).padStart(10)}  ${hash.slice(0, 16)}`,
    )
    .join("\n");
}

/** Runs a command to its end; what people can mend becomes a sentence and exit code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof BackupError ? error.message : explain(error).trim());
    process.exitCode = 1;
  }
}
