import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportBody, exportEnvironment } from "./export";
import { importBody, importText } from "./import-body";
import { RouteSpec } from "./spec-request";

const specOf = (parameters: object, more: object = {}) =>
  RouteSpec.parse({ arms: [{ name: "main", share: 100, models: ["acme/one"] }], parameters, ...more });
const withModel = (body: object) => importBody({ model: "acme/one", ...body });
const fields = ({ left }: { left: { field: string }[] }) => left.map(({ field }) => field);

describe("a chain", () => {
  const chainOf = (body: object) => importBody(body).spec.arms[0]?.models;

  test("is the model and what is tried after it", () => {
    expect(chainOf({ model: "acme/one", models: ["acme/two", "acme/three:free"] })).toEqual([
      ...["acme/one", "acme/two", "acme/three:free"],
    ]);
    expect(chainOf({ models: ["acme/two"] })).toEqual(["acme/two"]);
  });
  test("leaves out what it cannot hold", () => {
    const models = ["acme/one", "route/bot", "no id", "a/2", "a/3", "a/4", "a/5"];
    const imported = importBody({ model: "acme/one", models });
    expect(imported.spec.arms[0]?.models).toEqual(["acme/one", "a/2", "a/3", "a/4"]);
    expect(imported.left).toEqual([
      { field: "models.0", reason: "is in the chain already" },
      { field: "models.1", reason: "is a route; a route leads to models only" },
      { field: "models.2", reason: "is not a model's id" },
      { field: "models.6", reason: "is one model too many: OpenRouter takes four" },
    ]);
    expect(fields(withModel({ models: "acme/two" }))).toEqual(["models"]);
  });
  test.each([[null], [[]], ["text"], [{}], [{ model: "@preset/mine" }], [{ model: "route/bot" }]])(
    "cannot be made of %j",
    (body) => {
      expect(() => importBody(body)).toThrow(expect.objectContaining({ code: "invalid_request" }));
    },
  );
});

test("what was pasted has to be JSON", () => {
  expect(importText('{"model":"acme/one"}')).toEqual({ spec: specOf({}), left: [] });
  expect(() => importText("curl …")).toThrow("That is no JSON.");
});

describe("instructions", () => {
  const user = { role: "user", content: "Hi" };
  test.each([
    [[{ role: "system", content: "Be brief." }, user], "Be brief.", ["messages"]],
    [
      [
        {
          role: "developer",
          content: [
            { type: "text", text: "Be " },
            { type: "text", text: "brief." },
          ],
        },
      ],
      "Be brief.",
      [],
    ],
    [[user], null, ["messages"]],
    [
      [{ role: "system", content: [{ type: "text", text: "A", cache_control: {} }] }, user],
      null,
      ["messages.0", "messages"],
    ],
    [[{ role: "system", content: "x".repeat(100_001) }], null, ["messages.0"]],
    ["nonsense", null, []],
  ])("of %#", (messages, system, left) => {
    const imported = withModel({ messages });
    expect(imported.spec.system).toBe(system);
    expect(fields(imported)).toEqual(left);
  });
});

describe("settings", () => {
  test("come along when they are valid", () => {
    const parameters = { temperature: 0.2, stop: ["a"], provider: { zdr: true }, plugins: [{ id: "web" }] };
    expect(withModel(parameters)).toEqual({ spec: specOf(parameters), left: [] });
    expect(withModel({ temperature: null, provider: null, plugins: [] })).toEqual({
      spec: specOf({}),
      left: [],
    });
  });
  test("are left out one by one, each with a reason", () => {
    const { spec, left } = withModel({
      ...{ temperature: 3, top_p: 0.5, stream: true, user: "ada", colour: "red", constructor: 1 },
      provider: { zdr: true, sort: "fastest", options: {}, only: [] },
      plugins: [{ id: "web", max_results: 3 }, { id: "fusion" }],
      reasoning: { effort: "low", max_tokens: 5 },
    });
    expect(spec.parameters).toEqual({
      top_p: 0.5,
      provider: { zdr: true },
      plugins: [{ id: "web", max_results: 3 }],
    });
    expect(Object.fromEntries(left.map(({ field, reason }) => [field, reason]))).toEqual({
      temperature: expect.stringMatching(/^is not valid: /),
      stream: "belongs to a single request",
      user: "belongs to a single request",
      colour: "is not a setting that a route knows",
      constructor: "is not a setting that a route knows",
      reasoning: "is not valid: takes an effort or a budget, not both",
      "provider.sort": expect.stringMatching(/^is not valid/),
      "provider.options": "is not a preference that a route knows",
      "provider.only": expect.stringMatching(/^is not valid/),
      "plugins.1": expect.stringMatching(/^is not valid/),
    });
  });
  test("in older words are understood", () => {
    expect(
      withModel({ reasoning_effort: "low", include_reasoning: false, transforms: ["middle-out"] }),
    ).toEqual({
      spec: specOf({
        reasoning: { effort: "low", exclude: true },
        plugins: [{ id: "context-compression", engine: "middle-out" }],
      }),
      left: [],
    });
    const both = withModel({ reasoning: { effort: "low" }, reasoning_effort: "high", transforms: [] });
    expect(both.spec.parameters).toEqual({ reasoning: { effort: "low" } });
    expect(fields(both)).toEqual(["reasoning_effort", "transforms"]);
  });
});

/** Anything that a route may say, less what has two names, of which a body gets one. */
const parameters = fc.record(
  {
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    top_k: fc.nat(1000),
    max_tokens: fc.integer({ min: 1, max: 100_000 }),
    seed: fc.integer(),
    stop: fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 4 }),
    logit_bias: fc.constant({ "50256": -100 }),
    reasoning: fc.record(
      { effort: fc.constantFrom("low", "high"), exclude: fc.boolean() },
      { requiredKeys: [] },
    ),
    verbosity: fc.constantFrom("low", "max"),
    response_format: fc.constantFrom(
      { type: "json_object" },
      { type: "json_schema", json_schema: { name: "a", schema: {} } },
    ),
    tools: fc.constant([{ type: "function", function: { name: "f", parameters: { type: "object" } } }]),
    tool_choice: fc.constantFrom("none", "required", { type: "function", function: { name: "f" } }),
    parallel_tool_calls: fc.boolean(),
    plugins: fc.constantFrom(
      [{ id: "web" }],
      [{ id: "moderation", enabled: false }, { id: "response-healing" }],
    ),
    modalities: fc.constant(["text", "image"]),
    service_tier: fc.constantFrom("flex", "priority"),
    provider: fc.record(
      {
        only: fc.subarray(["alpha", "beta/fp8"], { minLength: 1 }),
        allow_fallbacks: fc.boolean(),
        sort: fc.constantFrom("price", { by: "latency", partition: "none" }),
        max_price: fc.constant({ prompt: 1.5 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const specs = fc
  .record({
    models: fc.subarray(["acme/one", "acme/two:nitro", "~acme/latest", "a.b/c_d"], { minLength: 1 }),
    system: fc.option(fc.string({ minLength: 1 })),
    parameters,
  })
  .map(({ models, ...said }) => RouteSpec.parse({ arms: [{ name: "main", share: 100, models }], ...said }));

test("a route that goes out as a body comes back whole", () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const body: unknown = JSON.parse(
        JSON.stringify(exportBody(spec, spec.arms[0] ?? expect.fail("no arm"))),
      );
      const { spec: back, left } = importBody(body);
      // A group of preferences that says nothing is nothing.
      const { provider, ...others } = spec.parameters;
      const said = provider && Object.keys(provider).length > 0 ? { provider } : {};
      expect(back).toEqual({ ...spec, parameters: { ...others, ...said } });
      expect(left).toEqual([{ field: "messages", reason: "are the caller's to say" }]);
    }),
  );
});

test("a chain is lines of an environment", () => {
  expect(exportEnvironment({ models: ["acme/one:nitro", "~acme/latest", "a/2", "a/3"] })).toBe(
    'DEFAULT_MODEL=acme/one:nitro\nFALLBACK_MODEL="~acme/latest"\nFALLBACK_MODEL_2=a/2\nFALLBACK_MODEL_3=a/3\n',
  );
});
