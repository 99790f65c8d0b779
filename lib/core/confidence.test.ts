import fc from "fast-check";
import { expect, test } from "vitest";
import { shareInterval } from "./confidence";

test.each([
  // Known figures for Wilson's interval.
  [0, 10, 0, 0.2775],
  [1, 10, 0.0179, 0.4042],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
  [20, 1000, 0.013, 0.0307],
])("%i of %i lie between %f and %f", (count, all, low, high) => {
  const interval = shareInterval(count, all);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test("of nothing nothing is known", () => {
  expect(shareInterval(0, 0)).toBeNull();
});

test("what was seen is within, and nothing beyond 0 and 1", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, part) => {
        const count = Math.round(all * part);
        const { low = 1, high = 0 } = shareInterval(count, all) ?? {};
        expect(0 <= low && low <= count / all && count / all <= high && high <= 1).toBe(true);
      },
    ),
  );
});
