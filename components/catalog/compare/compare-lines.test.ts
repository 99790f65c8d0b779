import { expect, test } from "vitest";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel } from "@/lib/catalog/model";
import { catalogModel } from "@/lib/catalog/testing";
import type { Price } from "@/lib/core/money";
import type { Compared } from "./compare-line";
import { compareLines } from "./compare-lines";

const compared = (id: string, more: Partial<CatalogModel> = {}, rest: Partial<Compared> = {}): Compared => ({
  model: catalogModel(id, more),
  ...{ own: null, average: null, endpoints: null },
  ...rest,
});
const priced = (
  prompt: string,
  completion: string,
  more: Partial<CatalogModel> = {},
): Partial<CatalogModel> => ({
  prices: { prompt: prompt as Price, completion: completion as Price },
  ...more,
});

/** `a · b*`, where the star marks the best. */
const lineOf = (label: string, ...models: Compared[]) => {
  const line = compareLines(models)
    .flatMap(({ lines }) => lines)
    .find((one) => one.label === label);
  return line?.cells.map(({ text, best }) => text + (best ? "*" : "")).join(" · ");
};

test("the cheapest price is the best, and of equal prices none", () => {
  const [one, two] = [
    compared("a/1", priced("0.000003", "0.000015")),
    compared("a/2", priced("0.000003", "0.000005")),
  ];
  expect(lineOf("Input", one, two)).toBe("$3.00 /M · $3.00 /M");
  expect(lineOf("Output", one, two)).toBe("$15.00 /M · $5.00 /M*");
});

test("what is free is the cheapest, and what varies cannot be compared", () => {
  const free = compared("a/1:free", priced("0", "0", { isFree: true }));
  const router = compared("a/auto", { kind: "router" });
  expect(lineOf("Input", free, router, compared("a/2", priced("0.000001", "0.000001")))).toBe(
    "Free* · varies · $1.00 /M",
  );
});

test("a price of its own beside none: the other one costs as input does", () => {
  const cached = priced("0.000002", "0.000004");
  const own = { prices: { ...cached.prices, cacheRead: "0.0000002" as Price } };
  expect(lineOf("Cache read", compared("a/1", own), compared("a/2", cached))).toBe("$0.20 /M · as input");
  expect(lineOf("Cache read", compared("a/2", cached), compared("a/3", cached))).toBeUndefined();
});

test("the longest context is the best; the unknown is neither best nor worst", () => {
  const models = [8_000, null, 200_000].map((contextLength, at) => compared(`a/${at}`, { contextLength }));
  expect(lineOf("Context", ...models)).toBe("8K · — · 200K*");
});

test("none is better than another that reads the same", () => {
  const models = [1_048_576, 1_050_000].map((contextLength, at) => compared(`a/${at}`, { contextLength }));
  expect(lineOf("Context", ...models)).toBe("1.05M · 1.05M");
  expect(lineOf("Context", ...models, compared("a/2", { contextLength: 8_000 }))).toBe(
    "1.05M* · 1.05M* · 8K",
  );
});

test("parameters with defaults, and lines nobody has anything to say in are left out", () => {
  const one = compared("a/1", { supportedParameters: ["seed", "top_p"], defaultParameters: { top_p: 0.9 } });
  const two = compared("a/2", { supportedParameters: ["top_p"] });
  expect(lineOf("top_p", one, two)).toBe("0.9 · Yes");
  expect(lineOf("seed", one, two)).toBe("Yes · —");
  const groups = compareLines([one, two]).map(({ title }) => title);
  expect(groups).not.toContain("Yours, last 30 days");
  expect(groups).not.toContain("Providers");
});

const endpoint = (keepsNothing: boolean | null, p50: number): ModelEndpoint => ({
  ...{
    provider: "Acme",
    tag: null,
    tier: null,
    quantization: "fp8",
    prices: {},
    overrides: [],
    discount: null,
  },
  ...{
    contextLength: null,
    maxPromptTokens: null,
    maxCompletionTokens: null,
    throughput: null,
    status: null,
  },
  latencyMs: { p50, p75: null, p90: null, p99: null },
  uptime: { last5m: null, last30m: null, last1d: 99.99 },
  ...{ supportedParameters: [], implicitCaching: null },
  policy: {
    ...{ zeroRetention: keepsNothing, headquarters: null, datacenters: null },
    ...{ privacyUrl: null, termsUrl: null, statusUrl: null },
  },
});

test("providers: the best of each, and a data policy that nobody tells is not a promise", () => {
  const one = compared("a/1", {}, { endpoints: [endpoint(false, 400), endpoint(null, 200)] });
  const two = compared("a/2", {}, { endpoints: [endpoint(false, 300)] });
  expect(lineOf("Fastest first token", one, two)).toBe("200 ms* · 300 ms");
  expect(lineOf("One keeps no data", one, two)).toBe("— · No");
  expect(lineOf("Best uptime, last day", one, two)).toBe("99.9 % · 99.9 %");
  expect(lineOf("Quantizations", one, two)).toBe("fp8 · fp8");
});

test("a line in which all say the same does not differ", () => {
  const lines = compareLines([compared("a/1"), compared("a/2", { contextLength: 5 })]).flatMap(
    (group) => group.lines,
  );
  expect(lines.filter(({ differs }) => differs).map(({ label }) => label)).toEqual(["Context"]);
});
