import { expect, test } from "vitest";
import type { Price } from "@/lib/core/money";
import { chartTimes, pricePoints } from "./price-points";

const pricing = (prompt: string) => ({ prices: { prompt: prompt as Price }, overrides: [] });
const day = (number: number) => new Date(Date.UTC(2026, 10, number));

const points = pricePoints({
  priceHistory: [
    { from: null, pricing: pricing("1") },
    { from: day(11), pricing: pricing("2") },
    { from: day(16), pricing: pricing("3") },
  ],
});

test("each price knows what it was before", () => {
  expect(points.map(({ before }) => before?.prices.prompt ?? null)).toEqual([null, "1", "2"]);
});

test("what holds since nobody knows when has a stretch of its own", () => {
  const { starts, end } = chartTimes(points, day(21));
  expect(starts).toEqual([day(10).getTime(), day(11).getTime(), day(16).getTime()]);
  expect(end).toBe(day(21).getTime());
});

test("a price that has only just changed can be seen", () => {
  const { starts, end } = chartTimes(points, day(16));
  expect(end).toBe(day(17).getTime());
  expect(starts.toSorted()).toEqual(starts);
});
