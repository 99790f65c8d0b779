import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import { catalogModel, modelEndpoint, perMillion } from "@/lib/catalog/testing";
import { parseUsd } from "@/lib/core/money";
import { simulateArm } from "./simulate";

const AT = new Date("2026-11-20T12:00:00Z");
const MODELS = [
  catalogModel("acme/one"),
  catalogModel("acme/two", { prices: perMillion("10", "20") }),
  catalogModel("acme/three", { prices: {} }),
  catalogModel("acme/four"),
  catalogModel("openrouter/auto", { kind: "router", prices: {} }),
];
const REQUEST = { promptTokens: 1000, completionTokens: 500 };

const up = (last1d: number | null) => ({ last5m: null, last30m: null, last1d });
const soon = (p50: number) => ({ p50, p75: null, p90: null, p99: null });
const at = (tag: string, uptime: number | null, more: Parameters<typeof modelEndpoint>[1] = {}) =>
  modelEndpoint(tag, { uptime: up(uptime), ...more });

const simulate = (
  chain: string[],
  endpoints: Record<string, ModelEndpoint[]> = {},
  parameters: Record<string, unknown> = {},
) => simulateArm(chain, { parameters }, { models: MODELS, endpoints, request: REQUEST, at: AT });
const exactly = (value: number) => ({ low: value, high: value });
const usd = (low: string, high = low) => ({ low: parseUsd(low), high: parseUsd(high) });

describe("a chain of which all is known", () => {
  const endpoints = {
    "acme/one": [at("alpha", 90, { latencyMs: soon(400) })],
    "acme/two": [
      at("beta", 50, { prices: perMillion("10", "20"), latencyMs: soon(800) }),
      at("gamma", 50, { prices: perMillion("10", "20"), latencyMs: soon(800) }),
    ],
  };
  test("ends where its shares say, and costs what they come to", () => {
    const { hops, ...chain } = simulate(["acme/one", "acme/two"], endpoints);
    expect(hops).toEqual([
      {
        ...{ model: "acme/one", cost: usd("0.002"), isListPrice: false, ttftMs: exactly(400) },
        ...{ availability: exactly(0.9), share: exactly(0.9) },
      },
      {
        ...{ model: "acme/two", cost: usd("0.02"), isListPrice: false, ttftMs: exactly(800) },
        ...{ availability: exactly(0.75), share: exactly(0.075) },
      },
    ]);
    expect(chain).toMatchObject({
      ...{ availability: exactly(0.975), failsEverywhere: exactly(0.025) },
      // 0.9 × $0.002 + 0.075 × $0.02; nothing is paid for what fails.
      ...{ expected: usd("0.0033"), worst: parseUsd("0.02") },
    });
    expect(chain.ttftMs?.low).toBeCloseTo((0.9 * 400 + 0.075 * 800) / 0.975, 9);
    expect(chain.ttftMs?.high).toBeCloseTo(chain.ttftMs?.low ?? 0, 9);
  });
  test("writes no more than it may", () => {
    const limited = simulate(["acme/one"], endpoints, { max_tokens: 100 });
    expect(limited.hops[0]?.cost).toEqual(usd("0.0012"));
  });
  test("asks only whom the preferences admit, and one only where they say so", () => {
    const only = simulate(["acme/two"], endpoints, { provider: { only: ["beta"] } });
    expect(only.availability).toEqual(exactly(0.5));
    const single = simulate(["acme/two"], endpoints, { provider: { allow_fallbacks: false } });
    expect(single.availability).toEqual(exactly(0.5));
    const nobody = simulate(["acme/two", "acme/one"], endpoints, { provider: { only: ["alpha"] } });
    expect(nobody.hops.map(({ share }) => share)).toEqual([exactly(0), exactly(0.9)]);
    expect(nobody).toMatchObject({ expected: usd("0.0018"), worst: parseUsd("0.002"), ttftMs: exactly(400) });
  });
  test("has no shares where endpoints of all models are put in one order", () => {
    const across = simulate(["acme/one", "acme/two"], endpoints, {
      provider: { sort: { by: "price", partition: "none" } },
    });
    expect(across.hops.map(({ share }) => share)).toEqual([null, null]);
    expect(across).toMatchObject({
      ...{ availability: exactly(0.975), worst: parseUsd("0.02"), ttftMs: { low: 400, high: 800 } },
      expected: usd("0.00195", "0.0195"),
    });
  });
});

describe("what is not known", () => {
  test("has two ends where something is", () => {
    const endpoints = {
      "acme/one": [
        at("alpha", 90, { latencyMs: soon(400) }),
        at("beta", null, { prices: perMillion("3", "4"), latencyMs: soon(600) }),
      ],
    };
    const { hops, ...chain } = simulate(["acme/one"], endpoints);
    expect(hops[0]).toMatchObject({
      ...{ availability: { low: 0.9, high: 1 }, cost: usd("0.002", "0.005") },
      ...{ share: { low: 0.9, high: 1 }, ttftMs: { low: 400, high: 600 } },
    });
    expect(chain).toEqual({
      ...{ availability: { low: 0.9, high: 1 }, failsEverywhere: { low: 0, high: expect.closeTo(0.1, 12) } },
      ...{ expected: usd("0.0018", "0.005"), worst: parseUsd("0.005"), ttftMs: { low: 400, high: 600 } },
    });
  });
  test("has none where nothing is", () => {
    expect(simulate(["acme/one", "openrouter/auto"])).toMatchObject({
      hops: [
        { cost: usd("0.002"), isListPrice: true, availability: null, share: null, ttftMs: null },
        { cost: null, availability: null, share: null, ttftMs: null },
      ],
      ...{ availability: null, failsEverywhere: null, expected: null, worst: null, ttftMs: null },
    });
    expect(simulate(["acme/one"])).toMatchObject({ expected: null, worst: parseUsd("0.002") });
    expect(simulate(["nobody/knows"]).hops[0]).toMatchObject({ cost: null, availability: null });
  });
  test("of one hop leaves what the others promise", () => {
    const endpoints = { "acme/two": [at("beta", 80, { prices: perMillion("10", "20") })] };
    const { hops, availability, expected } = simulate(["acme/one", "acme/two"], endpoints);
    expect(availability).toEqual({ low: expect.closeTo(0.8, 12), high: 1 });
    expect(hops[1]?.share).toEqual({ low: 0, high: 0.8 });
    expect(expected).toEqual(usd("0.002", "0.016"));
  });
  test("counts for the better end where it is not sure who is admitted", () => {
    const endpoints = { "acme/one": [at("alpha", 90), at("beta", 80)] };
    expect(simulate(["acme/one"], endpoints, { provider: { zdr: true } }).availability).toEqual({
      low: 0,
      high: expect.closeTo(0.98, 12),
    });
  });
  test("is a price that one of those who may answer does not name", () => {
    const endpoints = { "acme/one": [at("alpha", 90), at("beta", 80, { prices: {} })] };
    expect(simulate(["acme/one"], endpoints)).toMatchObject({ expected: null, worst: null });
  });
});

describe("whatever the providers", () => {
  const ids = ["acme/one", "acme/two", "acme/three", "acme/four"];
  const percent = fc.integer({ min: 0, max: 100_000 }).map((parts) => parts / 1000);
  const price = fc.integer({ min: 0, max: 9_000 }).map((parts) => String(parts / 100));
  const provider = (uptime: fc.Arbitrary<number | null>) =>
    fc
      .record({ uptime, input: price, output: price, first: fc.integer({ min: 1, max: 9000 }) })
      .map(({ uptime: is, input, output, first }) =>
        at("alpha", is, { prices: perMillion(input, output), latencyMs: soon(first) }),
      );
  const chainOf = (uptime: fc.Arbitrary<number | null>) =>
    fc.array(fc.array(provider(uptime), { minLength: 0, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  const run = (lists: ModelEndpoint[][]) =>
    simulate(ids.slice(0, lists.length), Object.fromEntries(lists.map((list, index) => [ids[index], list])));
  const whole = { low: 0, high: 1 };

  test("shares and failures make one when all is known", () => {
    fc.assert(
      fc.property(chainOf(percent), (lists) => {
        const { hops, failsEverywhere } = run(lists);
        const parts = [...hops.map(({ share }) => share), failsEverywhere];
        expect(parts.every((part) => part !== null && part.low === part.high)).toBe(true);
        expect(parts.reduce((sum, part) => sum + (part?.low ?? 0), 0)).toBeCloseTo(1, 11);
      }),
    );
  });
  test("and lie on both sides of one when not", () => {
    fc.assert(
      fc.property(chainOf(fc.option(percent)), (lists) => {
        const { hops, failsEverywhere } = run(lists);
        const parts = [...hops.map(({ share }) => share), failsEverywhere].map((part) => part ?? whole);
        expect(parts.reduce((sum, { low }) => sum + low, 0)).toBeLessThan(1 + 1e-9);
        expect(parts.reduce((sum, { high }) => sum + high, 0)).toBeGreaterThan(1 - 1e-9);
      }),
    );
  });
  test("one hop more never makes a chain less available", () => {
    fc.assert(
      fc.property(chainOf(fc.option(percent)), (lists) => {
        const [longer, shorter] = [run(lists), run(lists.slice(0, -1))].map(
          (one) => one.availability ?? whole,
        );
        if (lists.length === 1) return;
        expect(longer?.low).toBeGreaterThanOrEqual(shorter?.low ?? 1);
        expect(longer?.high).toBeGreaterThanOrEqual(shorter?.high ?? 1);
      }),
    );
  });
  test("nothing is expected beyond the worst", () => {
    fc.assert(
      fc.property(chainOf(fc.option(percent)), (lists) => {
        const { expected, worst, hops } = run(lists);
        if (expected === null || worst === null) return;
        expect(expected.low).toBeLessThanOrEqual(expected.high);
        expect(expected.high).toBeLessThanOrEqual(worst);
        for (const { cost, share } of hops)
          if (cost !== null && share?.high !== 0) expect(cost.high).toBeLessThanOrEqual(worst);
      }),
    );
  });
});
