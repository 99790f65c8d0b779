import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { PastDay } from "./daily-model";
import { FARTHEST_DAYS, runway } from "./runway";

const usd = parseUsd;
const days = (costs: readonly Usd[]): PastDay[] => costs.map((cost, index) => ({ weekday: index % 7, cost }));
const steady = (cost: string, count = 28) => days(Array.from({ length: count }, () => usd(cost)));
const NOW = { left: 1, weekday: 0 };

describe("a runway", () => {
  test("of steady days ends on one day", () => {
    expect(runway(usd("100"), steady("10"), NOW)).toEqual({
      ...{ kind: "range", earliest: 9, expected: 9, latest: 9 },
    });
    // Half of today is over.
    expect(runway(usd("100"), steady("10"), { left: 0.5, weekday: 3 })).toMatchObject({ expected: 10 });
    expect(runway(usd("0.000000000001"), steady("10"), NOW)).toMatchObject({ expected: 0 });
  });

  test("is a range where days vary, and open where its end is out of sight", () => {
    const history = days(Array.from({ length: 28 }, (_, index) => usd(index % 2 ? "2" : "18")));
    const range = runway(usd("300"), history, NOW);
    if (range.kind !== "range" || range.latest === null || range.expected === null)
      throw new Error("no range");
    expect(range.earliest).toBeLessThan(range.expected);
    expect(range.expected).toBeLessThan(range.latest);
    const far = runway(usd("3660"), history, NOW);
    expect(far).toMatchObject({ kind: "range", latest: null });
  });

  test("is not made up where nobody knows the balance or the days", () => {
    expect(runway(null, steady("10"), NOW)).toEqual({ kind: "unknown" });
    expect(runway(usd("5"), steady("10", 3), NOW)).toEqual({ kind: "too_little", days: 3, needed: 14 });
    expect(runway(usd("0"), [], NOW)).toEqual({ kind: "gone" });
    expect(runway(usd("-3"), steady("10"), NOW)).toEqual({ kind: "gone" });
  });

  test("has no end where nothing is spent", () => {
    expect(runway(usd("5"), steady("0"), NOW)).toEqual({ kind: "beyond", days: FARTHEST_DAYS });
    expect(runway(usd("5000000"), steady("1"), NOW)).toEqual({ kind: "beyond", days: FARTHEST_DAYS });
  });

  test("is in order, and no shorter with more money", () => {
    const cost = fc.bigInt({ min: 0n, max: 10n ** 14n }).map((amount) => amount as Usd);
    const history = fc.array(cost, { minLength: 14, maxLength: 60 }).map(days);
    const balance = fc.bigInt({ min: 1n, max: 10n ** 16n });
    fc.assert(
      fc.property(history, balance, balance, fc.nat(6), (past, one, more, weekday) => {
        const first = (amount: bigint) => {
          const found = runway(amount as Usd, past, { left: 1, weekday });
          if (found.kind !== "range") return FARTHEST_DAYS + 1;
          const { earliest, expected, latest } = found;
          expect(expected ?? FARTHEST_DAYS).toBeGreaterThanOrEqual(earliest);
          expect(latest ?? FARTHEST_DAYS).toBeGreaterThanOrEqual(expected ?? 0);
          return earliest;
        };
        expect(first(one + more)).toBeGreaterThanOrEqual(first(one));
      }),
      { numRuns: 40 },
    );
  });
});
