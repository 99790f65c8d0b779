import "server-only";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/lib/db/client.server";
import { BackupError } from "./backup-error";
import { Fingerprint, type Tally } from "./fingerprint.server";
import type { Piece } from "./pieces.server";
import { readRows, writeAlike } from "./read-tables.server";
import { namesOf, type Table, tablesWithRows } from "./tables.server";

type Options = { tables: readonly Table[]; replace: boolean };

/**
 * Puts rows where none are, and reads them back: what is not exactly what was brought ends the transaction. Triggers
 * are off meanwhile: roll-ups, marks and counters come along as they were, and none of them counts a row again.
 * @throws BackupError for a database that holds something, and for rows that are not what they should be
 */
export async function loadTables(
  tx: Transaction,
  pieces: AsyncIterable<Piece>,
  { tables, replace }: Options,
): Promise<Tally[]> {
  await writeAlike(tx);
  // It also locks them: whoever would write waits, and then finds all of it or nothing.
  for (const { name } of tables)
    await tx.execute(sql`alter table ${sql.identifier(name)} disable trigger user`);
  if (replace) await empty(tx, tables);
  else refuseUnlessEmpty(await tablesWithRows(tx, tables));
  const brought = await write(tx, pieces, tables);
  for (const tally of brought) {
    const table = named(tables, tally.table);
    await continueCounting(tx, table);
    requireSame(tally, await tallyOf(tx, table), "what the database then held");
  }
  for (const { name } of tables)
    await tx.execute(sql`alter table ${sql.identifier(name)} enable trigger user`);
  return brought;
}

/** @throws BackupError naming what is there */
export function refuseUnlessEmpty(tables: readonly string[]): void {
  if (tables.length === 0) return;
  const named = tables.slice(0, 5).join(", ") + (tables.length > 5 ? " and more" : "");
  throw new BackupError(
    `The database is not empty: there are rows in ${named}. Nothing was changed. Name an empty one, or add --replace to have what it holds replaced.`,
  );
}

async function empty(tx: Transaction, tables: readonly Table[]): Promise<void> {
  const names = tables.map(({ name }) => sql.identifier(name));
  await tx.execute(sql`truncate ${sql.join(names, sql`, `)}`);
}

async function write(
  tx: Transaction,
  pieces: AsyncIterable<Piece>,
  tables: readonly Table[],
): Promise<Tally[]> {
  const tallies: Tally[] = [];
  let current: Table | null = null;
  let fingerprint = new Fingerprint();
  for await (const piece of pieces) {
    if (piece.kind === "table") {
      const { columns, name } = named(tables, piece.name);
      // In the order in which the values come.
      current = { name, columns: piece.columns.map((column) => namedColumn(columns, column, name)) };
      fingerprint = new Fingerprint();
    } else if (current && piece.kind === "rows") {
      fingerprint.add(piece.lines);
      await insert(tx, current, piece.lines);
    } else if (current && piece.kind === "end") {
      const tally = fingerprint.of(current.name);
      requireSame({ ...piece }, tally, "what arrived");
      tallies.push(tally);
    }
  }
  return tallies;
}

/** Many rows in one statement with one parameter, however many columns they have. */
async function insert(tx: Transaction, table: Table, lines: readonly string[]): Promise<void> {
  const values = table.columns.map(({ type }, at) => sql.raw(`(r ->> ${at})::${type}`));
  await tx.execute(sql`insert into ${sql.identifier(table.name)} (${namesOf(table)}) overriding system value
    select ${sql.join(values, sql`, `)} from jsonb_array_elements(${`[${lines.join(",")}]`}::text::jsonb) r`);
}

/** What numbers itself goes on after the last number that is taken. */
async function continueCounting(tx: Transaction, { name, columns }: Table): Promise<void> {
  for (const column of columns.filter(({ isIdentity }) => isIdentity))
    await tx.execute(sql`select setval(pg_get_serial_sequence(${`public.${name}`}, ${column.name}),
      coalesce(max(${sql.identifier(column.name)}), 1), count(*) > 0) from ${sql.identifier(name)}`);
}

async function tallyOf(tx: Transaction, table: Table): Promise<Tally> {
  const fingerprint = new Fingerprint();
  for await (const lines of readRows(tx, table)) fingerprint.add(lines);
  return fingerprint.of(table.name);
}

function requireSame(expected: Tally, found: Tally, what: string): void {
  if (expected.rows === found.rows && expected.hash === found.hash) return;
  throw new BackupError(
    `${expected.table}: ${what} is not what was written down (${expected.rows} rows, hash ${expected.hash.slice(0, 12)}; found ${found.rows}, ${found.hash.slice(0, 12)}). Nothing was changed.`,
  );
}

function named(tables: readonly Table[], name: string): Table {
  const table = tables.find((each) => each.name === name);
  if (!table) throw new BackupError(`There is no table ${name} here. Nothing was changed.`);
  return table;
}

function namedColumn(columns: Table["columns"], name: string, table: string): Table["columns"][number] {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new BackupError(`The table ${table} has no column ${name}. Nothing was changed.`);
  return column;
}
