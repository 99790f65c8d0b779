import fc from "fast-check";
import { parse, stringify } from "lossless-json";
import { describe, expect, test } from "vitest";
import { catalogModel, perMillion } from "@/lib/catalog/testing";
import type { JsonRecord } from "@/lib/core/lenient";
import { formatDecimal, type Price, parsePrice, times } from "@/lib/core/money";
import { type Boundable, boundRequest } from "./bound";

const CATALOG = [
  catalogModel("acme/small", { prices: perMillion("1", "2") }),
  catalogModel("acme/large", {
    prices: perMillion("3", "15"),
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
  }),
  catalogModel("acme/thinker", {
    prices: { ...perMillion("1", "4"), reasoning: "8e-6", cacheWrite: "1.25e-6", request: "0.01" },
    maxCompletionTokens: 100_000,
  }),
  catalogModel("acme/gratis", { isFree: true, prices: { prompt: "0", completion: "0" } }),
  catalogModel("acme/router", { kind: "router", prices: {} }),
];

const bound = (body: JsonRecord, more: Partial<Boundable> = {}) =>
  boundRequest(CATALOG, {
    body,
    models: [String(body.model)],
    ...{ promptBytes: 1_000, messages: 1, images: 0, isBounded: true },
    ...more,
  });
const ceilingOf = (found: ReturnType<typeof bound>) =>
  "ceiling" in found ? formatDecimal(found.ceiling) : found;

describe("a request without limits", () => {
  test("gets one on its answer and one on prices, and is told of both", () => {
    const found = bound({ model: "acme/large", provider: { sort: "price" } });
    expect(found).toMatchObject({
      body: {
        model: "acme/large",
        max_tokens: 8_192,
        provider: { sort: "price", max_price: { prompt: "3", completion: "15", request: "0" } },
      },
      changed: ["max_tokens", "provider.max_price"],
    });
    // 1,016 tokens in at $3 and 8,192 out at $15 per million.
    expect(ceilingOf(found)).toBe("0.125928");
  });

  test("may write no more than each model of its chain can", () => {
    expect(bound({ model: "acme/small" }, { models: ["acme/large", "acme/small"] })).toMatchObject({
      body: { max_tokens: 2_000 },
    });
  });

  test("may think as much as it asks to, and answer besides", () => {
    const found = bound({ model: "acme/thinker", reasoning: { max_tokens: 20_000 } });
    expect(found).toMatchObject({ body: { max_tokens: 28_192 } });
  });
});

test("what providers add to a prompt by themselves is allowed for", () => {
  const held = (more: JsonRecord) => {
    const found = bound({ model: "acme/small", max_tokens: 1, max_output_tokens: 1, ...more });
    if (!("ceiling" in found)) throw new Error("it has a bound");
    // At a dollar per million, less 1,016 tokens of prompt and the one that is written.
    return Number(formatDecimal(found.ceiling)) * 1e6 - 1_018;
  };
  const own = { type: "function", function: { name: "look", parameters: {} } };
  const computer = { type: "computer_20250124", name: "computer" };
  const schema = { type: "json_schema", json_schema: { name: "a", schema: {} } };
  const counts: [JsonRecord, number][] = [
    [{ tools: [], functions: [], response_format: { type: "text" }, text: {} }, 0],
    [{ tools: [own, own] }, 1_024],
    [
      {
        tools: [
          { name: "look", input_schema: {} },
          { type: "custom", name: "see" },
        ],
      },
      1_024,
    ],
    [{ functions: [{ name: "look" }] }, 1_024],
    [{ tools: [own, computer] }, 1_024 + 2_048],
    [{ tools: [computer, { type: "bash_20250124", name: "bash" }] }, 1_024 + 2 * 2_048],
    [{ tools: [{ type: "namespace", tools: [own, { type: "computer_use_preview" }] }] }, 1_024 + 2_048],
    [{ response_format: schema }, 1_024],
    [{ text: { format: { type: "json_schema", name: "a", schema: {} } } }, 1_024],
    [{ output_format: { type: "json_schema", schema: {} } }, 1_024],
    [{ thinking: { type: "enabled", budget_tokens: 1_024 } }, 1_024],
    [{ reasoning: { effort: "high" }, tools: [own], response_format: schema }, 3 * 1_024],
  ];
  for (const [body, tokens] of counts) expect(held(body), JSON.stringify(body)).toBeCloseTo(tokens, 6);
});

test("limits that the caller set stay, and lower ones of prices too", () => {
  const body = {
    ...{ model: "acme/large", max_tokens: 100 },
    provider: { max_price: { prompt: 2.5, completion: 99, request: 0 } },
  };
  const found = bound(body);
  expect(found).toMatchObject({
    body: { max_tokens: 100, provider: { max_price: { prompt: 2.5, completion: "15", request: 0 } } },
    changed: ["provider.max_price"],
  });
  // Thinking, writing the cache and the fee per request are a part of it.
  expect(ceilingOf(bound({ model: "acme/thinker", max_completion_tokens: 1_000 }))).toBe("0.01927");
});

test.each([1e15, 1e30, "1e9", "1e23", "9e9999", [0.00001], { prompt: 0 }, true])(
  "a price of %j is lowered to that of the list",
  (price) => {
    const asked = { ...{ prompt: price, completion: price, request: price }, image: price };
    expect(bound({ model: "acme/small", max_tokens: 5, provider: { max_price: asked } })).toMatchObject({
      body: { provider: { max_price: { prompt: "1", completion: "2", request: "0" } } },
      changed: ["provider.max_price"],
    });
  },
);

test("what is bounded already is sent as it came", () => {
  const body = {
    model: "acme/small",
    max_tokens: 5,
    provider: { max_price: { prompt: 1, completion: 2, request: 0 } },
  };
  expect(bound(body)).toMatchObject({ body, changed: [] });
});

test("of two names for one limit the larger counts", () => {
  const one = bound({ model: "acme/small", max_tokens: 10, max_completion_tokens: 1_000 });
  expect(ceilingOf(one)).toBe(ceilingOf(bound({ model: "acme/small", max_tokens: 1_000 })));
});

test("other APIs have other names for the limit, and vectors need none", () => {
  const responses = bound({ model: "acme/small" }, { limitFields: ["max_output_tokens"] });
  expect(responses).toMatchObject({
    body: { max_output_tokens: 2_000 },
    changed: ["max_output_tokens", "provider.max_price"],
  });
  const given = { limitFields: ["max_output_tokens"] };
  expect(ceilingOf(bound({ model: "acme/small", max_output_tokens: 100 }, given))).toBe("0.001216");
  const vectors = bound({ model: "acme/small" }, { vectors: true });
  expect(vectors).toMatchObject({ changed: ["provider.max_price"] });
  expect(ceilingOf(vectors)).toBe("0.001016");
});

test("a limit by a name of another API limits nothing, and is counted on should it do so after all", () => {
  const chat = bound({ model: "acme/small", max_output_tokens: 1 });
  expect(chat).toMatchObject({ body: { max_output_tokens: 1, max_tokens: 2_000 } });
  expect(ceilingOf(chat)).toBe(ceilingOf(bound({ model: "acme/small" })));
  for (const name of ["max_tokens", "max_completion_tokens"]) {
    const responses = { limitFields: ["max_output_tokens"] };
    expect(bound({ model: "acme/small", [name]: 1 }, responses)).toMatchObject({
      body: { max_output_tokens: 2_000 },
    });
    const more = bound({ model: "acme/small", [name]: 9_000, max_output_tokens: 1 }, responses);
    expect(ceilingOf(more)).toBe(ceilingOf(bound({ model: "acme/small", max_tokens: 9_000 })));
  }
});

test.each(["", "100", 0, -1, 0.5, [], [5], {}, true])("%j is no limit of an answer", (max_tokens) => {
  expect(bound({ model: "acme/small", max_tokens })).toEqual({
    unbounded: "max_tokens is no number of tokens.",
  });
});

test("fallbacks are bounded with the rest where they are nothing but models of the chain", () => {
  const models = ["acme/small", "acme/large"];
  const of = (fallbacks: unknown) => bound({ model: "acme/small", max_tokens: 5, fallbacks }, { models });
  for (const plain of [null, [], ["acme/large"], [{ model: "acme/large" }]])
    expect(of(plain)).toHaveProperty("ceiling");
  for (const odd of [
    [{ model: "acme/large", max_tokens: 64_000 }],
    [{ model: "acme/large", provider: {} }],
    ["acme/thinker"],
    [{}],
    "acme/large",
    {},
  ])
    expect(of(odd)).toEqual({ unbounded: expect.stringMatching(/fallbacks/) });
});

test("a free model is held to being free", () => {
  const found = bound({ model: "acme/gratis" });
  expect(found).toMatchObject({ body: { provider: { max_price: { prompt: "0", completion: "0" } } } });
  expect(ceilingOf(found)).toBe("0");
});

test.each([
  [{ model: "acme/router" }, {}, /acme\/router may cost/],
  [{ model: "acme/unheard-of" }, {}, /acme\/unheard-of may cost/],
  [{ model: "acme/small:online" }, {}, /acme\/small:online may cost/],
  [{ model: "acme/small", preset: "mine" }, {}, /preset/],
  [{ model: "acme/small", service_tier: "priority" }, {}, /priority/],
  [{ model: "acme/small", service_tier: { toString: 1 } }, {}, /service tier/],
  [{ model: "acme/small" }, { isBounded: false }, /have no listed price/],
  [{ model: "perplexity/sonar" }, {}, /searches the web by itself/],
  [{}, { models: [] }, /names no model/],
])("%j with %j is refused with the reason", (body, more, reason) => {
  expect(bound(body, more)).toEqual({ unbounded: expect.stringMatching(reason) });
});

test("numbers keep the digits in which they came", () => {
  const text =
    '{"model":"acme/small","temperature":0.10000000000000000555,"provider":{"max_price":{"prompt":0.99999999999999999}}}';
  const found = bound(parse(text) as JsonRecord);
  const sent = "body" in found ? stringify(found.body) : "";
  expect(sent).toContain('"temperature":0.10000000000000000555');
  expect(sent).toContain('"prompt":0.99999999999999999');
});

test("no bill within the limits that are sent is above the ceiling", () => {
  const models = fc.subarray(["acme/small", "acme/large", "acme/thinker"], { minLength: 1 });
  const given = fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined });
  fc.assert(
    fc.property(
      models,
      given,
      fc.nat({ max: 100_000 }),
      fc.nat(),
      fc.nat(),
      (chain, max_tokens, promptBytes, a, b) => {
        const found = bound(
          { model: chain[0], ...(max_tokens === undefined ? {} : { max_tokens }) },
          { models: chain, promptBytes },
        );
        if (!("ceiling" in found)) throw new Error("it has a bound");
        const { max_price } = found.body.provider as { max_price: Record<string, string> };
        const written = a % (Number(found.body.max_tokens) + 1);
        const read = b % (promptBytes + 1);
        // Any provider that may answer at all, at the highest price that it may ask.
        const bill =
          times(`${max_price.prompt}e-6` as Price, read) +
          times(`${max_price.completion}e-6` as Price, written) +
          times((max_price.request ?? "0") as Price, 1);
        expect(bill).toBeLessThanOrEqual(found.ceiling);
      },
    ),
  );
});

describe("whatever a catalogue says", () => {
  const prices = [
    ...["0", "0e9999", "1e-4000", "1e-9999", "9e-30", "1e23", "1e17", "0.", ".5e-9"],
    `0.${"0".repeat(397)}1`,
  ];
  test.each(prices)("nothing throws at a price of %s", (odd) => {
    const price = parsePrice(odd) ?? expect.fail("it is one");
    for (const [prompt, completion] of [
      [price, "1e-6" as Price],
      ["1e-6" as Price, price],
    ] as const) {
      const catalog = [catalogModel("acme/odd", { prices: { prompt, completion, request: price } })];
      for (const vectors of [false, true]) {
        const request = { body: { model: "acme/odd" }, models: ["acme/odd"], vectors };
        const found = boundRequest(catalog, {
          ...request,
          ...{ promptBytes: 1_000, messages: 1, images: 0, isBounded: true },
        });
        if ("unbounded" in found) expect(found.unbounded).toContain("more than can be booked");
        else expect(formatDecimal(found.ceiling)).toMatch(/^\d/);
      }
    }
  });

  test("windows that come to more than can be counted bound nothing", () => {
    const catalog = [catalogModel("acme/vast", { prices: perMillion("1", "1"), contextLength: 2 ** 31 - 1 })];
    const found = boundRequest(catalog, {
      ...{ body: { model: "acme/vast" }, models: ["acme/vast"], vectors: true, isBounded: true },
      ...{ promptBytes: 1_000, messages: 1, images: 2 ** 23 },
    });
    expect(found).toEqual({ unbounded: "What acme/vast may cost is not known beforehand." });
  });
});
