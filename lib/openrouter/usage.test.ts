import { describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { parseExact } from "./json";
import { asAmount, mergeUsage, readUsage } from "./usage";

const NOTHING = {
  promptTokens: null,
  completionTokens: null,
  reasoningTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  cost: null,
  upstreamCost: null,
  isByok: null,
};

test("reads every figure, the cost from its own digits", () => {
  const usage = readUsage(
    parseExact(`{"prompt_tokens":626,"completion_tokens":106,"total_tokens":732,"cost":0.00115600000000001,"is_byok":true,
      "prompt_tokens_details":{"cached_tokens":6,"cache_write_tokens":20},
      "cost_details":{"upstream_inference_cost":1.5e-7},"completion_tokens_details":{"reasoning_tokens":54}}`),
  );
  expect(usage).toEqual({
    promptTokens: 626,
    completionTokens: 106,
    reasoningTokens: 54,
    cachedTokens: 6,
    cacheWriteTokens: 20,
    cost: parseUsd("0.001156"),
    upstreamCost: parseUsd("0.00000015"),
    isByok: true,
  });
});

test("what a provider bills counts only on the team's own key there", () => {
  const details = { cost_details: { upstream_inference_cost: "0.5" } };
  expect(readUsage({ ...details, is_byok: false })?.upstreamCost).toBeNull();
  expect(readUsage(details)?.upstreamCost).toBeNull();
});

test("silence is unknown, never zero; an explicit zero is zero", () => {
  for (const silent of [undefined, null, "usage", 5, [], true]) expect(readUsage(silent)).toBeNull();
  expect(readUsage({})).toEqual(NOTHING);
  expect(readUsage({ cost: null, prompt_tokens: null, prompt_tokens_details: null })).toEqual(NOTHING);
  expect(readUsage({ cost: 0, prompt_tokens: 0 })).toEqual({ ...NOTHING, cost: 0n, promptTokens: 0 });
  expect(readUsage({ cost: "0" })?.cost).toBe(0n);
});

describe("an amount is believed", () => {
  test.each([[0.00012], ["0.00012"], ["1.2e-4"]])("as %j", (value) => {
    expect(asAmount(value)).toBe(parseUsd("0.00012"));
  });

  test.each([
    [-0.01],
    ["-1e-9"],
    [1e308],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ["NaN"],
    [""],
    ["10000000"],
    [{}],
    [[1]],
    [true],
    [null],
    ["9".repeat(100_000)],
  ])("but not as %j", (value) => {
    expect(asAmount(value)).toBeNull();
  });
});

test("counts that no column can hold are unknown, and so are those that count nothing", () => {
  for (const tokens of [2 ** 31, "99999999999", Number.MAX_SAFE_INTEGER, 1e300, -1, "many", {}, Number.NaN])
    expect(readUsage({ prompt_tokens: tokens })?.promptTokens).toBeNull();
  expect(readUsage({ prompt_tokens: 2 ** 31 - 1 })?.promptTokens).toBe(2 ** 31 - 1);
  expect(Object.is(readUsage({ prompt_tokens: -0.2 })?.promptTokens, 0)).toBe(true);
});

test("a later report replaces what it names and keeps the rest", () => {
  const before = { ...NOTHING, cost: parseUsd("0.5"), promptTokens: 3 };
  expect(mergeUsage(before, { ...NOTHING, cost: parseUsd("0.25"), completionTokens: 2 })).toEqual({
    ...before,
    cost: parseUsd("0.25"),
    completionTokens: 2,
  });
  expect(mergeUsage(before, { ...NOTHING, cost: parseUsd("0") })?.cost).toBe(0n);
  expect(mergeUsage(before, NOTHING)).toEqual(before);
  expect(mergeUsage(before, null)).toBe(before);
  expect(mergeUsage(null, before)).toBe(before);
  expect(mergeUsage(null, null)).toBeNull();
});
