import { afterEach, expect, test } from "vitest";
import { formatCount, formatTokens, formatUsd } from "./format";
import { formatDay, formatMonth } from "./format-instant";
import { formatPercent } from "./format-measures";
import { setLocale, viewerLocale } from "./locale";
import { LOCALES } from "./locales";
import { formatDecimal, parseUsd } from "./money";

afterEach(() => setLocale(null));

const written = () => [
  ...[formatCount(1_234_567), formatUsd(parseUsd("1234.56")), formatUsd(parseUsd("0.00012"))],
  ...[formatTokens(12_400), formatPercent(0.019), formatDay("2026-12-31")],
];

test("numbers and dates are written as a person has them", () => {
  setLocale("de-DE");
  expect(written()).toEqual(["1.234.567", "$1.234,56", "$0,000120", "12,4k", "1,9 %", "31.12.2026"]);
  expect(formatMonth(new Date("2026-11-27T00:00:00Z"))).toBe("Nov. 2026");
  setLocale("en-GB");
  expect(written()).toEqual(["1,234,567", "$1,234.56", "$0.000120", "12.4k", "1.9 %", "31 Dec 2026"]);
  // What programs read is nobody's to choose.
  setLocale("de-DE");
  expect(formatDecimal(parseUsd("1234.5"))).toBe("1234.5");
});

test("without a choice numbers are plain, and dates the browser's", () => {
  setLocale("de-DE");
  setLocale(null);
  expect(viewerLocale()).toBeUndefined();
  expect(written().slice(0, 3)).toEqual(["1,234,567", "$1,234.56", "$0.000120"]);
});

test("every locale on offer is known here", () => {
  expect(Intl.DateTimeFormat.supportedLocalesOf([...LOCALES])).toEqual([...LOCALES]);
});
