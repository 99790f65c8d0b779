import { type Cell, toCsv } from "@/lib/core/csv";
import { formatCount, formatExactUsd, formatTokens, formatUsd, UNKNOWN } from "@/lib/core/format";
import { formatMeanUsd } from "@/lib/core/format-mean";
import { formatDuration, formatPercent, formatSpeed } from "@/lib/core/format-measures";
import { add, formatDecimal, parseUsd, toApproximateNumber, type Usd } from "@/lib/core/money";

/** Money is exact; everything else is a number; null is unknown. */
export type Amount = Usd | number | null;
export type AmountKind = "usd" | "mean" | "count" | "tokens" | "duration" | "speed" | "share";

/** The column that sums up what has none of its own. */
export const OTHER_KEY = "\0other";

export type SheetColumn = {
  key: string;
  label: string;
  /** Its name in exported files, with the unit. */
  exported: string;
  kind: AmountKind;
  /** One a row. */
  values: readonly Amount[];
  /** How it is drawn; a column without a colour is only in the table. */
  colour?: string;
  /** A line that another one is measured against, and may lie on. */
  dashed?: boolean;
};

export type SheetRow = {
  key: string;
  /** What stands under its bar, and in full. */
  short: string;
  label: string;
  exported: string;
  /** Where the things behind its figures are. */
  href: string;
  /** What is unusual about it, in sentences; such a row bears a mark where it is drawn. */
  mark?: string;
  /** What it is expected to come to, while it is not over. */
  expected?: Expected;
};

/** The best guess, and between what it will be in four of five cases. */
export type Expected = { expected: Usd; low: Usd; high: Usd };

/** The figures of a chart: what is drawn, told, shown as a table and exported is all made of this. */
export type Sheet = {
  /** What the rows are: `Day`. */
  head: string;
  rows: readonly SheetRow[];
  columns: readonly SheetColumn[];
  /** What a bar is measured against. */
  line?: SheetLine;
};

/** One height for all bars, and what it means: `Daily budget`. */
export type SheetLine = { label: string; amount: Usd };

export const drawnColumns = ({ columns }: Sheet): (SheetColumn & { colour: string })[] =>
  columns.flatMap(({ colour, ...column }) => (colour === undefined ? [] : { ...column, colour }));

export const hasMarks = ({ rows }: Sheet): boolean => rows.some(({ mark }) => mark !== undefined);
export const hasExpected = ({ rows }: Sheet): boolean => rows.some(({ expected }) => expected !== undefined);

/** Whether a chart would show anything at all. */
export const hasFigures = (sheet: Sheet): boolean =>
  drawnColumns(sheet).some(({ values }) => values.some((value) => value !== null && Number(value) !== 0));

/** Bars below a line that is further above them would be flat. */
const FAR = 3;

/** How high the line of a sheet is drawn; null without one, and where it lies far above all bars. For geometry only. */
export function lineHeight(sheet: Sheet): number | null {
  if (!sheet.line) return null;
  const columns = drawnColumns(sheet);
  const tops = sheet.rows.map(({ expected }, index) =>
    Math.max(toNumber(rowTotal(columns, index)) ?? 0, expected ? toApproximateNumber(expected.high) : 0),
  );
  const height = toApproximateNumber(sheet.line.amount);
  return height <= FAR * Math.max(0, ...tops) ? height : null;
}

/** For geometry only. */
export const toNumber = (amount: Amount): number | null =>
  typeof amount === "bigint" ? toApproximateNumber(amount) : amount;

/** As people read it. */
export function amountText(kind: AmountKind, amount: Amount): string {
  if (amount === null) return UNKNOWN;
  if (typeof amount === "bigint") return kind === "mean" ? formatMeanUsd(amount) : formatUsd(amount);
  switch (kind) {
    case "usd":
    case "mean":
      return amountText(kind, parseUsd(String(amount)));
    case "count":
      return formatCount(amount);
    case "tokens":
      return formatTokens(amount);
    case "duration":
      return formatDuration(amount);
    case "speed":
      return formatSpeed(amount);
    case "share":
      return formatPercent(amount);
    default:
      return kind satisfies never;
  }
}

/** Marks of an axis are round numbers and are written without padding: `$0.5`, `$20`, `$1,500`. */
export function tickText(kind: AmountKind, value: number): string {
  if (kind !== "usd") return amountText(kind, value);
  if (Math.abs(value) >= 1000) return `${value < 0 ? "−" : ""}$${formatCount(Math.abs(value))}`;
  return formatExactUsd(parseUsd(String(value)));
}

/**
 * What the drawn columns come to in one row; null where they are no parts of a whole, and where all that is known of
 * some is nothing and of others nothing is known.
 */
export function rowTotal(columns: readonly SheetColumn[], row: number): Amount {
  const all = columns.map(({ values }) => values[row] ?? null);
  const amounts = all.filter((amount) => amount !== null);
  if (amounts.length < all.length && amounts.every((amount) => Number(amount) === 0)) return null;
  const dollars = amounts.filter((amount) => typeof amount === "bigint");
  if (dollars.length === amounts.length && dollars.length > 0) return add(...dollars);
  const numbers = amounts.filter((amount) => typeof amount === "number");
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);
}

/** The whole sheet, figures exact; what is expected and unusual in columns of their own, where there is any. */
export function sheetToCsv(sheet: Sheet): string {
  const { head, rows, columns } = sheet;
  const [foresees, marks] = [hasExpected(sheet), hasMarks(sheet)];
  const names = [head.toLowerCase(), ...columns.map(({ exported }) => exported)];
  if (foresees) names.push("expected (usd)", "expected at least (usd)", "expected at most (usd)");
  if (marks) names.push("note");
  return toCsv(
    names,
    rows.map(({ exported, expected, mark }, index) => {
      const cells = [exported, ...columns.map(({ values }) => exactCell(values[index] ?? null))];
      if (foresees)
        cells.push(...[expected?.expected, expected?.low, expected?.high].map((of) => exactCell(of ?? null)));
      if (marks) cells.push(mark ?? null);
      return cells;
    }),
  );
}

/** An amount as it stands in an exported file. */
export const exactCell = (amount: Amount): Cell =>
  typeof amount === "bigint" ? formatDecimal(amount) : amount;
