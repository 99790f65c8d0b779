import "server-only";
import { getTableName, is, type SQL, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import type { Db, Transaction } from "@/lib/db/client.server";
import * as schema from "@/lib/db/schema";

export type Table = { name: string; columns: { name: string; type: string; isIdentity: boolean }[] };

const OURS = new Set<string>(
  Object.values(schema).flatMap((value) => (is(value, PgTable) ? [getTableName(value)] : [])),
);

/** Of two tables of which one refers to the other, what it refers to comes first; a database may hold foreign ones, too. */
export async function listTables(db: Db | Transaction): Promise<Table[]> {
  const columns = await db.execute<{ table: string; name: string; type: string; identity: boolean }>(sql`
    select c.relname as "table", a.attname as "name", format_type(a.atttypid, a.atttypmod) as "type",
      a.attidentity <> '' as "identity"
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname collate "C", a.attnum`);
  const references = await db.execute<{ from: string; to: string }>(sql`
    select o.relname as "from", t.relname as "to"
    from pg_constraint r join pg_class o on o.oid = r.conrelid join pg_class t on t.oid = r.confrelid
    where r.contype = 'f' and o.relnamespace = 'public'::regnamespace and r.conrelid <> r.confrelid`);
  const tables = new Map<string, Table>();
  for (const { table, name, type, identity } of columns.rows) {
    if (!OURS.has(table)) continue;
    const known = tables.get(table) ?? { name: table, columns: [] };
    known.columns.push({ name, type, isIdentity: identity });
    tables.set(table, known);
  }
  return inOrder(tables, references.rows);
}

function inOrder(tables: Map<string, Table>, references: { from: string; to: string }[]): Table[] {
  const ordered = new Set<Table>();
  const place = (table: Table, above: readonly string[]): void => {
    if (ordered.has(table)) return;
    if (above.includes(table.name)) throw new Error(`tables refer to each other in a circle: ${table.name}`);
    for (const { from, to } of references) {
      const needed = from === table.name ? tables.get(to) : undefined;
      if (needed) place(needed, [...above, table.name]);
    }
    ordered.add(table);
  };
  for (const table of tables.values()) place(table, []);
  return [...ordered];
}

/** The tables that hold anything. */
export async function tablesWithRows(db: Db | Transaction, tables: readonly Table[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.execute<{ any: boolean }>(
      sql`select exists (select from ${sql.identifier(name)}) as "any"`,
    );
    if (rows[0]?.any) found.push(name);
  }
  return found;
}

/** Column names, in a row. */
export const namesOf = ({ columns }: Table): SQL =>
  sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
