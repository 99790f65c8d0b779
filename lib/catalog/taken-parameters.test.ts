import { describe, expect, test } from "vitest";
import { takenParameters, takesParameter, untakenParameters, withoutParameter } from "./taken-parameters";
import { catalogModel } from "./testing";

const MODELS = [
  catalogModel("acme/plain", {
    supportedParameters: ["temperature", "max_tokens", "response_format"],
    maxCompletionTokens: 4_000,
  }),
  catalogModel("acme/thinks", {
    supportedParameters: ["seed", "max_completion_tokens", "reasoning", "tools", "tool_choice"],
    maxCompletionTokens: 8_000,
    reasoning: { mandatory: true, defaultEnabled: true, efforts: ["high", "none"], defaultEffort: null },
  }),
  catalogModel("acme/may-think", {
    supportedParameters: ["reasoning"],
    reasoning: { mandatory: false, defaultEnabled: true, efforts: ["high"], defaultEffort: null },
  }),
  catalogModel("acme/efforts", { supportedParameters: ["reasoning_effort"] }),
  catalogModel("acme/shows", { supportedParameters: ["include_reasoning"] }),
  catalogModel("acme/draws", { supportedParameters: ["seed"], outputModalities: ["text", "image"] }),
  catalogModel("acme/silent"),
  catalogModel("openrouter/auto", { kind: "router", supportedParameters: ["seed"] }),
];
const pathsOf = (chain: string[], parameters: object) =>
  untakenParameters(MODELS, chain, { ...parameters }).map(({ path }) => path);
const taken = (chain: string[], parameters: object) => takenParameters(MODELS, chain, { ...parameters });

describe("one model", () => {
  test("takes what it supports, and whatever OpenRouter does itself", () => {
    const own = { temperature: 0.5, provider: { order: ["acme"] }, plugins: [], service_tier: "flex" };
    expect(taken(["acme/plain:nitro"], { ...own, max_tool_calls: 2, seed: 7, min_p: 0.1 })).toEqual({
      ...own,
      max_tool_calls: 2,
    });
    expect(untakenParameters(MODELS, ["acme/plain"], { seed: 7 })).toEqual([
      { path: "seed", because: "is not supported" },
    ]);
  });

  test("takes a longest answer by either name, and none beyond its own", () => {
    expect(taken(["acme/plain"], { max_completion_tokens: 4_000 })).toEqual({ max_completion_tokens: 4_000 });
    expect(taken(["acme/thinks"], { max_tokens: 8_001, seed: 1 })).toEqual({ seed: 1 });
    expect(untakenParameters(MODELS, ["acme/plain"], { max_tokens: 4_001 })).toEqual([
      { path: "max_tokens", because: "is above 4,000, the longest answer there is" },
    ]);
    // How long its answers may be is nowhere said.
    expect(pathsOf(["acme/draws"], { seed: 1 })).toEqual([]);
  });

  test("of a group only the part that it does not take is left out", () => {
    const reasoning = { effort: "none", exclude: true };
    expect(taken(["acme/thinks"], { reasoning })).toEqual({ reasoning: { exclude: true } });
    expect(taken(["acme/thinks"], { reasoning: { effort: "none" } })).toEqual({});
    expect(taken(["acme/thinks"], { reasoning: { effort: "high" } })).toEqual({
      reasoning: { effort: "high" },
    });
    expect(pathsOf(["acme/thinks"], { reasoning: { max_tokens: 9_000 } })).toEqual(["reasoning.max_tokens"]);
    expect(pathsOf(["acme/plain"], { reasoning })).toEqual(["reasoning"]);
  });

  test("takes an effort that it does not know, for which it is asked for the nearest, and none where it need not think", () => {
    for (const effort of ["low", "max", "minimal"])
      expect(taken(["acme/thinks"], { reasoning: { effort } })).toEqual({ reasoning: { effort } });
    for (const reasoning of [{ effort: "none" }, { enabled: false }]) {
      expect(taken(["acme/may-think"], { reasoning })).toEqual({ reasoning });
      expect(taken(["acme/thinks"], { reasoning })).toEqual({});
    }
  });

  test("takes reasoning by any of its names", () => {
    for (const id of ["acme/efforts", "acme/shows"])
      expect(taken([id], { reasoning: { exclude: true } })).toEqual({ reasoning: { exclude: true } });
  });

  test("is told how much to read where OpenRouter searches for it, and else only where it searches itself", () => {
    const web_search_options = { search_context_size: "high" };
    expect(pathsOf(["acme/plain"], { web_search_options })).toEqual(["web_search_options"]);
    expect(pathsOf(["acme/plain:online"], { web_search_options })).toEqual([]);
    expect(pathsOf(["acme/plain"], { web_search_options, plugins: [{ id: "web" }] })).toEqual([]);
    const off = { web_search_options, plugins: [{ id: "web", enabled: false }, { id: "moderation" }] };
    expect(pathsOf(["acme/plain"], off)).toEqual(["web_search_options"]);
  });

  test("takes a schema by either name, tools with all that belongs to them, and pictures where it makes some", () => {
    const schema = { response_format: { type: "json_schema", json_schema: { name: "a", schema: {} } } };
    expect(taken(["acme/plain"], schema)).toEqual(schema);
    expect(taken(["acme/thinks"], schema)).toEqual({});
    const tools = { tools: [{ type: "function" }], tool_choice: "auto", parallel_tool_calls: false };
    expect(pathsOf(["acme/plain"], tools)).toEqual(["tools", "tool_choice", "parallel_tool_calls"]);
    expect(pathsOf(["acme/thinks"], tools)).toEqual(["parallel_tool_calls"]);
    const drawing = { modalities: ["image", "text"] };
    expect(taken(["acme/draws"], drawing)).toEqual(drawing);
    expect(pathsOf(["acme/plain"], drawing)).toEqual(["modalities"]);
  });

  test("of which nothing is known takes everything", () => {
    const set = { temperature: 1, max_tokens: 1_000_000, modalities: ["image"] };
    for (const id of ["acme/unlisted", "acme/silent", "openrouter/auto", "route/support"])
      expect(taken([id], set)).toEqual(set);
  });
});

describe("a chain", () => {
  test("takes what one of its models takes", () => {
    const set = { temperature: 0, seed: 7, min_p: 0.1, max_tokens: 6_000 };
    expect(taken(["acme/plain", "acme/thinks"], set)).toEqual({ temperature: 0, seed: 7, max_tokens: 6_000 });
    expect(pathsOf(["acme/plain", "acme/unlisted"], set)).toEqual([]);
  });

  test("does not take a part that one refuses and the others know nothing of", () => {
    expect(taken(["acme/plain", "acme/thinks"], { reasoning: { effort: "none", exclude: true } })).toEqual({
      reasoning: { exclude: true },
    });
  });
});

test("whether a setting can be made does not hang on its value", () => {
  expect(takesParameter(MODELS, ["acme/plain"], "seed")).toBe(false);
  expect(takesParameter(MODELS, ["acme/plain", "acme/thinks"], "seed")).toBe(true);
  expect(takesParameter(MODELS, ["acme/plain"], "provider")).toBe(true);
  expect(takesParameter(MODELS, [], "seed")).toBe(false);
});

test("with a setting goes what means nothing without it", () => {
  const set = { tools: [], tool_choice: "auto", reasoning: { effort: "high", exclude: true }, seed: 7 };
  expect(withoutParameter(set, "tools")).toEqual({ reasoning: set.reasoning, seed: 7 });
  expect(withoutParameter({ reasoning: { effort: "high" }, seed: 7 }, "reasoning.effort")).toEqual({
    seed: 7,
  });
});
