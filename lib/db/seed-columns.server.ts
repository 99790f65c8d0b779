import "server-only";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { formatDecimal, type Usd } from "@/lib/core/money";

type Columnwise<Row> = {
  /** The columns to be filled. */
  names: SQL;
  /** What they are filled with, of {@link rows}. */
  values: SQL;
  /** Rows as a table `row`, its columns by the names that they have in code. */
  rows(rows: readonly Row[]): SQL;
};

/**
 * How many rows of a table travel in one statement: column by column, each an array as one parameter. An engine reads
 * that in less time than the same rows as JSON, or than a parameter for each value.
 * @param leftOut columns that are left to what they are by default
 */
export function columnwise<Table extends PgTable>(
  table: Table,
  leftOut: ReadonlySet<string> = new Set(),
): Columnwise<Table["$inferInsert"]> {
  const columns = Object.entries(getTableColumns(table))
    .filter(([name]) => !leftOut.has(name))
    .map(([name, column]) => ({ name, type: column.getSQLType() }));
  const aliases = columns.map(({ name }) => `"${name}"`).join(", ");
  return {
    names: sql.raw(columns.map(({ name }) => `"${snake(name)}"`).join(", ")),
    values: sql.raw(
      columns.map(({ name, type }) => `row."${name}"${isText(type) ? `::${type}` : ""}`).join(", "),
    ),
    rows(rows: readonly Readonly<Record<string, unknown>>[]) {
      const arrays = columns.map(
        ({ name, type }) =>
          sql`${`{${rows.map((row) => write(row[name], type)).join(",")}}`}::${sql.raw(isText(type) ? "text" : type)}[]`,
      );
      return sql`unnest(${sql.join(arrays, sql`, `)}) as row(${sql.raw(aliases)})`;
    },
  };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Arrays have no arrays of different lengths in them, and JSON is text on its way. */
const isText = (type: string): boolean => type.endsWith("[]") || type === "jsonb";

/** A value as the element of an array literal; what it looks like says less than its column: `[]` is written in two ways. */
function write(value: unknown, type: string): string {
  if (value === null || value === undefined) return "NULL";
  if (type === "jsonb") return quote(JSON.stringify(value));
  if (Array.isArray(value)) return quote(`{${value.map((one) => write(one, type.slice(0, -2)))}}`);
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return formatDecimal(value as Usd);
  return value instanceof Date ? value.toISOString() : String(value);
}

const SPECIAL = /["\\]/g;
const quote = (text: string): string => `"${text.replace(SPECIAL, "\\$&")}"`;
