import "server-only";
import { sql } from "drizzle-orm";
import type { Db, Transaction } from "@/lib/db/client.server";
import { Fingerprint } from "./fingerprint.server";
import type { Piece } from "./pieces.server";
import type { Table } from "./tables.server";

/** Bytes that a batch of rows may have as they are stored, so that memory is bounded whatever they hold. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ROWS = 1_000;

/** Makes both engines write every value alike, until the transaction ends. */
export async function writeAlike(tx: Transaction): Promise<void> {
  for (const setting of ["time zone 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'"])
    await tx.execute(sql.raw(`set local ${setting}`));
}

/** All of it as of one moment; on Postgres nobody waits for it. */
export function asOfNow<Result>(db: Db, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return db.transaction(
    async (tx) => {
      await writeAlike(tx);
      return work(tx);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

export async function* readTables(tx: Transaction, tables: readonly Table[]): AsyncGenerator<Piece> {
  for (const table of tables) {
    yield { kind: "table", name: table.name, columns: table.columns.map(({ name }) => name) };
    const fingerprint = new Fingerprint();
    for await (const lines of readRows(tx, table)) {
      fingerprint.add(lines);
      yield { kind: "rows", lines };
    }
    yield { kind: "end", ...fingerprint.of(table.name) };
  }
}

/** A table's rows in batches, in no order. */
export async function* readRows(tx: Transaction, table: Table): AsyncGenerator<string[]> {
  const values = table.columns.map(({ name }) => sql`${sql.identifier(name)}::text`);
  const batch = await batchOf(tx, table);
  await tx.execute(sql`declare patchbay_rows no scroll cursor for
    select json_build_array(${sql.join(values, sql`, `)})::text as line from ${sql.identifier(table.name)}`);
  for (;;) {
    const { rows } = await tx.execute<{ line: string }>(sql.raw(`fetch ${batch} from patchbay_rows`));
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < batch) break;
  }
  await tx.execute(sql`close patchbay_rows`);
}

/** By the widest row there is: files are large, and so may answers be. */
async function batchOf(tx: Transaction, { name, columns }: Table): Promise<number> {
  const widths = columns.map((column) => sql`coalesce(pg_column_size(${sql.identifier(column.name)}), 0)`);
  const { rows } = await tx.execute<{ widest: string }>(
    sql`select coalesce(max(${sql.join(widths, sql` + `)}), 1)::text as widest from ${sql.identifier(name)}`,
  );
  return Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_BYTES / Number(rows[0]?.widest ?? 1))));
}
