import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd, type Usd, ZERO } from "@/lib/core/money";
import { createRandom } from "@/lib/db/seed-random";
import { NEEDED_DAYS, type PastDay } from "./daily-model";
import { type Forecast, forecast, type Period } from "./forecast";

const usd = parseUsd;
const days = (costs: readonly Usd[], first = 0): PastDay[] =>
  costs.map((cost, index) => ({ weekday: (first + index) % 7, cost }));
const whole = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => ({ weekday: (first + index) % 7, share: 1 }));

function foreseen(history: readonly PastDay[], period: Period): Extract<Forecast, { kind: "forecast" }> {
  const result = forecast(history, period);
  if (result.kind !== "forecast") throw new Error("there was too little history");
  return result;
}

const anyCost = fc.bigInt({ min: 0n, max: 10n ** 16n }).map((cost) => cost as Usd);
const anyHistory = fc.array(anyCost, { minLength: NEEDED_DAYS, maxLength: 80 }).map((costs) => days(costs));
const anyPeriod = fc.record({
  spent: anyCost,
  ahead: fc.array(fc.record({ weekday: fc.nat(6), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    maxLength: 31,
  }),
});

describe("a forecast", () => {
  test("of a constant series is exact and has no doubt", () => {
    fc.assert(
      fc.property(anyCost, fc.integer({ min: NEEDED_DAYS, max: 70 }), fc.nat(31), (cost, past, left) => {
        const period = { spent: usd("1.5"), ahead: whole(left, past) };
        const total = usd("1.5") + cost * BigInt(left);
        const history = days(Array.from({ length: past }, () => cost));
        expect(foreseen(history, period)).toEqual({
          ...{ kind: "forecast", days: past },
          ...{ expected: total, low: total, high: total },
          ahead: period.ahead.map(() => ({ expected: cost, low: cost, high: cost })),
        });
      }),
    );
  });

  test("of a strict week is exact for any part of one", () => {
    const week = ["10", "12", "11", "10", "9", "0", "0"].map(usd);
    const history = days(Array.from({ length: 56 }, (_, index) => week[index % 7] ?? ZERO));
    const friday = foreseen(history, { spent: ZERO, ahead: [{ weekday: 4, share: 1 }] });
    const weekend = foreseen(history, { spent: ZERO, ahead: whole(2, 5) });
    // A weekday is believed by eight samples of it, and a little like any other.
    expect(Number(friday.expected) / 1e12).toBeCloseTo(9, 0);
    expect(Number(weekend.expected) / 1e12).toBeLessThan(2);
    expect(Number(foreseen(history, { spent: ZERO, ahead: whole(7) }).expected) / 1e12).toBeCloseTo(52, 4);
  });

  test("of amounts so many times larger is so many times larger", () => {
    fc.assert(
      fc.property(anyHistory, anyPeriod, fc.bigInt(2n, 1000n), (history, { spent, ahead }, factor) => {
        const one = foreseen(history, { spent, ahead });
        const many = foreseen(
          history.map(({ weekday, cost }) => ({ weekday, cost: (cost * factor) as Usd })),
          { spent: (spent * factor) as Usd, ahead },
        );
        for (const name of ["expected", "low", "high"] as const) {
          const off = many[name] - one[name] * factor;
          expect(off < 0n ? -off : off).toBeLessThanOrEqual(factor);
        }
      }),
    );
  });

  test("lies within its band, which never lies below what is spent", () => {
    fc.assert(
      fc.property(anyHistory, anyPeriod, (history, period) => {
        const { expected, low, high } = foreseen(history, period);
        expect(low).toBeGreaterThanOrEqual(period.spent);
        expect(expected).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(expected);
        if (period.ahead.length === 0) expect([low, high]).toEqual([period.spent, period.spent]);
      }),
    );
  });

  test("is made of its days, each within a band of its own", () => {
    fc.assert(
      fc.property(anyHistory, anyPeriod, (history, period) => {
        const { expected, low, high, ahead } = foreseen(history, period);
        expect(ahead).toHaveLength(period.ahead.length);
        expect(ahead.reduce((sum, day) => sum + day.expected, period.spent as bigint)).toBe(expected);
        for (const day of ahead) {
          expect(day.low).toBeGreaterThanOrEqual(0n);
          expect(day.expected).toBeGreaterThanOrEqual(day.low);
          expect(day.high).toBeGreaterThanOrEqual(day.expected);
        }
        if (ahead.length === 1)
          expect(ahead.map((day) => [day.low + period.spent, day.high + period.spent])).toEqual([
            [low, high],
          ]);
      }),
    );
  });

  test("tells weekdays apart", () => {
    const week = ["10", "10", "10", "10", "10", "0", "0"].map(usd);
    const history = days(Array.from({ length: 56 }, (_, index) => week[index % 7] ?? ZERO));
    const { ahead } = foreseen(history, { spent: ZERO, ahead: [...whole(7), { weekday: 0, share: 0.5 }] });
    const [monday, , , , , saturday, , half] = ahead.map(({ expected }) => Number(expected) / 1e12);
    expect(monday).toBeGreaterThan(9);
    expect(saturday).toBeLessThan(1);
    expect(half).toBeCloseTo((monday ?? 0) / 2, 6);
  });

  test("does not heed one wild day", () => {
    const calm = Array.from({ length: 28 }, () => usd("10"));
    const wild = calm.with(20, usd("5000"));
    const period = { spent: ZERO, ahead: whole(10) };
    expect(foreseen(days(wild), period).expected).toBe(foreseen(days(calm), period).expected);
  });

  test("says how much history it takes, and how much there is", () => {
    const short = days(Array.from({ length: NEEDED_DAYS - 1 }, () => usd("1")));
    const period = { spent: ZERO, ahead: whole(3) };
    expect(forecast(short, period)).toEqual({ kind: "too_little", days: 13, needed: 14 });
    expect(forecast([], period)).toEqual({ kind: "too_little", days: 0, needed: 14 });
  });

  test("holds in about four of five cases", () => {
    const random = createRandom(5);
    const rhythm = [1, 1.1, 1.2, 1, 0.9, 0.2, 0.15];
    const draw = (day: number) =>
      usd((((rhythm[day % 7] ?? 1) * random.skewed(1_000, 0.6)) / 1_000).toFixed(9));
    let held = 0;
    const cases = 300;
    for (let run = 0; run < cases; run++) {
      const costs = Array.from({ length: 56 + 15 }, (_, day) => draw(day));
      const truth = costs.slice(56).reduce<bigint>((sum, cost) => sum + cost, 0n);
      const { low, high } = foreseen(days(costs.slice(0, 56)), { spent: ZERO, ahead: whole(15, 56) });
      if (low <= truth && truth <= high) held += 1;
    }
    expect(held / cases).toBeGreaterThan(0.7);
    expect(held / cases).toBeLessThan(0.92);
  });
});
