import { toCsv } from "@/lib/core/csv";
import { exportedOf } from "./column-values";
import { COLUMNS } from "./columns";
import type { TableRow } from "./table-row";

const chosen = (keys: readonly string[]) => COLUMNS.filter(({ key }) => keys.includes(key));

/** What is on screen as CSV: the rows in their order, the shown columns, figures exact. */
export function rowsToCsv(rows: readonly TableRow[], keys: readonly string[]): string {
  const columns = chosen(keys);
  return toCsv(
    ["id", "name", "gone_at", ...columns.map(({ exported }) => exported)],
    rows.map((row) => [
      row.id,
      row.name,
      row.gone?.goneAt.toISOString() ?? null,
      ...columns.map((column) => exportedOf(column, row)),
    ]),
  );
}

/** The same as JSON; amounts of money stay text, so that no reader rounds them. */
export function rowsToJson(
  rows: readonly TableRow[],
  keys: readonly string[],
  pricesAt: Date | null,
): string {
  const columns = chosen(keys);
  const models = rows.map((row) => ({
    ...{ id: row.id, name: row.name, gone_at: row.gone?.goneAt ?? null },
    ...Object.fromEntries(columns.map((column) => [column.exported, exportedOf(column, row)])),
  }));
  return `${JSON.stringify({ prices_as_of: pricesAt, models }, null, 2)}\n`;
}
