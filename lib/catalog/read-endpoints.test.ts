import fc from "fast-check";
import { expect, test } from "vitest";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { bodyOf, get } from "@/lib/sandbox/testing";
import { ModelEndpoint } from "./endpoints-api";
import { endpointRows, readEndpoints } from "./read-endpoints";

const ROW = {
  name: "CoreWeave | acme/demo",
  model_id: "acme/demo",
  context_length: 131072,
  pricing: {
    prompt: "0.00000003",
    completion: "0.00000017",
    input_cache_read: "0.00000003",
    discount: 0.25,
    overrides: [{ min_prompt_tokens: 200000, prompt: "0.00000006" }],
  },
  provider_name: "CoreWeave",
  tag: "coreweave/fp4",
  quantization: "fp4",
  max_completion_tokens: 117964,
  max_prompt_tokens: null,
  supported_parameters: ["reasoning", "tools"],
  status: 0,
  uptime_last_30m: 98.87,
  uptime_last_5m: "99.08",
  uptime_last_1d: null,
  supports_implicit_caching: false,
  latency_last_30m: { p50: 812.5, p75: 1000, p90: 1500, p99: 4000 },
  throughput_last_30m: { p50: 87, p75: 70, p90: 50, p99: 12 },
};

const read = (more: object = {}) => readEndpoints([{ ...ROW, ...more }]).endpoints[0];
const latency = (latency_last_30m: unknown, ...others: unknown[]) =>
  readEndpoints([latency_last_30m, ...others].map((one) => ({ ...ROW, latency_last_30m: one }))).endpoints[0]
    ?.latencyMs;

test("reads every field of a complete row", () => {
  expect(read()).toEqual({
    provider: "CoreWeave",
    tag: "coreweave/fp4",
    tier: null,
    quantization: "fp4",
    // A quarter off what is listed.
    prices: { prompt: "0.0000000225", completion: "0.0000001275", cacheRead: "0.0000000225" },
    overrides: [{ minPromptTokens: 200000, prices: { prompt: "0.000000045" } }],
    discount: 0.25,
    contextLength: 131072,
    maxPromptTokens: null,
    maxCompletionTokens: 117964,
    latencyMs: { p50: 812.5, p75: 1000, p90: 1500, p99: 4000 },
    throughput: { p50: 87, p75: 70, p90: 50, p99: 12 },
    uptime: { last5m: 99.08, last30m: 98.87, last1d: null },
    status: "ok",
    supportedParameters: ["reasoning", "tools"],
    implicitCaching: false,
    policy: {
      zeroRetention: null,
      headquarters: null,
      datacenters: null,
      privacyUrl: null,
      termsUrl: null,
      statusUrl: null,
    },
  });
});

test("a provider's name is enough, from wherever it can be had", () => {
  expect(readEndpoints([{ provider_name: "Groq" }]).endpoints[0]).toMatchObject({
    provider: "Groq",
    tag: null,
    prices: {},
    latencyMs: null,
    throughput: null,
    status: null,
    implicitCaching: null,
  });
  expect(readEndpoints([{ name: "Groq | acme/demo" }, { tag: "groq" }]).endpoints).toMatchObject([
    { provider: "Groq" },
    { provider: "groq" },
  ]);
});

test("two rows that look alike are two endpoints, and rows without a provider are counted", () => {
  const { endpoints, unreadable } = readEndpoints([ROW, ROW, null, 7, {}, { provider_name: "" }]);
  expect([endpoints.length, unreadable]).toEqual([2, 4]);
});

test.each([
  [{ tag: "google-vertex/priority" }, { tier: "priority" }],
  [{ tag: "openai/flex" }, { tier: "flex" }],
  [{ quantization: "unknown" }, { quantization: null }],
  [{ quantization: null }, { quantization: null }],
  [{ status: -5 }, { status: "degraded" }],
  [{ status: undefined }, { status: null }],
  [{ uptime_last_30m: 101 }, { uptime: { last30m: null } }],
  [{ context_length: 0 }, { contextLength: null }],
  [{ pricing: { prompt: "-1", discount: 2 } }, { prices: {}, discount: null }],
  [{ supports_implicit_caching: "true" }, { implicitCaching: true }],
])("%j is read as %j", (more, expected) => expect(read(more)).toMatchObject(expected));

test("speeds are percentiles, one figure, or nothing at all", () => {
  const none = { p75: null, p90: null, p99: null };
  expect(read({ throughput_last_30m: 87.5 })?.throughput).toEqual({ p50: 87.5, ...none });
  expect(read({ throughput_last_30m: { p50: "87.5", p90: "fast" } })?.throughput).toEqual({
    p50: 87.5,
    ...none,
  });
  for (const nothing of [null, {}, [], "fast", -1, { p50: null }])
    expect(read({ throughput_last_30m: nothing })?.throughput).toBeNull();
});

test("speeds by kind of work stand in for those of all work", () => {
  const perf_last_30m_by_workload = { text_generation: { latency: { p50: 900 }, throughput: 33 } };
  const endpoint = read({ latency_last_30m: null, throughput_last_30m: null, perf_last_30m_by_workload });
  expect([endpoint?.latencyMs?.p50, endpoint?.throughput?.p50]).toEqual([900, 33]);
});

test("latencies are milliseconds, also where all of them are plainly seconds", () => {
  expect(latency({ p50: 0.25, p99: 1.5 })).toEqual({ p50: 250, p75: null, p90: null, p99: 1500 });
  expect(latency(0.8123)).toEqual({ p50: 812.3, p75: null, p90: null, p99: null });
  expect(latency({ p50: 45, p99: 120 })).toMatchObject({ p50: 45_000, p99: 120_000 });
  expect(latency({ p50: 180, p99: 900 })).toMatchObject({ p50: 180, p99: 900 });
  // One quick provider among others is not measured in another unit.
  expect(latency({ p50: 95 }, { p50: 600, p99: 2000 })).toMatchObject({ p50: 95 });
});

test.each([[null], [[]], ["<html>"], [{ data: null }], [{ data: {} }], [{ data: { endpoints: {} } }]])(
  "there is no list in %j",
  (answer) => expect(endpointRows(answer) ?? []).toEqual([]),
);

test("the sandbox's endpoints are read in full", async () => {
  const rows = endpointRows(
    await bodyOf(get(createSandbox({ seed: 1 }), "/models/openai/gpt-oss-120b/endpoints")),
  );
  const { endpoints, unreadable } = readEndpoints(rows ?? []);
  expect(endpoints.length).toBeGreaterThan(3);
  expect(unreadable).toBe(0);
  for (const { latencyMs, throughput, uptime } of endpoints) {
    expect(latencyMs?.p50).toBeGreaterThan(20);
    expect(throughput?.p50).toBeGreaterThan(1);
    expect(uptime.last30m).not.toBeNull();
  }
});

test("whatever a row holds, what is read of it fits the wire", () => {
  const keys = [...Object.keys(ROW), "perf_last_30m_by_workload"];
  const junk = fc.dictionary(fc.constantFrom(...keys), fc.anything({ withNullPrototype: true }));
  fc.assert(
    fc.property(fc.array(junk, { maxLength: 5 }), (changes) => {
      const rows = changes.map((change) => ({ ...ROW, ...change }));
      const { endpoints, unreadable } = readEndpoints([...rows, ROW]);
      expect(endpoints.length + unreadable).toBe(rows.length + 1);
      for (const endpoint of endpoints) expect(ModelEndpoint.safeParse(endpoint).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});
