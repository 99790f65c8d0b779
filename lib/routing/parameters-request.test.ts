import { expect, test } from "vitest";
import { Parameters } from "./parameters-request";

const tool = { type: "function", function: { name: "get_weather", parameters: { type: "object" } } };

test.each<[name: string, good: unknown[], bad: unknown[]]>([
  ["temperature", [0, 2, 0.7], [-0.1, 2.1, "1", null]],
  ["top_p", [0, 1], [1.1]],
  ["top_k", [0, 40], [-1, 1.5]],
  ["min_p", [0.05], [2]],
  ["top_a", [0.2], [-1]],
  ["frequency_penalty", [-2, 2], [2.1]],
  ["presence_penalty", [-2, 2], [-2.1]],
  ["repetition_penalty", [0, 2], [-0.1, 2.1]],
  ["max_tokens", [1, 64_000], [0, 1.5]],
  ["seed", [0, -7, 42], [0.5]],
  ["stop", ["END", ["a", "b", "c", "d"]], ["", [], ["a", "b", "c", "d", "e"]]],
  ["logit_bias", [{ "50256": -100 }], [{ word: 1 }, { "1": 101 }]],
  ["top_logprobs", [0, 20], [21]],
  [
    "reasoning",
    [{ effort: "xhigh" }, { max_tokens: 2_000, exclude: true }, { enabled: false }],
    [{ effort: "huge" }, { effort: "low", max_tokens: 5 }, { budget: 1 }, { max_tokens: 0 }],
  ],
  ["verbosity", ["max"], ["loud"]],
  [
    "response_format",
    [
      { type: "json_object" },
      { type: "json_schema", json_schema: { name: "answer", schema: {}, strict: true } },
    ],
    [{ type: "xml" }, { type: "json_schema" }, { type: "json_schema", json_schema: { name: "two words" } }],
  ],
  [
    "tools",
    [[tool], [{ type: "openrouter:web_search", parameters: { max_results: 3 } }]],
    [[], [{ type: "shell" }]],
  ],
  ["tool_choice", ["required", { type: "function", function: { name: "get_weather" } }], ["some"]],
  ["max_tool_calls", [30], [31, 0]],
  [
    "plugins",
    [
      [
        { id: "web", max_results: 25, engine: "exa" },
        { id: "file-parser", pdf: { engine: "cloudflare-ai" } },
      ],
      [{ id: "context-compression", enabled: false }],
    ],
    [[], [{ id: "web", max_results: 26 }], [{ id: "mystery" }], [{ id: "web" }, { id: "web" }]],
  ],
  ["service_tier", ["flex", "priority"], ["gold"]],
  [
    "provider",
    [
      { order: ["google-vertex/global", "deepinfra/bf16"], allow_fallbacks: false },
      {
        sort: { by: "price", partition: "none" },
        max_price: { prompt: 3 },
        preferred_max_latency: { p90: 2 },
      },
      { only: ["openai"], data_collection: "deny", zdr: true, quantizations: ["fp8", "unknown"] },
    ],
    [
      { order: [] },
      { sort: "fastest" },
      { max_price: { tokens: 1 } },
      { extra: true },
      { quantizations: ["fp2"] },
    ],
  ],
])("%s", (name, good, bad) => {
  for (const value of good) expect(Parameters.parse({ [name]: value })).toEqual({ [name]: value });
  for (const value of bad)
    expect(Parameters.safeParse({ [name]: value }).success, JSON.stringify(value)).toBe(false);
});

test("nothing is set that was not, and unknown settings are refused", () => {
  expect(Parameters.parse({})).toEqual({});
  for (const name of ["model", "messages", "stream", "user", "preset", "models", "session_id"])
    expect(Parameters.safeParse({ [name]: "x" }).success).toBe(false);
});

test("all settings together have a bound", () => {
  const schema = { description: "x".repeat(200_000) };
  const tools = [{ type: "function", function: { name: "f", parameters: schema } }];
  expect(Parameters.safeParse({ tools }).success).toBe(false);
});
