/** What a cell of an exported table may hold; null is an empty one, a list becomes one cell. */
export type Cell = string | number | boolean | readonly string[] | null;

/**
 * A table as CSV (RFC 4180) with a mark that tells spreadsheets that it is UTF-8. Text that they would run as a
 * formula gets an apostrophe in front; decimal numbers stay numbers, negative ones too.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${[header, ...rows].map(csvLine).join("")}`;
}

/** One line of such a table, for files that are written as they come. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(toField).join(",")}\r\n`;

function toField(cell: Cell): string {
  const text = harmless(Array.isArray(cell) ? cell.join(" ") : String(cell ?? ""));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
/** What begins a formula, also behind blanks, and in the wide forms that some programs take for the narrow ones. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠|%]|^[\t\r\n]/;

const harmless = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
