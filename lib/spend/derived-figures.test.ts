import fc from "fast-check";
import { expect, test } from "vitest";
import { add, parseUsd, type Usd } from "@/lib/core/money";
import {
  averageCost,
  changeSince,
  discount,
  knownCost,
  perMillion,
  sharesOf,
  shareText,
} from "./derived-figures";
import type { Figures } from "./overview-api";

const usd = parseUsd;

test("the average leaves out what nobody knows", () => {
  expect(averageCost({ cost: usd("1"), generations: 5, unknown: 3 })).toBe(usd("0.5"));
  expect(averageCost({ cost: usd("1"), generations: 3, unknown: 0 }, 1000)).toBe(usd("333.333333333333"));
  expect(averageCost({ cost: usd("0"), generations: 3, unknown: 3 })).toBeNull();
  expect(averageCost({ cost: usd("0"), generations: 0, unknown: 0 })).toBeNull();
});

test("what nobody knows is not nothing, and nothing is", () => {
  expect(knownCost({ cost: usd("0"), generations: 2, unknown: 2 })).toBeNull();
  expect(knownCost({ cost: usd("0"), generations: 2, unknown: 1 })).toBe(0n);
  expect(knownCost({ cost: usd("0"), generations: 0, unknown: 0 })).toBe(0n);
});

test.each([
  [usd("112"), usd("100"), 0.12],
  [usd("0.000000000001"), usd("0.000000000004"), -0.75],
  [5, 4, 0.25],
  [0, 4, -1],
  [4, 0, null],
  [usd("4"), usd("0"), null],
  [4, null, null],
  [null, 4, null],
])("from %s, what was %s, is a change of %s", (now, before, change) => {
  expect(changeSince(now, before)).toBe(change);
});

test("a price over tokens is told per million, and a discount as a share of the list", () => {
  expect(perMillion(usd("3"), 2_000_000)).toBe(usd("1.5"));
  expect(perMillion(usd("3"), 0)).toBeNull();
  expect(perMillion(null, 5)).toBeNull();
  const priced = (paid: string, list: string) =>
    discount({ pricedCost: usd(paid), listCost: usd(list) } as Figures);
  expect([priced("75", "100"), priced("110", "100"), priced("0", "0")]).toEqual([0.25, -0.1, null]);
});

test("thirds of a whole add up to the whole", () => {
  expect(sharesOf([usd("1"), usd("1"), usd("1")], usd("3"))).toEqual([334, 333, 333]);
  expect(sharesOf([usd("0")], usd("0"))).toEqual([0]);
  // Of overlapping groups each has its own share, whatever all together are.
  expect(sharesOf([usd("3"), usd("3")], usd("3"))).toEqual([1000, 1000]);
});

test("whatever the parts are, their shares add up to a hundred percent and none is off by a tenth", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 18n), { minLength: 1, maxLength: 40 }), (parts) => {
      const amounts = parts as Usd[];
      const whole = add(...amounts);
      fc.pre(whole > 0n);
      const shares = sharesOf(amounts, whole);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1000);
      for (const [index, share] of shares.entries()) {
        const exact = (Number(amounts[index]) * 1000) / Number(whole);
        expect(Math.abs(share - exact)).toBeLessThan(1.000001);
      }
    }),
  );
});

test("a share too small to be told is still said to be something", () => {
  expect([shareText(0, usd("0.000000000001")), shareText(0, usd("0")), shareText(123, usd("1"))]).toEqual([
    "< 0.1 %",
    "0.0 %",
    "12.3 %",
  ]);
});
