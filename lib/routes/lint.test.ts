import { describe, expect, test } from "vitest";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel } from "@/lib/catalog/model";
import { catalogModel, modelEndpoint, perMillion } from "@/lib/catalog/testing";
import type { Finding, LintFacts } from "./finding";
import { lintRoute } from "./lint";
import { RouteSpec } from "./spec-request";

const NOW = new Date("2026-11-20T12:00:00Z");
const ABLE = [
  "max_tokens",
  "temperature",
  "seed",
  "tools",
  "tool_choice",
  "response_format",
  "structured_outputs",
];

const able = (id: string, more: object = {}) => catalogModel(id, { supportedParameters: ABLE, ...more });
const MODELS: CatalogModel[] = [
  able("acme/first-2", { inputModalities: ["text", "image"], contextLength: 200_000 }),
  able("acme/like-2", { inputModalities: ["text", "image"], contextLength: 200_000 }),
  able("acme/dear", {
    inputModalities: ["text", "image"],
    contextLength: 200_000,
    prices: perMillion("20", "22"),
  }),
  able("acme/small", { contextLength: 4000, inputModalities: ["text", "image"], maxCompletionTokens: 1000 }),
  able("acme/blind", { contextLength: 200_000 }),
  able("acme/going-2", {
    expiresOn: "2026-12-24",
    inputModalities: ["text", "image"],
    contextLength: 200_000,
  }),
  able("acme/overdue", {
    expiresOn: "2026-11-20",
    inputModalities: ["text", "image"],
    contextLength: 200_000,
  }),
  able("acme/batch", { kind: "batch", inputModalities: ["text", "image"], contextLength: 200_000 }),
  able("acme/free:free", { isFree: true, inputModalities: ["text", "image"], contextLength: 200_000 }),
  catalogModel("acme/plain", {
    supportedParameters: ["max_tokens"],
    inputModalities: ["text", "image"],
    contextLength: 200_000,
  }),
  catalogModel("openrouter/auto", {
    kind: "router",
    prices: {},
    contextLength: null,
    inputModalities: ["text", "image"],
  }),
];
const GONE = {
  ...{ id: "acme/first-1", canonicalSlug: null, name: "First 1", goneAt: NOW, prices: {} },
  nearest: "acme/first-2",
};

type Options = { endpoints?: Record<string, ModelEndpoint[]>; models?: CatalogModel[] };

const lint = (models: string[], more: object = {}, { endpoints = {}, ...options }: Options = {}) => {
  const facts: LintFacts = {
    catalog: { models: options.models ?? MODELS, gone: [GONE] },
    endpoints,
    now: NOW,
  };
  return lintRoute(RouteSpec.parse({ arms: [{ name: "main", share: 100, models }], ...more }), facts);
};
const briefly = (findings: Finding[]) =>
  findings.map(({ code, severity, hop }) => `${severity} ${code} ${hop}`);
const only = (findings: Finding[]): Finding => {
  expect(briefly(findings)).toHaveLength(1);
  return findings[0] ?? expect.fail("nothing was found");
};

test("a good chain is left alone, and so is one of which nothing is known", () => {
  expect(lint(["acme/first-2", "acme/like-2"], { parameters: { seed: 1, temperature: 0 } })).toEqual([]);
  expect(lint(["acme/first-2:nitro", "acme/like-2:floor"], { parameters: { seed: 1 } })).toEqual([]);
  expect(lint(["nobody/knows"], {}, { models: [] })).toEqual([]);
});

describe("models that are not there, or not for long", () => {
  test("unknown", () => {
    expect(only(lint(["acme/first-2", "acme/frist-2"]))).toEqual({
      ...{ code: "unknown_model", severity: "error", arm: 0, hop: 1, setting: null, nearest: "acme/first-2" },
      message:
        "acme/frist-2 is not in the catalogue: OpenRouter refuses the whole request. The nearest living model is acme/first-2.",
    });
    expect(only(lint(["zzz/qqq"], {}, { models: [able("acme/x", { prices: {} })] })).nearest).toBeNull();
  });
  test("gone", () => {
    expect(only(lint(["acme/first-1:nitro"]))).toMatchObject({
      ...{ code: "gone_model", severity: "error", hop: 0, nearest: "acme/first-2" },
      message: "acme/first-1:nitro is listed no more. The nearest living model is acme/first-2.",
    });
  });
  test("going, and overdue", () => {
    const going = only(lint(["acme/going-2"]));
    expect(going).toMatchObject({ code: "expiring_model", severity: "warning" });
    expect(going.nearest).toMatch(/^acme\//);
    expect(going.message).toMatch(/may be gone from .*24.* on\. The nearest living model is acme\//);
    expect(only(lint(["acme/overdue"]))).toMatchObject({ code: "expiring_model", severity: "error" });
  });
  test("for batches only", () => {
    expect(only(lint(["acme/batch"]))).toMatchObject({ code: "batch_model", severity: "error" });
  });
});

describe("fallbacks that cannot do what the first can", () => {
  test.each([
    ["acme/blind", "warning fewer_modalities 1", "acme/blind: takes no images."],
    ["acme/small", "warning shorter_context 1", "acme/small: reads 4K only."],
    ["acme/dear", "warning much_dearer 1", "acme/dear: 14× dearer than the first."],
    [
      "acme/plain",
      "hint fewer_features 1",
      "acme/plain cannot call tools, or keep to a JSON schema, as the first can.",
    ],
  ])("%s", (id, expected, message) => {
    const findings = lint(["acme/first-2", id]);
    expect(briefly(findings)).toEqual([expected]);
    expect(findings[0]?.message).toBe(message);
    expect(lint([id]).filter(({ code }) => code !== "free_model")).toEqual([]);
  });
});

describe("settings that a hop does not heed", () => {
  const tools = [{ type: "function", function: { name: "look_up" } }];
  const response_format = { type: "json_schema", json_schema: { name: "answer" } };

  test.each<[parameters: object, severity: string, setting: string, message: string]>([
    [{ tools }, "error", "tools", "acme/plain does not support tools."],
    [
      { response_format },
      "warning",
      "response_format",
      "acme/plain does not support response_format, structured_outputs.",
    ],
    [
      { temperature: 0 },
      "hint",
      "temperature",
      "acme/plain does not support temperature, and drops it in silence.",
    ],
    [
      { temperature: 0, provider: { require_parameters: true } },
      "error",
      "temperature",
      "acme/plain does not support temperature, and `require_parameters` rules it out.",
    ],
    [{ modalities: ["image"] }, "error", "modalities", "acme/plain makes no image."],
  ])("%j", (parameters, severity, setting, message) => {
    const findings = lint(["acme/plain"], { parameters });
    expect(findings).toEqual([
      expect.objectContaining({ code: "unsupported_parameters", severity, setting, message }),
    ]);
  });
  test("what its admitted endpoints say comes before what its row says", () => {
    const endpoints = {
      "acme/plain": [
        modelEndpoint("alpha", { supportedParameters: ["tools"] }),
        modelEndpoint("beta", { supportedParameters: ["max_tokens"] }),
      ],
    };
    expect(lint(["acme/plain"], { parameters: { tools } }, { endpoints })).toEqual([]);
    const parameters = { tools, provider: { only: ["beta"] } };
    expect(only(lint(["acme/plain"], { parameters }, { endpoints })).code).toBe("unsupported_parameters");
  });
  test("more tokens than it writes", () => {
    expect(only(lint(["acme/small"], { parameters: { max_tokens: 4000 } }))).toMatchObject({
      ...{ code: "shorter_answers", severity: "hint", setting: "max_tokens" },
      message: "acme/small writes 1K tokens at most; the route allows 4K.",
    });
  });
});

test("free models are called what they are", () => {
  expect(only(lint(["acme/free:free"]))).toMatchObject({ code: "free_model", severity: "warning" });
});

test("a seed repeats nothing where a router chooses", () => {
  expect(only(lint(["openrouter/auto"], { parameters: { seed: 7 } }))).toMatchObject({
    ...{ code: "seed_with_router", severity: "warning", setting: "seed" },
  });
  expect(lint(["openrouter/auto"])).toEqual([]);
});

describe("providers", () => {
  const endpoints = {
    "acme/first-2": [modelEndpoint("alpha"), modelEndpoint("beta", { prices: perMillion("3", "9") })],
    "acme/like-2": [modelEndpoint("alpha"), modelEndpoint("alpha/priority", { tier: "priority" })],
  };
  const chain = ["acme/first-2", "acme/like-2"];
  const among = (provider: object) => lint(chain, { parameters: { provider } }, { endpoints });

  test("preferences that leave nobody", () => {
    expect(only(among({ only: ["beta"] }).filter(({ hop }) => hop !== null))).toMatchObject({
      ...{ code: "no_endpoints", severity: "error", hop: 1, setting: "provider.only" },
      message: "The preferences leave acme/like-2 none of 1 endpoint: ALPHA is not among the only ones.",
    });
    expect(briefly(among({ ignore: ["alpha", "beta"] }))).toEqual([
      "error no_endpoints 0",
      "error no_endpoints 1",
    ]);
    expect(only(lint(["acme/first-2"], {}, { endpoints: { "acme/first-2": [] } })).message).toBe(
      "No provider serves acme/first-2 at present.",
    );
  });
  test("preferences that may leave nobody", () => {
    expect(briefly(among({ zdr: true }))).toEqual(["hint unsure_endpoints 0", "hint unsure_endpoints 1"]);
  });
  test("one for all hops", () => {
    expect(among({})).toEqual([]);
    expect(only(among({ only: ["alpha"] }))).toMatchObject({
      ...{ code: "one_provider", severity: "warning", hop: null, setting: "provider.only" },
      message: "Only ALPHA serves this chain: when it is down, the fallbacks are down with it.",
    });
    expect(only(among({ ignore: ["beta"] })).setting).toBeNull();
    // Where the providers of a hop are not known, it may be served by somebody else.
    expect(
      lint([...chain, "acme/dear"], { parameters: { provider: { only: ["alpha"] } } }, { endpoints }),
    ).toEqual([expect.objectContaining({ code: "much_dearer" })]);
  });
});

test("every arm is looked at", () => {
  const arms = [
    { name: "main", share: 90, models: ["acme/first-2"] },
    { name: "trial", share: 10, models: ["acme/first-2", "acme/nothing"] },
  ];
  expect(only(lint([], { arms }))).toMatchObject({ code: "unknown_model", arm: 1, hop: 1 });
});
