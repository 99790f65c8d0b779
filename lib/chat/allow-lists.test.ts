import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { CHAT, COMPLETIONS, DIALECTS, EMBEDDINGS, MESSAGES, RESPONSES } from "./dialects/dialects";
import { requireModels } from "./gateway-request";
import { refusalOf } from "./workspace-rules.server";

const says = [{ role: "user", content: "Hello" }];
const BODIES: Record<string, object> = {
  [CHAT.path]: { messages: says },
  [COMPLETIONS.path]: { prompt: "Hello" },
  [RESPONSES.path]: { input: "Hello" },
  [MESSAGES.path]: { messages: says, max_tokens: 9 },
  [EMBEDDINGS.path]: { input: "Hello" },
};
const ALLOWED = "acme/a";
const NO_RULES = { denyDataCollection: false, requireZeroRetention: false, allowedModels: null };

/** Ways to have another model asked than the one that is allowed. */
const WAYS: [string, object][] = [
  ["another model", { model: "acme/b" }],
  ["a static variant", { model: "acme/a:free" }],
  ["a preset's settings", { model: "acme/a@preset/x" }],
  ["a preset's settings behind a variant", { model: "acme/a:nitro@preset/x" }],
  ["a preset's settings before a variant", { model: "acme/a@preset/x:nitro" }],
  ["a preset", { model: "@preset/x" }],
  ["an alias", { model: "~acme/a-latest" }],
  ["a router", { model: "openrouter/auto" }],
  [
    "a router that is told what it may choose",
    { model: "openrouter/auto", plugins: [{ id: "auto-router", allowed_models: [ALLOWED] }] },
  ],
  ["a list", { models: [ALLOWED, "acme/b"] }],
  ["fallbacks by their ids", { fallbacks: ["acme/b"] }],
  ["fallbacks as records", { fallbacks: [{ model: "acme/b" }] }],
  ["the field of a preset", { preset: "x" }],
  ["the field of a preset as a record", { preset: { slug: "x" } }],
  ["a tool that asks models", { tools: [{ type: "openrouter:fusion" }] }],
  ["a choice of a tool that asks models", { tool_choice: { type: "openrouter:subagent" } }],
  ["a choice of such a tool in one word", { tool_choice: "openrouter:subagent" }],
  ["a tool that nobody knows yet", { tools: [{ type: "openrouter:next" }] }],
  [
    "a known tool that names a model",
    { tools: [{ type: "openrouter:web_search", parameters: { model: "acme/b" } }] },
  ],
  ["a plugin that asks models", { plugins: [{ id: "fusion" }] }],
  ["a plugin that asks models and names them", { plugins: [{ id: "fusion", analysis_models: ["acme/b"] }] }],
  ["a known plugin that names a model", { plugins: [{ id: "response-healing", model: "acme/b" }] }],
];

/** What asks the allowed model alone. */
const FINE: [string, object][] = [
  ["it by its id", {}],
  ["it with variants that only steer", { model: "acme/a:nitro:online" }],
  ["it as its own fallback", { models: [ALLOWED] }],
  [
    "it with settings of a router that was not asked",
    { plugins: [{ id: "auto-router", allowed_models: ["acme/b"] }] },
  ],
  ["it with a plugin that is off", { plugins: [{ id: "fusion", enabled: false }] }],
  ["it with tools that ask none", { tools: [{ type: "openrouter:web_search" }], tool_choice: "auto" }],
];

describe.each(DIALECTS.map((dialect) => [dialect.path, dialect] as const))("%s", (path, dialect) => {
  const read = (body: object) => dialect.readRequest({ ...BODIES[path], ...body }, null);
  /** Who refuses: the key by its list, the workspace by its own. */
  function refusing(body: object): string[] {
    let request: ReturnType<typeof read>;
    try {
      request = read(body);
    } catch (error) {
      // Nothing goes out that cannot be read.
      expect(error).toMatchObject({ code: "invalid_request" });
      return ["key", "workspace"];
    }
    const rules = { ...NO_RULES, allowedModels: [ALLOWED] };
    return [
      ...(attempt(() => requireModels(request, [ALLOWED])) ? ["key"] : []),
      ...(refusalOf(request, rules) ? ["workspace"] : []),
      ...(refusalOf(request, { ...rules, allowedModels: ["acme/a*"] }) ? ["pattern"] : []),
    ];
  }
  const attempt = (work: () => void): boolean => {
    try {
      work();
      return false;
    } catch (error) {
      expect((error as AppError).code).toBe("model_not_allowed");
      return true;
    }
  };

  test.each(WAYS)("lets no list be passed by %s", (_name, more) => {
    expect(refusing({ model: ALLOWED, ...more })).toEqual(expect.arrayContaining(["key", "workspace"]));
  });

  test.each(FINE)("asks %s", (_name, more) => {
    expect(refusing({ model: ALLOWED, ...more })).toEqual([]);
  });

  test("needs a model to be named where there is a list, and not only what it falls back on", () => {
    const both = expect.arrayContaining(["key", "workspace"]);
    expect(refusing({})).toEqual(both);
    expect(refusing({ fallbacks: [{ model: ALLOWED }] })).toEqual(both);
    const takesList = ["/chat/completions", "/completions", "/responses"].includes(path);
    expect(refusing({ models: [ALLOWED] }).length > 0).toBe(!takesList);
  });

  test("goes on as it came without a list, whatever it names", () => {
    for (const [, more] of WAYS.filter(([, way]) => !("fallbacks" in way))) {
      const request = read({ model: ALLOWED, ...more });
      expect(attempt(() => requireModels(request, null))).toBe(false);
      expect(refusalOf(request, NO_RULES)).toBeNull();
    }
  });

  test("a beginning on the workspace's list takes no preset along", () => {
    expect(refusing({ model: "acme/a@preset/x" })).toContain("pattern");
  });
});

test("tools of a response count in whatever group of groups they are", () => {
  const group = (inner: object) => ({ type: "namespace", name: "n", tools: [inner] });
  const read = (depth: number) => {
    let tool: object = { type: "openrouter:fusion" };
    for (let times = 0; times < depth; times++) tool = group(tool);
    return RESPONSES.readRequest({ model: ALLOWED, input: "Hi", tools: [tool] }, null);
  };
  for (const depth of [0, 1, 2, 8]) expect(() => requireModels(read(depth), [ALLOWED])).toThrow(/fusion/);
  expect(() => read(100_000)).toThrow(/deeply/);
});

test("fallbacks that are no list are refused where they are known, and pass no list elsewhere", () => {
  const fallbacks = { model: "acme/b" };
  const body = (path: string) => ({ ...BODIES[path], model: ALLOWED, fallbacks });
  expect(() => MESSAGES.readRequest(body(MESSAGES.path), null)).toThrow(/fallbacks/);
  const request = CHAT.readRequest(body(CHAT.path), null);
  expect(() => requireModels(request, [ALLOWED])).toThrow(AppError);
  expect(() => requireModels(request, null)).not.toThrow();
});
