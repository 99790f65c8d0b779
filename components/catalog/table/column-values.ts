import type { Cell } from "@/lib/core/csv";
import {
  formatContext,
  formatCount,
  formatExactUsd,
  formatPricePerMillion,
  formatUsd,
  UNKNOWN,
} from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { formatDuration, formatPercent, formatSpeed } from "@/lib/core/format-measures";
import { formatDecimal, times } from "@/lib/core/money";
import type { Column } from "./columns";
import { priceIn, type TableRow } from "./table-row";

const unitsOf = (per: "million" | "each"): number => (per === "million" ? 1_000_000 : 1);

/** For putting rows in order; null is unknown, and stands last either way. */
export function orderOf(column: Column, row: TableRow): string | number | bigint | null {
  if (column.kind === "price") {
    const price = priceIn(row, column.component);
    return price === null || price === undefined ? null : times(price, 1_000_000_000);
  }
  const value = (column.order ?? column.get)(row) ?? null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.length;
  return typeof value === "boolean" ? Number(value) : (value as string | number | bigint | null);
}

/** As it stands in an exported file: exact, without a unit, empty where it is not known. */
export function exportedOf(column: Column, row: TableRow): Cell {
  if (column.kind === "price") {
    const price = priceIn(row, column.component);
    return price === null || price === undefined ? null : formatDecimal(times(price, unitsOf(column.per)));
  }
  if (column.kind === "usd") {
    const amount = column.get(row) ?? null;
    return amount === null ? null : formatDecimal(amount);
  }
  return column.get(row) ?? null;
}

/** As people read it. */
export function textOf(column: Column, row: TableRow): string {
  switch (column.kind) {
    case "price": {
      const price = priceIn(row, column.component);
      if (price === null || price === undefined) return UNKNOWN;
      return column.per === "million" ? formatPricePerMillion(price) : formatExactUsd(times(price, 1));
    }
    case "usd":
      return formatUsd(column.get(row) ?? null);
    case "count":
      return orUnknown(column.get(row), formatCount);
    case "context":
      return formatContext(column.get(row) ?? null);
    case "duration":
      return formatDuration(column.get(row) ?? null);
    case "speed":
      return formatSpeed(column.get(row) ?? null);
    case "share":
      return orUnknown(column.get(row), formatPercent);
    case "words":
      return column.get(row)?.join(", ") || UNKNOWN;
    case "day":
      return orUnknown(column.get(row), formatDay);
    case "text":
      return column.get(row) ?? UNKNOWN;
    case "flag":
      return orUnknown(column.get(row), (is) => (is ? "Yes" : "No"));
    default:
      return column satisfies never;
  }
}

const orUnknown = <Value>(value: Value | null | undefined, format: (value: Value) => string): string =>
  value == null ? UNKNOWN : format(value);
