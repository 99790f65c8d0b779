import "server-only";
import { open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Database, openDatabase } from "@/lib/db/client.server";
import { acquireDirectoryLock } from "@/lib/db/lock.server";
import { syncDirectory } from "./backup-file.server";
import { restore } from "./copy.server";
import type { Tally } from "./fingerprint.server";
import { refuseUnlessEmpty } from "./load-tables.server";
import { listTables, tablesWithRows } from "./tables.server";

type Options = { folder: string; replace: boolean; at: Date };

/**
 * Restores into the embedded engine's directory: built beside the old database, and put in its place when it is whole.
 * What was there is kept under another name.
 * @returns what it holds, and where the old one went
 * @throws BackupError, DirectoryLockError
 */
export async function restoreIntoDirectory(
  directory: string,
  path: string,
  { folder, replace, at }: Options,
): Promise<{ tallies: Tally[]; kept: string | null }> {
  const lock = await acquireDirectoryLock(directory);
  const [place, draft] = [join(directory, "database"), join(directory, "database.restoring")];
  try {
    const isThere = await exists(place);
    if (isThere && !replace) await using(place, async ({ db }) => requireEmpty(db));
    await rm(draft, { recursive: true, force: true });
    const tallies = await using(draft, (database) => restore(database, path, { folder, replace: false }));
    // The engine leaves that to the system; here nothing else holds the rows.
    await syncAll(draft);
    const kept = isThere ? `${place}.before-${at.toISOString().replace(/[:.]/g, "-")}` : null;
    if (kept) await rename(place, kept);
    await rename(draft, place);
    await syncDirectory(directory);
    return { tallies, kept };
  } finally {
    await rm(draft, { recursive: true, force: true });
    await lock.release();
  }
}

const requireEmpty = async (db: Database["db"]) =>
  refuseUnlessEmpty(await tablesWithRows(db, await listTables(db)));

async function using<Result>(path: string, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openDatabase({ directory: path });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const exists = (path: string): Promise<boolean> =>
  readdir(path).then(
    (names) => names.length > 0,
    () => false,
  );

async function syncAll(directory: string): Promise<void> {
  for (const each of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    if (each.isDirectory()) await syncDirectory(path);
    else if (each.isFile()) {
      const file = await open(path, "r+");
      await file.sync().finally(() => file.close());
    }
  }
  await syncDirectory(directory);
}
