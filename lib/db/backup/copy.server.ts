import "server-only";
import type { Database } from "@/lib/db/client.server";
import { readBackup, writeBackup } from "./backup-file.server";
import { type FillOptions, fill } from "./fill.server";
import type { Tally } from "./fingerprint.server";
import type { Piece } from "./pieces.server";
import { asOfNow, readTables } from "./read-tables.server";
import { listTables } from "./tables.server";
import { countKnown, migrationsOf } from "./versions.server";

/** Of no use later: after a restore everybody signs in anew, what was ended since stays ended, and nobody asks again. */
const LEFT_OUT = ["session", "setup_secret", "login_failure", "idempotency"];

type BackupOptions = { folder: string; at: Date };

/** Writes all that is worth keeping, as of one moment, into a file of its own. @throws BackupError */
export async function backUp(
  { db }: Database,
  path: string,
  { folder, at }: BackupOptions,
): Promise<Tally[]> {
  const migrations = await migrationsOf(db);
  countKnown(migrations, folder, "The database is");
  const tallies: Tally[] = [];
  await asOfNow(db, async (tx) => {
    const tables = (await listTables(tx)).filter(({ name }) => !LEFT_OUT.includes(name));
    await writeBackup(path, { migrations, pieces: noting(readTables(tx, tables), tallies) }, at);
  });
  return tallies;
}

/** Brings back what a file holds, all of it or nothing. @throws BackupError */
export async function restore(target: Database, path: string, options: FillOptions): Promise<Tally[]> {
  // Once to its end before anything is touched.
  for await (const piece of (await readBackup(path)).pieces) void piece;
  return fill(target, await readBackup(path), options);
}

/** Copies everything from one database to another, sessions included. @throws BackupError */
export async function move(source: Database, target: Database, options: FillOptions): Promise<Tally[]> {
  const migrations = await migrationsOf(source.db);
  countKnown(migrations, options.folder, "The database is");
  return asOfNow(source.db, async (tx) =>
    fill(target, { migrations, pieces: readTables(tx, await listTables(tx)) }, options),
  );
}

async function* noting(pieces: AsyncIterable<Piece>, tallies: Tally[]): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    if (piece.kind === "end") tallies.push({ table: piece.table, rows: piece.rows, hash: piece.hash });
    yield piece;
  }
}
