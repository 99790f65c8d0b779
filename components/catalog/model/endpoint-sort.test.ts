import { expect, test } from "vitest";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { Price } from "@/lib/core/money";
import { sortEndpoints } from "./endpoint-sort";

const endpoint = (provider: string, prompt: string | undefined): ModelEndpoint => ({
  provider,
  ...{ tag: null, tier: null, quantization: null, overrides: [], discount: null },
  prices: prompt === undefined ? {} : { prompt: prompt as Price },
  ...{ contextLength: null, maxPromptTokens: null, maxCompletionTokens: null },
  ...{ latencyMs: null, throughput: null, status: null, supportedParameters: [], implicitCaching: null },
  uptime: { last5m: null, last30m: null, last1d: null },
  policy: {
    ...{ zeroRetention: null, headquarters: null, datacenters: null },
    ...{ privacyUrl: null, termsUrl: null, statusUrl: null },
  },
});
const three = [endpoint("b", "0.000002"), endpoint("a", undefined), endpoint("C", "0.0000000001")];
const order = (by: string | null) => sortEndpoints(three, by).map(({ provider }) => provider);

test.each([
  [null, ["b", "a", "C"]],
  ["nonsense", ["b", "a", "C"]],
  ["input", ["C", "b", "a"]],
  ["-input", ["b", "C", "a"]],
  ["provider", ["a", "b", "C"]],
])("providers by %s, the unknown last", (by, expected) => {
  expect(order(by)).toEqual(expected);
});
