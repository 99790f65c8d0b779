import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { addRanges, answerLength, estimateRange } from "./estimate-range";
import { catalogModel, perMillion } from "./testing";

const AT = new Date("2026-11-20T12:00:00Z");
const plain = catalogModel("acme/one");
const thinks = catalogModel("acme/two", {
  reasoning: { mandatory: true, defaultEnabled: null, efforts: null, defaultEffort: null },
});
const own = (generations: number, completionP10: number | null, completionP90: number | null) => ({
  generations,
  completionP10,
  completionP90,
});

describe("how long an answer will be", () => {
  test("by own answers, when there are enough of them", () => {
    expect(answerLength(plain, own(10, 40.4, 900))).toEqual({ low: 40, high: 900, measured: true });
    expect(answerLength(plain, own(9, 40, 900))).toEqual({ low: 100, high: 1500, measured: false });
    expect(answerLength(plain, own(50, null, 900)).measured).toBe(false);
    expect(answerLength(plain, own(50, 0, 0))).toEqual({ low: 1, high: 1, measured: true });
  });

  test("else by what is usual, longer for a model that thinks, never longer than it can", () => {
    expect(answerLength(thinks, null).high).toBeGreaterThan(answerLength(plain, null).high);
    const short = catalogModel("acme/short", { maxCompletionTokens: 64 });
    expect(answerLength(short, null)).toEqual({ low: 64, high: 64, measured: false });
    expect(answerLength(short, own(20, 10, 500))).toEqual({ low: 10, high: 64, measured: true });
  });

  test("never longer than is asked for", () => {
    expect(answerLength(plain, null, 300)).toEqual({ low: 100, high: 300, measured: false });
    expect(answerLength(thinks, own(20, 10, 500), 5)).toEqual({ low: 5, high: 5, measured: true });
  });
});

test("from a short answer to a long one, tokens counted generously both ways", () => {
  const model = catalogModel("acme/dear", { prices: perMillion("10", "100") });
  expect(estimateRange(model, 1000, { low: 100, high: 1000 }, AT)).toEqual({
    low: parseUsd("0.018"),
    high: parseUsd("0.113"),
  });
});

test("free is nothing, and what is not known beforehand stays unknown", () => {
  const free = catalogModel("acme/one:free", { isFree: true, prices: perMillion("0", "0") });
  expect(estimateRange(free, 1000, { low: 1, high: 9 }, AT)).toEqual({ low: 0n, high: 0n });
  expect(
    estimateRange(catalogModel("openrouter/auto", { kind: "router" }), 1, { low: 1, high: 9 }, AT),
  ).toBeNull();
});

test("the low end is never above the high one, and ranges add up", () => {
  const length = fc
    .tuple(fc.nat(5000), fc.nat(5000))
    .map(([one, two]) => ({ low: Math.min(one, two), high: Math.max(one, two) }));
  const tiered = catalogModel("acme/tiers", {
    overrides: [{ minPromptTokens: 1000, prices: perMillion("0.5", "0.5") }],
  });
  fc.assert(
    fc.property(fc.nat(100_000), length, (tokens, answer) => {
      const range = estimateRange(tiered, tokens, answer, AT);
      if (range === null) throw new Error("it has a price");
      expect(range.low <= range.high).toBe(true);
      expect(addRanges([range, range])).toEqual({ low: range.low * 2n, high: range.high * 2n });
    }),
  );
});
