import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  divide,
  formatDecimal,
  type Price,
  parsePrice,
  parseUsd,
  parseUsdOrNull,
  subtract,
  times,
  toApproximateNumber,
  type Usd,
  ZERO,
} from "./money";

/** The nearest integer to `top / bottom`, halves to even, by comparing candidates rather than by dividing. */
function nearest(top: bigint, bottom: bigint): bigint {
  const size = (value: bigint) => (value < 0n ? -value : value);
  const guess = top / bottom;
  const distance = (candidate: bigint) => size(top - candidate * bottom);
  return [guess - 1n, guess, guess + 1n].reduce((best, candidate) => {
    const [near, far] = [distance(candidate), distance(best)];
    return near < far || (near === far && candidate % 2n === 0n) ? candidate : best;
  });
}

/** The price `digits / 10^places` as plain text. */
function decimalText(digits: bigint, places: number): string {
  const text = digits.toString().padStart(places + 1, "0");
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

test.each([
  ["0", 0n],
  ["-0", 0n],
  ["0e9999", 0n],
  ["12", 12_000_000_000_000n],
  ["-3", -3_000_000_000_000n],
  ["+.5", 500_000_000_000n],
  ["5.", 5_000_000_000_000n],
  [" 0.00132 ", 1_320_000_000n],
  ["1e-7", 100_000n],
  ["2.5E-06", 2_500_000n],
  ["1e+2", 100_000_000_000_000n],
  ["000000.000001", 1_000_000n],
  ["0.00012345678901234", 123_456_789n],
  ["1e-9999", 0n],
])("reads %j as that many picodollars", (text, amount) => {
  expect(parseUsd(text)).toBe(amount);
});

test("rounds what lies beyond the picodollar half to even, on both sides of zero", () => {
  const rounded = ["0.5", "1.5", "2.5", "2.51", "2.49999", "-0.5", "-1.5", "-2.5"].map((text) =>
    parseUsd(`${text}e-12`),
  );
  expect(rounded).toEqual([0n, 2n, 2n, 3n, 2n, 0n, -2n, -2n]);
});

const NOT_MONEY = [
  "",
  " ",
  ".",
  "-",
  "+",
  "e5",
  ".e5",
  "1e",
  "1e5.5",
  "1e99999",
  "1e308",
  "1.7976931348623157e+308",
  "1e400",
  "NaN",
  "Infinity",
  "-Infinity",
  "0x10",
  "1_000",
  "1,5",
  "1 2",
  "$1",
  "1n",
  "١",
  "1\n2",
  "--1",
  "9".repeat(400),
  `0.${"3".repeat(100_000)}`,
  "1".repeat(100_000),
  `1e${"0".repeat(100_000)}1`,
];

test.each(NOT_MONEY.map((text) => [text.slice(0, 30), text]))("refuses %j", (_, text) => {
  expect(() => parseUsd(text)).toThrow(RangeError);
  expect(parseUsdOrNull(text)).toBeNull();
  expect(parsePrice(text)).toBeNull();
});

test("refuses numbers and things that are not an amount of money", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e308, null, undefined, true, {}, [], [1], 5n])
    expect(parseUsdOrNull(value)).toBeNull();
  expect(parseUsdOrNull(1e-7)).toBe(100_000n);
});

test("what is written is read again, and without needless digits", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), (amount) => {
      const text = formatDecimal(amount as Usd);
      expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d{0,11}[1-9])?$/);
      expect(parseUsd(text)).toBe(amount);
    }),
  );
  expect(["0.00132", "12", "-0.5", "0"].map((text) => formatDecimal(parseUsd(text)))).toEqual([
    "0.00132",
    "12",
    "-0.5",
    "0",
  ]);
});

test("reads any decimal with any exponent as its nearest picodollar", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 24n }),
      fc.integer({ min: 0, max: 24 }),
      fc.integer({ min: -30, max: 12 }),
      fc.boolean(),
      (digits, places, exponent, negative) => {
        const text = `${negative ? "-" : ""}${decimalText(digits, places)}e${exponent}`;
        const power = 12 - places + exponent;
        const magnitude = power >= 0 ? digits * 10n ** BigInt(power) : nearest(digits, 10n ** BigInt(-power));
        const read = parseUsdOrNull(text);
        // Beyond a septillion dollars nothing is believed.
        if (read === null) expect(magnitude).toBeGreaterThanOrEqual(10n ** 36n);
        else expect(read).toBe(negative ? -magnitude : magnitude);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("never throws anything but a RangeError, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.eE+- ") })),
      (text) => {
        const read = parseUsdOrNull(text);
        if (read === null) expect(() => parseUsd(text)).toThrow(RangeError);
        else expect(parseUsd(text)).toBe(read);
      },
    ),
    { numRuns: 2_000 },
  );
});

describe("prices", () => {
  test("keep the text in which they came, 24 digits and all", () => {
    expect(parsePrice("0.000000150000000000000001")).toBe("0.000000150000000000000001");
    expect(times("0.000000150000000000000001" as Price, 1_000_000)).toBe(150_000_000_000n);
    expect(times("0.0000000000005" as Price, 1)).toBe(0n);
    expect(times("0.0000000000005" as Price, 3)).toBe(2n);
    expect(times("0.0000000000000000000005" as Price, 3_000_000_000)).toBe(2n);
  });

  test("below zero mark routers and are none, an explicit zero is one", () => {
    expect([parsePrice("-1"), parsePrice(-1), parsePrice("0"), parsePrice(0)]).toEqual([
      null,
      null,
      "0",
      "0",
    ]);
  });

  test("times a count is the nearest picodollar to the exact product, rounded once", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        (digits, places, count) => {
          const price = parsePrice(decimalText(digits, places));
          fc.pre(price !== null);
          const product = times(price, count);
          expect(product).toBe(nearest(digits * BigInt(count) * 10n ** 12n, 10n ** BigInt(places)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("refuse a count that is not whole, and a text that is no price", () => {
    expect(() => times("1" as Price, 1.5)).toThrow(RangeError);
    expect(() => times("1" as Price, Number.NaN)).toThrow(RangeError);
    expect(() => times("nonsense" as Price, 1)).toThrow(RangeError);
  });
});

test("divides half to even, and not by zero", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.boolean(),
      (amount, by, negative) => {
        const divided = divide(amount as Usd, negative ? -by : by);
        expect(divided).toBe(nearest(negative ? -amount : amount, by));
      },
    ),
  );
  expect(() => divide(parseUsd("1"), 0)).toThrow(RangeError);
});

test("a million costs as they come from JSON add up without drift, in any order", () => {
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  let sum = ZERO;
  let back = ZERO;
  let oracle = 0n;
  const costs: Usd[] = [];
  for (let index = 0; index < 1_000_000; index++) {
    const digits = BigInt(Math.floor(random() * 1e15));
    // Fifteen significant digits and a moving point: JavaScript writes them the shortest way, exponents included.
    const number = Number(digits) / 10 ** (12 + (index % 3));
    const cost = parseUsd(String(number));
    oracle += nearest(digits, 10n ** BigInt(index % 3));
    sum = add(sum, cost);
    if (index < 1_000) costs.push(cost);
  }
  expect(sum).toBe(oracle);
  for (const cost of costs.toReversed()) back = add(back, cost);
  expect(back).toBe(add(...costs));
  expect(subtract(back, add(...costs.slice(1)))).toBe(costs[0]);
  expect(toApproximateNumber(parseUsd("0.1"))).toBeCloseTo(0.1);
});
