import { expect, test } from "vitest";
import { encode } from "zod/mini";
import type { Pricing } from "@/lib/catalog/api";
import { PriceEffect } from "@/lib/catalog/changes-api";
import { type Price, parseUsd } from "@/lib/core/money";
import { priceEffect, type Tier, thresholdsOf } from "./price-effect";

const pricing = (prices: Record<string, string>, overrides: Pricing["overrides"] = []): Pricing => ({
  prices,
  overrides,
});
const IN_OUT = { prompt: "0.000001", completion: "0.000002" };
const tier = (more: Partial<Tier> = {}): Tier => ({
  promptTokens: 0,
  requests: 10,
  plainTokens: 1_000_000,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  answerTokens: 100_000,
  reasoningTokens: 0,
  ...more,
});
const effect = (before: Pricing, after: Pricing, ...tiers: Tier[]) =>
  priceEffect({ before, after }, { generations: 12, tiers });

test("the same tokens at both prices, and the difference", () => {
  expect(effect(pricing(IN_OUT), pricing({ ...IN_OUT, prompt: "0.0000015" }), tier())).toEqual({
    before: parseUsd("1.2"),
    after: parseUsd("1.7"),
    amount: parseUsd("0.5"),
    reason: null,
    generations: 12,
    counted: 10,
    uncounted: [],
  });
});

test("a lower price is a negative amount", () => {
  const { amount } = effect(pricing(IN_OUT), pricing({ ...IN_OUT, completion: "0" }), tier());
  expect(amount).toBe(parseUsd("-0.2"));
});

test("each component counts its own tokens, and has a stand-in where it has no price", () => {
  const all = tier({ cachedTokens: 1000, cacheWriteTokens: 100, reasoningTokens: 10 });
  const before = pricing({ ...IN_OUT, request: "0.001" });
  const after = { cacheRead: "0.0000001", cacheWrite: "0.00000125", reasoning: "0.000003" };
  expect(effect(before, pricing({ ...IN_OUT, ...after }), all)).toMatchObject({
    before: parseUsd("1.21112"), // 1,001,100 in, 100,010 out, ten requests
    after: parseUsd("1.200255"), // 1 + 0.0001 + 0.000125 + 0.2 + 0.00003
  });
});

test("longer prompts have their own prices", () => {
  const long = [{ minPromptTokens: 200_000, prices: { prompt: "0.000004" as Price } }];
  const tiers = [tier(), tier({ promptTokens: 200_001, plainTokens: 500_000 })];
  expect(effect(pricing(IN_OUT, long), pricing(IN_OUT), ...tiers)).toMatchObject({
    before: parseUsd("3.4"),
    after: parseUsd("1.9"),
  });
});

test("prices that depend on the hour cannot be told, unless no prompt reaches them", () => {
  const nightly = { utcStart: 0, utcEnd: 600, prices: { prompt: "0.0000005" as Price } };
  const unknown = { amount: null, before: null, after: null, reason: "hours" };
  expect(effect(pricing(IN_OUT, [nightly]), pricing(IN_OUT), tier())).toMatchObject(unknown);
  expect(effect(pricing(IN_OUT), pricing(IN_OUT, [{ ...nightly, utcDays: [] }]), tier())).toMatchObject(
    unknown,
  );
  const longOnly = pricing(IN_OUT, [{ ...nightly, minPromptTokens: 200_000 }]);
  expect(effect(longOnly, pricing(IN_OUT), tier()).amount).toBe(0n);
});

test("tokens without a price on one side make no amount, and no zero either", () => {
  expect(effect(pricing({}), pricing(IN_OUT), tier())).toMatchObject({ amount: null, reason: "unpriced" });
  expect(effect(pricing({ prompt: "0.000001" }), pricing(IN_OUT), tier())).toMatchObject({
    reason: "unpriced",
  });
});

test("a model whose tokens nobody reported has no effect that could be told", () => {
  expect(effect(pricing(IN_OUT), pricing({}))).toMatchObject({ amount: null, reason: "usage", counted: 0 });
});

test("what the ledger does not count is named", () => {
  const after = { ...IN_OUT, webSearch: "0.02", image: "0.1", cacheWrite1h: "0.000003" };
  const { amount, uncounted } = effect(pricing({ ...IN_OUT, webSearch: "0.01" }), pricing(after), tier());
  expect(amount).toBe(0n);
  expect(uncounted).toEqual(["cacheWrite1h", "image", "webSearch"]);
});

test("nothing is rounded before the sum", () => {
  const tiny = { prompt: "0.0000000000000000000416", completion: "0" };
  const { after } = effect(pricing(IN_OUT), pricing(tiny), tier({ plainTokens: 10 ** 12 }));
  expect(after).toBe(parseUsd("0.0000000416"));
});

test("what is answered fits the wire", () => {
  expect(
    JSON.parse(
      JSON.stringify(
        encode(PriceEffect, effect(pricing(IN_OUT), pricing({ ...IN_OUT, prompt: "0" }), tier())),
      ),
    ),
  ).toMatchObject({
    amount: "-1",
    before: "1.2",
  });
});

test("thresholds are those of either side, once, shortest first, within reason", () => {
  const at = (...lengths: (number | undefined)[]) =>
    pricing(
      {},
      lengths.map((minPromptTokens) => ({
        ...(minPromptTokens !== undefined && { minPromptTokens }),
        prices: {},
      })),
    );
  expect(thresholdsOf([at(272_000, undefined), at(200_000, 272_000), at(9e15, 0)])).toEqual([
    200_000, 272_000,
  ]);
});
