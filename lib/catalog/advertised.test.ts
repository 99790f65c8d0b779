import { expect, test } from "vitest";
import { advertised } from "./advertised";
import type { ModelEndpoint } from "./endpoints-api";

const at = (p50: number | null) => ({ p50, p75: null, p90: null, p99: null });
const endpoint = (more: Partial<ModelEndpoint>): ModelEndpoint => ({
  provider: "Acme",
  tag: null,
  tier: null,
  quantization: null,
  prices: {},
  overrides: [],
  discount: null,
  contextLength: null,
  maxPromptTokens: null,
  maxCompletionTokens: null,
  latencyMs: null,
  throughput: null,
  uptime: { last5m: null, last30m: null, last1d: null },
  status: null,
  supportedParameters: [],
  implicitCaching: null,
  policy: {
    zeroRetention: null,
    headquarters: null,
    datacenters: null,
    privacyUrl: null,
    termsUrl: null,
    statusUrl: null,
  },
  ...more,
});

test("from the best provider to the worst: quick and reliable is little, fast is much", () => {
  const uptime = (last1d: number) => ({ last5m: null, last30m: null, last1d });
  expect(
    advertised([
      endpoint({ latencyMs: at(400), throughput: at(50), uptime: uptime(100) }),
      endpoint({ latencyMs: at(900), throughput: at(120), uptime: uptime(75) }),
      endpoint({ latencyMs: at(null) }),
    ]),
  ).toEqual({
    latencyMs: { best: 400, worst: 900 },
    throughput: { best: 120, worst: 50 },
    errors: { best: 0, worst: 0.25 },
  });
});

test("what nobody says is unknown", () => {
  expect(advertised([])).toEqual({ latencyMs: null, throughput: null, errors: null });
});
