import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requireModels } from "@/lib/chat/gateway-request";
import { AppError } from "@/lib/core/errors";
import { COMPLETIONS, DIALECTS, EMBEDDINGS, MESSAGES, RESPONSES } from "./dialects";

const says = [{ role: "user", content: "Hello there" }];
const picture = "data:image/png;base64,AAAA";

describe("a response", () => {
  const read = (body: object) => RESPONSES.readRequest({ model: "acme/a", input: "Hi", ...body }, null);

  test("is asked for with a text or with items, under instructions", () => {
    expect(read({}).messages).toEqual([{ content: "Hi" }]);
    const input = [
      { role: "user", content: "One" },
      {
        type: "message",
        role: "user",
        content: [
          { type: "input_text", text: "Two" },
          { type: "input_image", image_url: picture },
        ],
      },
      { type: "reasoning", summary: [{ type: "summary_text", text: "Three" }], encrypted_content: "x" },
      { type: "function_call", name: "f", arguments: "Four", call_id: "1" },
      { type: "function_call_output", call_id: "1", output: "Five" },
    ];
    const request = read({ instructions: "Zero", input, max_output_tokens: 9, stream: true });
    expect(request.messages.map(({ content }) => content.trim())).toEqual([
      "Zero",
      "One",
      "Two",
      "Three",
      "Four",
      "Five",
    ]);
    expect(request).toMatchObject({
      ...{ images: 1, imageBytes: picture.length, hasMedia: true, isBounded: true },
      ...{ maxTokens: 9, streams: true, parameters: { max_output_tokens: 9 } },
    });
  });

  test.each([
    { tools: [{ type: "web_search" }] },
    { tools: [{ type: "namespace", name: "n", tools: [{ type: "mcp" }] }] },
    { plugins: [{ id: "web" }] },
    { previous_response_id: "gen-1" },
    { prompt: { id: "pmpt_1" } },
    { input: [{ type: "item_reference", id: "x" }] },
    { input: [{ role: "user", content: [{ type: "input_file", file_id: "x" }] }] },
    { input: [{ role: "user", content: [{ type: "input_image", file_id: "x" }] }] },
  ])("has no bound with %j", (more) => {
    expect(
      read({
        tools: [
          { type: "function", name: "f" },
          { type: "custom", name: "c" },
        ],
      }).isBounded,
    ).toBe(true);
    expect(read(more).isBounded).toBe(false);
  });

  test("that would be written behind our back is refused", () => {
    for (const background of [true, "true", 1, {}]) expect(() => read({ background })).toThrow(/background/);
    for (const background of [false, null]) expect(read({ background }).models).toEqual(["acme/a"]);
    expect(() => read({ input: [] })).toThrow(/input/);
  });

  test("may only use tools that ask no other model, for a key with a list", () => {
    const verdict = (body: object) => () => requireModels(read(body), ["acme/a"]);
    expect(
      verdict({
        tools: [
          { type: "local_shell" },
          { type: "mcp" },
          { type: "namespace", tools: [{ type: "function" }] },
        ],
      }),
    ).not.toThrow();
    expect(verdict({ tool_choice: { type: "function", name: "f" } })).not.toThrow();
    expect(verdict({ tools: [{ type: "image_generation" }] })).toThrow(/may not use/);
    expect(verdict({ tools: [{ type: "namespace", tools: [{ type: "image_generation" }] }] })).toThrow(
      /may not use/,
    );
    expect(verdict({ models: ["acme/b"] })).toThrow(/may not use/);
  });
});

describe("a message", () => {
  const read = (body: object, tags: string | null = null) =>
    MESSAGES.readRequest({ model: "acme/a", max_tokens: 50, messages: says, ...body }, tags);

  test("is asked for with blocks, under a system's text or blocks", () => {
    const messages = [
      {
        role: "user",
        content: [
          { type: "text", text: "One" },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Two" },
          { type: "tool_use", id: "1", name: "f", input: { city: "Three" } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "1", content: [{ type: "text", text: "Four" }] }],
      },
    ];
    const request = read({ system: [{ type: "text", text: "Zero" }], messages });
    expect(request.messages.map(({ content }) => content)).toEqual([
      "Zero",
      expect.stringContaining("One"),
      expect.stringMatching(/Two.*Three/),
      "Four",
    ]);
    expect(request).toMatchObject({ images: 1, isBounded: true, maxTokens: 50, hasMedia: true });
    expect(read({ system: "Zero" }).messages).toEqual([{ content: "Zero" }, { content: "Hello there" }]);
  });

  test("has its fallbacks in a list of its own", () => {
    expect(read({ fallbacks: [{ model: "acme/b" }] }).models).toEqual(["acme/a", "acme/b"]);
    expect(() => read({ fallbacks: [{ id: "acme/b" }] })).toThrow(/fallbacks/);
    expect(() => requireModels(read({ fallbacks: [{ model: "acme/b" }] }), ["acme/a"])).toThrow(/acme\/b/);
  });

  test("has its tags from the header alone: its metadata names a user", () => {
    expect(read({ metadata: { user_id: "u1" } }, "nightly").tags).toEqual(["nightly"]);
  });

  test.each([
    { tools: [{ type: "web_search_20250305", name: "web_search" }] },
    { tools: ["web_search_20250305"] },
    { tools: [{ type: ["web_search_20250305"] }] },
    { tools: [{ type: { toString: 1 } }] },
    { mcp_servers: [{ url: "x" }] },
    { speed: "fast" },
    { context_management: { edits: [{ type: "compact_20260112" }] } },
    { messages: [{ role: "user", content: [{ type: "document", source: {} }] }] },
    { messages: [{ role: "user", content: { type: "document", source: {} } }] },
  ])("has no bound with %j", (more) => {
    const tools = [
      { name: "f", input_schema: {} },
      { type: "bash_20250124", name: "bash" },
    ];
    expect(read({ tools, tool_choice: { type: "auto" } }).isBounded).toBe(true);
    expect(read(more).isBounded).toBe(false);
  });

  test("may only use tools that ask no other model, for a key with a list", () => {
    const verdict = (tools: object[]) => () =>
      requireModels(read({ tools, tool_choice: { type: "any" } }), ["acme/a"]);
    expect(
      verdict([{ name: "f" }, { type: "text_editor_20250728" }, { type: "web_search_20250305" }]),
    ).not.toThrow();
    expect(verdict([{ type: "advisor_20260301", model: "acme/dear" }])).toThrow(/may not use/);
    expect(verdict([{ type: "openrouter:fusion" }])).toThrow(/may not use/);
  });
});

describe("a text to go on", () => {
  const read = (body: object) => COMPLETIONS.readRequest({ model: "acme/a", ...body }, null);

  test("may be one, in a list too, or tokens", () => {
    expect(read({ prompt: "Once", max_tokens: 5 })).toMatchObject({
      messages: [{ content: "Once" }],
      maxTokens: 5,
      isBounded: true,
    });
    expect(read({ prompt: ["Once"] }).isBounded).toBe(true);
    expect(read({ prompt: [1, 2, 3] })).toMatchObject({ messages: [], isBounded: true });
  });
  test.each([
    { prompt: ["a", "b"] },
    { prompt: "a", n: 2 },
    { prompt: "a", best_of: 3 },
    { prompt: "a", n: [3] },
  ])("has no bound with %j", (body) => {
    expect(read(body).isBounded).toBe(false);
  });
  test.each([{}, { prompt: "" }, { prompt: [] }, { messages: says }])("is missing in %j", (body) => {
    expect(() => read(body)).toThrow(/prompt/);
  });
});

describe("vectors", () => {
  const read = (body: object) => EMBEDDINGS.readRequest({ model: "acme/vec", ...body }, null);

  test("are asked for of a text, of texts, of tokens or of contents", () => {
    expect(read({ input: "One" })).toMatchObject({
      messages: [{ content: "One" }],
      maxTokens: 0,
      vectors: true,
      isBounded: true,
    });
    expect(read({ input: ["One", "Two"] }).messages).toHaveLength(2);
    for (const input of [
      [1, 2],
      [[1], [2]],
    ])
      expect(read({ input })).toMatchObject({ messages: [], isBounded: true });
    expect(
      read({
        input: [
          {
            content: [
              { type: "text", text: "One" },
              { type: "image_url", image_url: { url: picture } },
            ],
          },
        ],
      }),
    ).toMatchObject({
      messages: [{ content: "One " }],
      images: 1,
      isBounded: true,
    });
    expect(read({ input: [{ content: [{ type: "input_audio" }] }] }).isBounded).toBe(false);
  });
  test.each([{}, { input: [] }, { input: "" }, { input: "x", stream: true }, { input: "x", model: null }])(
    "are refused for %j",
    (body) => {
      expect(() => read(body)).toThrow(AppError);
    },
  );
});

test("whatever comes, every API reads it or refuses it, and what is read can be stored", () => {
  const part = fc.dictionary(
    fc.constantFrom("type", "text", "content", "source", "image_url", "input", "output", "summary"),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const list = fc.oneof(fc.array(part), fc.jsonValue());
  const body = fc.record(
    {
      ...{
        model: fc.oneof(fc.constant("acme/a"), fc.jsonValue()),
        input: list,
        messages: list,
        prompt: list,
      },
      ...{
        system: list,
        tools: list,
        fallbacks: list,
        instructions: fc.jsonValue(),
        metadata: fc.jsonValue(),
      },
    },
    { requiredKeys: ["model"] },
  );
  fc.assert(
    fc.property(body, (hostile) => {
      for (const { readRequest } of DIALECTS) {
        try {
          const { models, otherModels, parameters, tags } = readRequest(hostile, null);
          expect(JSON.stringify({ models, otherModels, parameters, tags })).not.toMatch(
            /\\u0000|\\ud[89a-f]/,
          );
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_request" });
        }
      }
    }),
    { numRuns: 300 },
  );
});

describe.each(DIALECTS)("$path", ({ readRequest }) => {
  const read = (more: object) => () =>
    readRequest({ model: "acme/a", messages: says, prompt: "Hi", input: "Hi", ...more }, null);

  test.each(["tools", "plugins"])("takes %s as a list or not at all", (name) => {
    for (const odd of [{ id: "web", type: "openrouter:web_search" }, "web", "", 0, false])
      expect(read({ [name]: odd })).toThrow(`${name} must be a list.`);
    for (const fine of [undefined, null, []]) expect(read({ [name]: fine })).not.toThrow();
  });
});

test("groups of tools are lists as well", () => {
  const tools = [{ type: "namespace", name: "n", tools: { type: "web_search" } }];
  expect(() => RESPONSES.readRequest({ model: "acme/a", input: "Hi", tools }, null)).toThrow(/tools/);
});
