import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { amountText, hasFigures, rowTotal, type Sheet, sheetToCsv, tickText } from "./sheet";

const row = (day: string) => ({
  ...{ key: day, short: day, label: day, exported: `2026-11-${day}T00:00:00.000Z`, href: "/generations" },
});
const sheet: Sheet = {
  head: "Day",
  rows: [row("01"), row("02")],
  columns: [
    {
      ...{ key: "a", label: "a", exported: "=acme/a (USD)", kind: "usd", colour: "red" },
      values: [parseUsd("0.000000000001"), null],
    },
    {
      ...{ key: "b", label: "b", exported: "b (USD)", kind: "usd", colour: "blue" },
      values: [parseUsd("12"), parseUsd("-0.5")],
    },
    { ...{ key: "n", label: "n", exported: "n", kind: "count" }, values: [3, 0] },
  ],
};

test("a file has every figure exactly, unknown ones empty, and no formulas", () => {
  expect(sheetToCsv(sheet).slice(1).split("\r\n")).toEqual([
    "day,'=acme/a (USD),b (USD),n",
    "2026-11-01T00:00:00.000Z,0.000000000001,12,3",
    "2026-11-02T00:00:00.000Z,,-0.5,0",
    "",
  ]);
});

test("a row's total is exact, and unknown when nothing is known", () => {
  expect(rowTotal(sheet.columns.slice(0, 2), 0)).toBe(parseUsd("12.000000000001"));
  expect(rowTotal(sheet.columns.slice(0, 1), 1)).toBeNull();
  expect(rowTotal(sheet.columns.slice(2), 0)).toBe(3);
  const [first] = sheet.columns;
  const beside = (amount: string) =>
    first && rowTotal([first, { ...first, values: [null, parseUsd(amount)] }], 1);
  expect([beside("0"), beside("2")]).toEqual([null, parseUsd("2")]);
});

test.each([
  ["usd", 0.5, "$0.5"],
  ["usd", 1500, "$1,500"],
  ["usd", -2, "−$2"],
  ["usd", 2.5e-10, "$0.00000000025"],
  ["tokens", 20_000, "20k"],
  ["duration", 1500, "1.5 s"],
  ["share", 0.25, "25 %"],
] as const)("a mark of an axis of %s at %d reads %s", (kind, value, text) => {
  expect(tickText(kind, value)).toBe(text);
});

test("what is unknown is a dash and never a zero", () => {
  expect(amountText("usd", null)).toBe("—");
  expect(amountText("usd", parseUsd("0"))).toBe("$0");
});

test("a sheet of nothing but zeros has nothing to draw", () => {
  expect(hasFigures(sheet)).toBe(true);
  expect(hasFigures({ ...sheet, columns: sheet.columns.slice(2) })).toBe(false);
  const [first] = sheet.columns;
  expect(hasFigures({ ...sheet, columns: first ? [{ ...first, values: [parseUsd("0"), null] }] : [] })).toBe(
    false,
  );
});
