import { describe, expect, test } from "vitest";
import type { ProviderPreferences } from "@/lib/routing/request";
import { describeOrder, inOrder } from "./endpoint-order";
import { describeNarrowed, narrowEndpoints } from "./narrow-endpoints";
import { namesOf } from "./provider-names";
import { NO_POLICY } from "./read-policies";
import { modelEndpoint as endpoint, perMillion } from "./testing";

const keeps = (zeroRetention: boolean | null) => ({ ...NO_POLICY, zeroRetention });
const speed = (p50: number) => ({ p50, p75: null, p90: null, p99: null });

const ALL = [
  endpoint("alpha", { policy: keeps(true), supportedParameters: ["temperature", "tools", "max_tokens"] }),
  endpoint("beta/fp8", { quantization: "fp8", prices: perMillion("3", "9"), policy: keeps(false) }),
  endpoint("beta/bf16", { quantization: "bf16", prices: perMillion("2", "6"), discount: 0.5 }),
  endpoint("gamma", { prices: {}, supportedParameters: ["temperature"] }),
  endpoint("alpha/priority", { tier: "priority", prices: perMillion("2", "4"), policy: keeps(true) }),
];

const narrow = (preferences: ProviderPreferences, parameters: object = {}, model = "acme/one") =>
  narrowEndpoints(ALL, { model, preferences, parameters: { ...parameters } });
/** By tag, what became of each. */
const fates = (...wish: Parameters<typeof narrow>) =>
  narrow(...wish).verdicts.map(({ endpoint: { tag }, fate }) => `${tag} ${fate}`);
const left = (...wish: Parameters<typeof narrow>) =>
  narrow(...wish).verdicts.flatMap(({ endpoint: { tag }, fate }) =>
    fate === "out" ? [] : [`${tag}${fate === "unsure" ? "?" : ""}`],
  );
const reasons = (...wish: Parameters<typeof narrow>) =>
  narrow(...wish).verdicts.flatMap(({ objections }) => objections.map(({ because }) => because));

const PLAIN = ["alpha", "beta/fp8", "beta/bf16", "gamma"];

describe("what preferences leave", () => {
  test.each<[ProviderPreferences, string[]]>([
    [{}, PLAIN],
    [{ only: ["beta"] }, ["beta/fp8", "beta/bf16"]],
    [{ only: ["BETA/fp8"] }, ["beta/fp8"]],
    [{ only: ["nobody"] }, []],
    [{ ignore: ["beta"] }, ["alpha", "gamma"]],
    [{ only: ["alpha", "beta"], ignore: ["beta/fp8"] }, ["alpha", "beta/bf16"]],
    [{ order: ["gamma"] }, PLAIN],
    [{ order: ["gamma"], allow_fallbacks: false }, ["gamma"]],
    [{ allow_fallbacks: false }, PLAIN],
    [{ quantizations: ["fp8", "bf16"] }, ["beta/fp8", "beta/bf16"]],
    [{ quantizations: ["unknown"] }, ["alpha", "gamma"]],
    [{ zdr: true }, ["alpha", "beta/bf16?", "gamma?"]],
    [{ zdr: false }, PLAIN],
    [{ data_collection: "deny" }, ["alpha", "beta/fp8?", "beta/bf16?", "gamma?"]],
    [{ data_collection: "allow" }, PLAIN],
    [{ enforce_distillable_text: true }, PLAIN.map((tag) => `${tag}?`)],
    [{ max_price: { prompt: 2 } }, ["alpha", "beta/bf16", "gamma?"]],
    [{ max_price: { prompt: 1.999_999 } }, ["alpha", "gamma?"]],
    [{ max_price: { completion: 2, image: 0.01 } }, ["alpha", "gamma?"]],
    [{ sort: "price", preferred_min_throughput: 100 }, PLAIN],
  ])("%j", (preferences, expected) => {
    expect(left(preferences)).toEqual(expected);
  });

  test("settings are demanded only on request, and by the names that endpoints use", () => {
    const parameters = { temperature: 0, max_completion_tokens: 9, provider: {}, plugins: [] };
    expect(left({}, parameters)).toEqual(PLAIN);
    expect(left({ require_parameters: true }, parameters)).toEqual(["alpha"]);
    expect(left({ require_parameters: true })).toEqual(PLAIN);
    const schema = { response_format: { type: "json_schema", json_schema: { name: "a" } } };
    expect(reasons({ require_parameters: true }, { ...parameters, ...schema })).toContain(
      "does not support max_completion_tokens, response_format, structured_outputs",
    );
  });

  test("tiers answer only when they are asked for", () => {
    expect(fates({})).toContain("alpha/priority out");
    expect(fates({ only: ["alpha"] })).toContain("alpha/priority out");
    for (const asked of [
      fates({ only: ["alpha/priority"] }),
      fates({ order: ["alpha/priority"] }),
      fates({}, { service_tier: "priority" }),
      fates({}, { service_tier: "fast" }),
      fates({}, {}, "acme/one:nitro"),
    ])
      expect(asked).toContain("alpha/priority left");
    expect(fates({}, { service_tier: "flex" })).toContain("alpha/priority out");
    expect(fates({}, {}, "acme/one:floor")).toContain("alpha/priority out");
  });

  test("nobody who may collect data serves a free model", () => {
    expect(left({ data_collection: "deny" }, {}, "acme/one:free")).toEqual([]);
    expect(left({ data_collection: "deny" }, {}, "acme/one:free:nitro")).toEqual([]);
  });

  test("everything that speaks against an endpoint is said", () => {
    const { verdicts } = narrow({ only: ["alpha"], zdr: true, max_price: { prompt: 2, completion: 8 } });
    expect(verdicts[1]?.objections).toEqual([
      { by: "only", because: "is not among the only ones", certain: true },
      { by: "zdr", because: "may keep data", certain: true },
      { by: "max_price", because: "asks $3.00 in, more than $2.00", certain: true },
      { by: "max_price", because: "asks $9.00 out, more than $8.00", certain: true },
    ]);
  });
});

describe("in words", () => {
  test.each<[ProviderPreferences, string]>([
    [{}, "all 4 endpoints"],
    [{ only: ["beta"] }, "2 of 4 endpoints"],
    [{ zdr: true }, "1 to 3 of 4 endpoints"],
    [{ enforce_distillable_text: true }, "0 to 4 of 4 endpoints"],
    [{ only: ["nobody"] }, "none of 4 endpoints"],
    [{ only: ["alpha/priority"] }, "1 of 5 endpoints"],
  ])("%j leaves %s", (preferences, expected) => {
    expect(describeNarrowed(narrow(preferences))).toBe(expected);
  });

  test("one is not several", () => {
    expect(describeNarrowed({ total: 1, left: 1, unsure: 0 })).toBe("the one endpoint");
    expect(describeNarrowed({ total: 1, left: 0, unsure: 0 })).toBe("none of 1 endpoint");
  });
});

describe("the order of trying", () => {
  const order = (preferences: ProviderPreferences, model = "acme/one", of = ALL) =>
    inOrder(narrowEndpoints(of, { model, preferences, parameters: {} }).verdicts, { model, preferences }).map(
      ({ endpoint: { tag } }) => tag,
    );

  test("those named come first, those that fall away last", () => {
    expect(order({ order: ["gamma", "beta"], ignore: ["alpha"] })).toEqual([
      ...["gamma", "beta/fp8", "beta/bf16", "alpha", "alpha/priority"],
    ]);
  });
  test("by price, of which a discount is off already, and the unknown last", () => {
    const expected = ["alpha", "beta/bf16", "beta/fp8", "gamma", "alpha/priority"];
    expect(order({ sort: "price" })).toEqual(expected);
    expect(order({ sort: { by: "price", partition: "none" } })).toEqual(expected);
  });
  test("by speed, unless something else is wished for", () => {
    const measured = [
      endpoint("slow", { throughput: speed(10), latencyMs: speed(100) }),
      endpoint("unmeasured"),
      endpoint("fast", { throughput: speed(90), latencyMs: speed(900) }),
    ];
    expect(order({ sort: "throughput" }, "acme/one", measured)).toEqual(["fast", "slow", "unmeasured"]);
    expect(order({}, "acme/one:nitro", measured)).toEqual(["fast", "slow", "unmeasured"]);
    expect(order({ sort: "latency" }, "acme/one:nitro", measured)).toEqual(["slow", "fast", "unmeasured"]);
    expect(order({ sort: "exacto" }, "acme/one", measured)).toEqual(["slow", "unmeasured", "fast"]);
  });
  test("in words", () => {
    expect(describeOrder("acme/one", {})).toBeNull();
    expect(describeOrder("acme/one:floor", {})).toBe("the cheapest tried first");
    expect(describeOrder("acme/one", { sort: "latency" })).toBe("the quickest to begin tried first");
    expect(describeOrder("acme/one", { order: ["a", "b"], sort: "price" })).toBe("tried in the order a, b");
  });
});

test("providers can be named by their slugs, and by tags that say more", () => {
  expect(namesOf(ALL)).toEqual(["alpha", "beta", "gamma", "alpha/priority", "beta/bf16", "beta/fp8"]);
  expect(namesOf([{ provider: "No Tag", tag: null, tier: null }])).toEqual(["no-tag"]);
});
