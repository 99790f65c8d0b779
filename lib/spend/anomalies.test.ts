import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Usd, parseUsd as usd, ZERO } from "@/lib/core/money";
import { causeOf, findSurprises, median, type SpentDay } from "./anomalies";

const days = (costs: readonly string[]): SpentDay[] =>
  costs.map((cost, index) => ({ weekday: index % 7, cost: usd(cost) }));
const flat = (count: number, cost = "10") => Array.from({ length: count }, () => cost);
const found = (costs: readonly string[], from = 0) =>
  findSurprises(days(costs), from).map(({ index }) => index);

describe("a surprise", () => {
  test("is a day far above the ones before it, and is told with what is usual", () => {
    expect(findSurprises(days([...flat(28), "40", "10"]), 0)).toEqual([
      { index: 28, cost: usd("40"), usual: usd("10"), threshold: usd("15") },
    ]);
  });

  test("does not hide the next one", () => {
    expect(found([...flat(28), "40", "10", "41"])).toEqual([28, 30]);
  });

  test("is none where days vary that much anyway", () => {
    const varied = Array.from({ length: 28 }, (_, index) => String(5 + ((index * 7) % 11)));
    expect(found([...varied, "20"])).toEqual([]);
    expect(found([...varied, "60"])).toEqual([28]);
  });

  test("is none for a weekday that always is like that", () => {
    const week = ["10", "10", "10", "10", "10", "1", "40"];
    expect(found([...week, ...week, ...week, ...week, ...week, ...week], 21)).toEqual([]);
    expect(found([...week, ...week, ...week, ...week, "10", "40"], 21)).toEqual([29]);
  });

  test("is none below a dollar more, however many times as much", () => {
    expect(found([...flat(28, "0.01"), "0.9"])).toEqual([]);
    expect(found([...flat(28, "0.01"), "1.02"])).toEqual([28]);
    expect(found([...flat(28, "0"), "5"])).toEqual([28]);
  });

  test("takes two weeks to be one, and is told of the days that are asked for", () => {
    expect(found([...flat(13), "500"])).toEqual([]);
    expect(found([...flat(14), "500"])).toEqual([14]);
    expect(found([...flat(28), "40", "10"], 29)).toEqual([]);
  });

  test("does not depend on how large all amounts are, its floor aside", () => {
    const costs = fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n }), { minLength: 15, maxLength: 60 });
    fc.assert(
      fc.property(costs, fc.bigInt(2n, 1000n), (amounts, factor) => {
        const times = (by: bigint) =>
          findSurprises(
            // Even amounts, so that no half is rounded.
            amounts.map((cost, index) => ({ weekday: index % 7, cost: (cost * 20_000n * by) as Usd })),
            0,
            ZERO,
          );
        expect(times(factor).map(({ index }) => index)).toEqual(times(1n).map(({ index }) => index));
      }),
    );
  });

  test("always costs more than its threshold, which is never below what is usual", () => {
    const costs = fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n }), { minLength: 15, maxLength: 60 });
    fc.assert(
      fc.property(costs, (amounts) => {
        const all = amounts.map((cost, index) => ({ weekday: index % 7, cost: cost as Usd }));
        for (const { cost, threshold, usual } of findSurprises(all, 0)) {
          expect(cost).toBeGreaterThan(threshold);
          expect(threshold).toBeGreaterThan(usual);
        }
      }),
    );
  });
});

describe("its cause", () => {
  const day = { cost: usd("40"), usual: usd("10") };
  const of = (key: string, cost: string, ...before: string[]) => ({
    key,
    cost: usd(cost),
    before: before.map(usd),
  });

  test("is whose contribution rose most, not whose is largest", () => {
    expect(causeOf(day, [of("steady", "9", "9", "9", "9"), of("nightly", "31", "1", "0", "1")])).toEqual({
      ...{ key: "nightly", cost: usd("31"), usual: usd("1") },
    });
    expect(causeOf(day, [of("large", "22", "20"), of("new", "18", "0")])?.key).toBe("new");
  });

  test("is not named where nobody explains half of it, or there is nobody else", () => {
    const many = Array.from({ length: 4 }, (_, index) => of(String(index), "10", "2.5"));
    expect(causeOf(day, many)).toBeNull();
    expect(causeOf(day, [of("only", "40", "10")])).toBeNull();
    expect(causeOf(day, [])).toBeNull();
  });
});

test("the median is the middle one, of two the mean, of none nothing", () => {
  expect(median(["3", "1", "2"].map(usd))).toBe(usd("2"));
  expect(median(["4", "1", "2", "3"].map(usd))).toBe(usd("2.5"));
  expect(median([])).toBe(ZERO);
});
