import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import { Difference } from "./changes-api";
import { compareLists } from "./differences";
import { CatalogModel } from "./model";
import { readModel, readModels } from "./read-model";

const row = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  canonical_slug: `${id.split(":")[0]}-20260928`,
  hugging_face_id: "",
  name: "Acme: Demo 2",
  created: 1790618686,
  description: "Demo 2 is a model.",
  context_length: 1000000,
  architecture: {
    modality: "text+image->text",
    input_modalities: ["image", "text"],
    output_modalities: ["text"],
    tokenizer: "Other",
    instruct_type: null,
  },
  pricing: {
    prompt: "0.000002",
    completion: "0.00001",
    web_search: "0.01",
    input_cache_read: "0.0000002",
    input_cache_write: "0.0000025",
    overrides: [{ min_prompt_tokens: 272000, prompt: "0.000004", completion: "0.000015" }],
  },
  top_provider: { context_length: 1000000, max_completion_tokens: 128000, is_moderated: true },
  per_request_limits: null,
  supported_parameters: ["max_tokens", "reasoning", "tools"],
  default_parameters: { temperature: 0.7, top_k: null },
  supported_voices: null,
  knowledge_cutoff: "2026-03-31",
  expiration_date: null,
  links: { details: "/api/v1/models/acme/demo-2-20260928/endpoints" },
  reasoning: {
    mandatory: true,
    default_enabled: true,
    supported_efforts: ["high", "low"],
    default_effort: "low",
  },
  ...more,
});

const read = (more: Record<string, unknown>, id = "acme/demo-2") => readModel(row(id, more));

test("reads every field of a complete row", () => {
  expect(readModel(row("acme/demo-2"))).toEqual({
    id: "acme/demo-2",
    canonicalSlug: "acme/demo-2-20260928",
    name: "Acme: Demo 2",
    author: "acme",
    kind: "model",
    isFree: false,
    description: "Demo 2 is a model.",
    created: 1790618686,
    contextLength: 1000000,
    maxCompletionTokens: 128000,
    isModerated: true,
    inputModalities: ["image", "text"],
    outputModalities: ["text"],
    prices: {
      prompt: "0.000002",
      completion: "0.00001",
      webSearch: "0.01",
      cacheRead: "0.0000002",
      cacheWrite: "0.0000025",
    },
    overrides: [{ minPromptTokens: 272000, prices: { prompt: "0.000004", completion: "0.000015" } }],
    supportedParameters: ["max_tokens", "reasoning", "tools"],
    defaultParameters: { temperature: 0.7 },
    reasoning: { mandatory: true, defaultEnabled: true, efforts: ["high", "low"], defaultEffort: "low" },
    knowledgeCutoff: "2026-03-31",
    expiresOn: null,
    aliasTarget: null,
  });
});

test("an id is enough, and everything else is then unknown", () => {
  const model = readModel({ id: "acme/bare" });
  expect(model).toMatchObject({
    id: "acme/bare",
    name: "acme/bare",
    kind: "model",
    prices: {},
    overrides: [],
  });
  expect(model).toMatchObject({ contextLength: null, created: null, isModerated: null, reasoning: null });
});

test.each([
  null,
  7,
  "acme/one",
  [],
  {},
  { id: null },
  { id: 7 },
  { id: "" },
  { id: "no-author" },
  { id: "a/b c" },
])("%j is no row", (value) => expect(readModel(value)).toBeNull());

test.each([
  ["acme/demo-2", {}, "model", false],
  ["acme/demo-2:free", { pricing: { prompt: "0", completion: "0" } }, "model", true],
  ["acme/demo-2:batch", {}, "batch", false],
  ["~acme/demo-latest", { alias_target: { name: "Demo 2", slug: "acme/demo-2" } }, "alias", false],
  ["openrouter/auto", { pricing: { prompt: "-1", completion: "-1" } }, "router", false],
  ["acme/switch", { pricing: { prompt: -1 } }, "router", false],
  ["acme/mistake", { pricing: { prompt: "-0.000005", completion: "-1" } }, "model", false],
  ["acme/not-so:free", { pricing: { prompt: "0", completion: "0.00001" } }, "model", false],
  ["acme/unsaid:free", { pricing: {} }, "model", true],
  ["acme/router", { architecture: { tokenizer: "Router" } }, "router", false],
  ["openrouter/free", { pricing: { prompt: "0", completion: "0" } }, "router", true],
  ["acme/unlisted-price", { pricing: { prompt: "0", completion: "0" } }, "model", false],
])("%s with %j is a %s, free: %s", (id, more, kind, isFree) => {
  expect(read(more, id)).toMatchObject({ kind, isFree });
});

test("a router has no price rather than a negative one", () => {
  expect(
    read({ pricing: { prompt: "-1", completion: "-1", request: "-1" } }, "openrouter/auto")?.prices,
  ).toEqual({});
});

test("an alias names the model it stands for", () => {
  const alias = read({ alias_target: { name: "Demo 2", slug: "acme/demo-2" } }, "~acme/demo-latest");
  expect(alias).toMatchObject({ author: "acme", aliasTarget: "acme/demo-2" });
});

test("the first of two rows with one id is kept, and is not unreadable", () => {
  const { models, unreadable } = readModels([
    row("a/b", { name: "first" }),
    row("a/b", { name: "second" }),
    null,
  ]);
  expect(models.map(({ name }) => name)).toEqual(["first"]);
  expect(unreadable).toBe(1);
});

describe("drift", () => {
  test("text is cleaned and bounded", () => {
    const model = read({
      name: "  Acme:\u0000  Demo\u202e 2\n ",
      description: `See [the\ncard](https://a.example/x) for <b>more</b>. **Bold** \`code\`, a < b. ${"long ".repeat(200)}`,
    });
    expect(model?.name).toBe("Acme: Demo 2");
    expect(model?.description).toMatch(/^See the card for more\. Bold code, a < b\. long .*…$/);
    expect(model?.description.length).toBeLessThanOrEqual(200);
  });

  test("numbers as text and truth values as text are read", () => {
    const model = read({
      context_length: "131072",
      created: "1790618686",
      top_provider: { max_completion_tokens: "4096", is_moderated: "false" },
      default_parameters: { temperature: "0.5", __proto__: 1, "x y": 2, top_p: "warm" },
    });
    expect(model).toMatchObject({ contextLength: 131072, created: 1790618686, maxCompletionTokens: 4096 });
    expect(model).toMatchObject({ isModerated: false, defaultParameters: { temperature: 0.5 } });
  });

  test.each([[0], [-5], ["many"], [1.5], [1e30], [null], [{}]])(
    "a context length of %j is unknown",
    (context_length) => expect(read({ context_length, top_provider: null })?.contextLength).toBeNull(),
  );

  test("prices keep all their digits, also as numbers", () => {
    const pricing = {
      prompt: "0.0000000416666666666667",
      completion: 0.0000005,
      image: "",
      request: "free",
      audio: [],
    };
    expect(read({ pricing })?.prices).toEqual({ prompt: "0.0000000416666666666667", completion: "5e-7" });
  });

  test.each(["9".repeat(65), "1e300", "Infinity", "1e9999", "2000000"])(
    "an absurd price of %s is unknown",
    (prompt) => expect(read({ pricing: { prompt } })?.prices).toEqual({}),
  );

  test("modalities come from the summary when the lists are missing", () => {
    const model = read({ architecture: { modality: "text+image->text+audio" } });
    expect(model).toMatchObject({ inputModalities: ["text", "image"], outputModalities: ["text", "audio"] });
  });

  test("unknown modalities, parameters and efforts are kept", () => {
    const model = read({
      architecture: { input_modalities: ["smell", 7, "smell"], output_modalities: "text" },
      supported_parameters: ["tools", null, "telepathy"],
      reasoning: { supported_efforts: ["ludicrous"], mandatory: "true" },
    });
    expect(model).toMatchObject({ inputModalities: ["smell"], outputModalities: ["text"] });
    expect(model).toMatchObject({ supportedParameters: ["tools", "telepathy"] });
    expect(model?.reasoning).toEqual({
      mandatory: true,
      defaultEnabled: null,
      efforts: ["ludicrous"],
      defaultEffort: null,
    });
  });

  test.each([
    ["2026-12-31", "2026-12-31"],
    ["2026-12-31T00:00:00Z", "2026-12-31"],
    ["2098-12-31", null],
    ["2026-02-31", null],
    ["soon", null],
  ])("an end on %s is %s", (expiration_date, expiresOn) =>
    expect(read({ expiration_date })?.expiresOn).toBe(expiresOn),
  );

  test("junk among the overrides is left out", () => {
    const good = { utc_start: 1630, utc_end: "30", utc_days: ["Monday"], prompt: "0.1" };
    const overrides = [null, 7, [], {}, { min_prompt_tokens: 5 }, { prompt: "-1" }, good];
    expect(read({ pricing: { overrides } })?.overrides).toEqual([
      { utcStart: 1630, utcEnd: 30, utcDays: ["monday"], prices: { prompt: "0.1" } },
    ]);
    expect(read({ pricing: { overrides: "none" } })?.overrides).toEqual([]);
  });

  test.each<Record<string, unknown>>([
    { utc_start: 2575 },
    { utc_days: ["caturday"] },
    { utc_days: "monday" },
    { min_prompt_tokens: "lots" },
    { service_tier: "priority" },
    { constructor: "priority" },
  ])("an override under %j is kept for no day", (condition) => {
    expect(read({ pricing: { overrides: [{ ...condition, prompt: "0.1" }] } })?.overrides).toEqual([
      { utcDays: [], prices: { prompt: "0.1" } },
    ]);
  });
});

/** Every path into a row, objects and arrays included. */
function paths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => paths(inner).map((path) => [key, ...path]))];
}

function replaceAt(value: unknown, [key, ...rest]: string[], junk: unknown): unknown {
  if (key === undefined) return junk;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = (value as Record<string, unknown>)[key];
  return Object.assign(copy, { [key]: replaceAt(inner, rest, junk) });
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    " ",
    "-1",
    "true",
    "null",
    0,
    -1,
    1e308,
    Number.NaN,
    [],
    {},
    [null],
    "\ud800",
  ),
  fc.constantFrom<unknown>(
    { toString: "x", valueOf: 1 },
    { length: 3 },
    "[".repeat(9000),
    "<a".repeat(9000),
    `${"9".repeat(9000)}`,
  ),
  fc.anything({ withNullPrototype: true }),
  fc.string({ unit: "binary", maxLength: 300 }),
);

test("one bad row never hides the rest: any field of any row of a list full of oddities may hold anything", () => {
  const rows = syntheticRows(700);
  const whole = readModels(rows);
  expect([whole.models.length, whole.unreadable]).toEqual([700, 0]);
  const victim = fc.nat(rows.length - 1).chain((index) =>
    fc.record({
      index: fc.constant(index),
      path: fc.constantFrom(...paths(rows[index])),
      junk: odd,
    }),
  );
  fc.assert(
    fc.property(fc.array(victim, { minLength: 1, maxLength: 12 }), (victims) => {
      const mutated: unknown[] = [...rows];
      for (const { index, path, junk } of victims) mutated[index] = replaceAt(rows[index], path, junk);
      const { models, unreadable } = readModels(mutated);
      const hit = new Set(victims.map(({ index }) => index));
      const untouched = whole.models.filter((_, index) => !hit.has(index));
      // A mutated id may by chance be a valid other one, but it can take no other row's place unless it came first.
      const found = new Map(models.map((model) => [model.id, model]));
      for (const model of untouched) expect(found.get(model.id)).toEqual(model);
      expect(models.length + unreadable).toBe(700);
      const spared = new Set(untouched.map(({ id }) => id));
      const changed = models.filter(({ id }) => !spared.has(id));
      for (const model of changed) expect(CatalogModel.safeParse(model).success).toBe(true);
      // What changed can be told as well, and only of what was hit.
      const differences = compareLists(whole.models, models);
      expect(differences.length).toBeLessThanOrEqual(hit.size * 2);
      for (const one of differences)
        for (const difference of one.differences) expect(Difference.safeParse(difference).success).toBe(true);
    }),
    { numRuns: 40 },
  );
});
