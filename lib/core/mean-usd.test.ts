import fc from "fast-check";
import { expect, test } from "vitest";
import { NORMAL_95 } from "./confidence";
import { meanUsd } from "./mean-usd";
import { parseUsd, type Usd } from "./money";

const of = (...amounts: bigint[]) =>
  meanUsd({
    count: amounts.length,
    sum: amounts.reduce((sum, one) => sum + one, 0n) as Usd,
    squares: amounts.reduce((sum, one) => sum + one * one, 0n),
  });

test("of nothing there is no mean, and of one amount no bounds", () => {
  expect(of()).toBeNull();
  expect(of(7n)).toEqual({ mean: 7n, bounds: null });
});

test("equal amounts leave no doubt", () => {
  const cent = parseUsd("0.01");
  expect(of(cent, cent, cent)).toEqual({ mean: cent, bounds: { low: cent, high: cent } });
});

test("a margin is 1.96 standard errors, and reaches no further down than nothing", () => {
  // Mean 20, deviation 10, standard error 10 / √3.
  expect(of(10_000n, 20_000n, 30_000n)).toEqual({
    mean: 20_000n,
    bounds: { low: 20_000n - 11_316n, high: 20_000n + 11_316n },
  });
  expect(of(0n, 100n)?.bounds).toEqual({ low: 0n, high: 50n + 98n });
});

test("it is what floating numbers say, to their precision", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 50 }), (all) => {
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      const variance = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1);
      const margin = NORMAL_95 * Math.sqrt(variance / all.length);
      const found = of(...all.map(BigInt));
      expect(Math.abs(Number(found?.mean) - mean)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(Number(found?.bounds?.high) - mean - margin)).toBeLessThan(2);
      expect(Math.abs(Number(found?.bounds?.low) - Math.max(0, mean - margin))).toBeLessThan(2);
    }),
  );
});
