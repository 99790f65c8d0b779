import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatContext,
  formatCount,
  formatEstimate,
  formatEstimateRange,
  formatExactUsd,
  formatPricePerMillion,
  formatPrices,
  formatTokens,
  formatUsd,
} from "./format";
import { formatMeanUsd } from "./format-mean";
import { type Price, parseUsd, type Usd } from "./money";

test.each([
  ["0", "$0"],
  ["0.00132", "$0.00132"],
  ["0.001325", "$0.00132"],
  ["0.001335", "$0.00134"],
  ["0.000000000001", "$0.000000000001"],
  ["0.00999", "$0.00999"],
  ["0.009996", "$0.01"],
  ["0.01", "$0.01"],
  ["0.015", "$0.02"],
  ["0.025", "$0.02"],
  ["412.178", "$412.18"],
  ["1234567.891", "$1,234,567.89"],
  ["-0.5", "−$0.50"],
  ["-0.00132", "−$0.00132"],
])("a cost of %s is written %s", (text, written) => {
  expect(formatUsd(parseUsd(text))).toBe(written);
});

test("an unknown cost is a dash, never a zero", () => {
  expect(formatUsd(null)).toBe("—");
  expect(formatEstimate(null)).toBe("—");
});

test.each([
  ["0", "$0"],
  ["0.0000226", "$0.0000226"],
  ["0.012651", "$0.0127"],
  ["0.5", "$0.500"],
  ["-0.0126", "−$0.0126"],
  ["0.9996", "$1.00"],
  ["12.3456", "$12.35"],
])("an average of %s reads %s", (text, written) => {
  expect(formatMeanUsd(parseUsd(text))).toBe(written);
});

test("an estimate says that it is one", () => {
  expect(formatEstimate(parseUsd("0.0013"))).toBe("≈ $0.00130");
});

test("the exact amount keeps every digit", () => {
  expect(formatExactUsd(parseUsd("0.001234567891"))).toBe("$0.001234567891");
  expect(formatExactUsd(parseUsd("-3"))).toBe("−$3");
});

test("a written cost is never further from the truth than half of its last digit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), (amount) => {
      const text = formatUsd(amount as Usd).replace(/[$,]/g, "");
      const decimals = text.split(".")[1]?.length ?? 0;
      const distance = parseUsd(text) - amount;
      expect((distance < 0n ? -distance : distance) * 2n).toBeLessThanOrEqual(10n ** BigInt(12 - decimals));
    }),
  );
});

test.each([
  ["0.000003", "$3.00"],
  ["0.000015", "$15.00"],
  ["0.00000015", "$0.15"],
  ["0.000000075", "$0.075"],
  ["0.0000000375", "$0.0375"],
  ["0.00015", "$150.00"],
  ["0.000000123456", "$0.123"],
  ["0.00000000000001", "$0.0000000100"],
  ["1e-6", "$1.00"],
  ["0", "$0"],
])("a token price of %s is %s per million", (price, written) => {
  expect(formatPricePerMillion(price as Price)).toBe(written);
});

test("prices of a model, a free one, a router and an unpriced one", () => {
  const [prompt, completion] = ["0.000003" as Price, "0.000015" as Price];
  expect(formatPrices({ prompt, completion, isFree: false, varies: false })).toBe("$3.00 in · $15.00 out /M");
  expect(formatPrices({ isFree: true, varies: false })).toBe("Free");
  expect(formatPrices({ isFree: false, varies: true })).toBe("varies");
  expect(formatPrices({ isFree: false, varies: false })).toBe("—");
  expect(formatPrices({ prompt, isFree: false, varies: false })).toBe("$3.00 in · — out /M");
});

test.each([
  [0, "0"],
  [842, "842"],
  [999, "999"],
  [1000, "1k"],
  [1234, "1.23k"],
  [12_400, "12.4k"],
  [99_960, "100k"],
  [842_000, "842k"],
  [999_499, "999k"],
  [999_500, "1M"],
  [1_050_000, "1.05M"],
  [12_345_678, "12.3M"],
  [1_000_000_000, "1B"],
])("%d tokens are %s", (count, written) => {
  expect(formatTokens(count)).toBe(written);
});

test("context windows and counts", () => {
  expect([200_000, 1_000_000, 131_072, 1_048_576].map(formatContext)).toEqual([
    "200K",
    "1M",
    "131K",
    "1.05M",
  ]);
  expect(formatCount(18_204)).toBe("18,204");
});

test("a guess between two amounts", () => {
  const range = (low: string, high: string) => formatEstimateRange(parseUsd(low), parseUsd(high));
  expect(range("0.004", "0.0213")).toBe("≈ $0.004–0.021");
  expect(range("0.00000123", "0.000987")).toBe("≈ $0.0000012–0.00099");
  expect(range("0", "0.5")).toBe("≈ $0–0.50");
  expect(range("0.0996", "0.996")).toBe("≈ $0.10–1.00");
  expect(range("1.234", "1234.5")).toBe("≈ $1.23–1,234.50");
  expect(range("0.01", "0.01")).toBe("≈ $0.01");
  expect(range("0", "0")).toBe("$0");
});
