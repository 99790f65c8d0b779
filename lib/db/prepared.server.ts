import "server-only";
import { getTableColumns, type Query, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Db, Transaction } from "./client.server";

/** A statement with slots for values; the rows that come back are as the engine puts them. */
export type Prepared<Values> = (db: Db | Transaction, values: Values) => Promise<{ rows: unknown[] }>;

/**
 * A statement that is sent so often that writing its text each time would cost more than sending it: `build` is asked once,
 * and what is sent later only fills its slots. The server is told nothing of that, so poolers may hand connections around.
 */
export function prepared<Values extends object>(
  build: (db: Db | Transaction) => { toSQL(): Query },
): Prepared<Values> {
  let query: Query | null = null;
  return (db, values) => {
    query ??= build(db).toSQL();
    const statement = db._.session.prepareQuery(query, undefined, undefined, false);
    return statement.execute(flat(values)) as Promise<{ rows: unknown[] }>;
  };
}

/** A row within the values lends its columns its name. */
function flat(values: object): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (isRow(value)) for (const column in value) all[`${name}.${column}`] = value[column];
    else all[name] = value;
  }
  return all;
}

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Where a value goes, written as its column is; null stays null. */
export function slot(name: string, column: PgColumn): SQL {
  const mapToDriverValue = (value: unknown) => (value === null ? null : column.mapToDriverValue(value));
  return sql`${sql.param(sql.placeholder(name), { mapToDriverValue })}`;
}

/** Where the columns of a row go that has this name among the values, or, without one, values of their own. */
export function slots<Table extends PgTable, Name extends keyof Table["_"]["columns"] & string>(
  table: Table,
  names: readonly Name[],
  row?: string,
): Record<Name, SQL> {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const entries = names.map((name) => [name, slot(row ? `${row}.${name}` : name, columns[name] as PgColumn)]);
  return Object.fromEntries(entries);
}
