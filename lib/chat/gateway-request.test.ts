import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { type GatewayRequest, readGatewayRequest, requireModels } from "./gateway-request";

const MESSAGES = [{ role: "user", content: "Hello." }];
const read = (body: Record<string, unknown>, tags: string | null = null) =>
  readGatewayRequest({ messages: MESSAGES, ...body }, tags);

/** The code of the refusal, null when it passes. Anything but a refusal of ours is a bug. */
function refusal(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe("what a request says", () => {
  test("model first, then its fallbacks, each once", () => {
    expect(read({ model: "acme/a", models: ["acme/b", "acme/a", "acme/c"] }).models).toEqual([
      "acme/a",
      "acme/b",
      "acme/c",
    ]);
    expect(read({ models: ["acme/b"] }).models).toEqual(["acme/b"]);
    expect(read({ model: null, models: null }).models).toEqual([]);
  });

  test("the newer name of the limit goes before the older", () => {
    expect(read({ max_tokens: 10 }).maxTokens).toBe(10);
    expect(read({ max_tokens: 10, max_completion_tokens: 20 }).maxTokens).toBe(20);
    expect(read({ max_tokens: -1 }).maxTokens).toBeNull();
    expect(read({ max_tokens: "many" }).maxTokens).toBeNull();
  });

  test("all readable text is counted, whichever form it has", () => {
    const parts = [
      { type: "text", text: "one" },
      { type: "image_url", image_url: { url: "data:," } },
      { type: "text", text: "two" },
    ];
    const { messages } = read({
      messages: [{ content: parts }, { content: null }, "odd", { content: "three" }],
    });
    expect(messages.map(({ content }) => content.trim().split(/\s+/))).toEqual([
      ["one", "two"],
      [""],
      [""],
      ["three"],
    ]);
  });

  test.each([{}, { messages: null }, { messages: [] }, { messages: {} }])(
    "a prompt counts beside %j",
    (beside) => {
      expect(readGatewayRequest({ prompt: "Once upon", ...beside }, null).messages).toEqual([
        { content: "Once upon" },
      ]);
    },
  );

  test.each([
    ["no object", "text"],
    ["a list", [MESSAGES]],
    ["null", null],
    ["no messages", { model: "acme/a" }],
    ["empty messages", { messages: [] }],
    ["a model that is no text", { messages: MESSAGES, model: ["acme/a"] }],
    ["an empty model", { messages: MESSAGES, model: "" }],
    ["a model with a NUL", { messages: MESSAGES, model: "acme/\0a" }],
    ["half a character", { messages: MESSAGES, model: "acme/\ud800" }],
    ["an invisible character", { messages: MESSAGES, model: "acme/a\u202e" }],
    ["an endless model", { messages: MESSAGES, model: "a".repeat(201) }],
    ["a model that is a sentence", { messages: MESSAGES, model: "acme/a and b" }],
    ["fallbacks that are no list", { messages: MESSAGES, models: "acme/a" }],
    ["no fallbacks", { messages: MESSAGES, models: [] }],
    ["a fallback that is no text", { messages: MESSAGES, models: ["acme/a", { id: "acme/b" }] }],
    [
      "endless fallbacks",
      { messages: MESSAGES, models: Array.from({ length: 51 }, (_, at) => `acme/${at}`) },
    ],
    ["stream as text", { messages: MESSAGES, stream: "true" }],
  ])("%s is refused", (_name, body) => {
    expect(refusal(() => readGatewayRequest(body, null))).toBe("invalid_request");
  });

  test("whatever comes, it is read or refused, and what is read can be stored", () => {
    const body = fc.record(
      {
        messages: fc.anything(),
        prompt: fc.anything(),
        model: fc.oneof(fc.string({ unit: "binary" }), fc.anything()),
        models: fc.oneof(fc.array(fc.string()), fc.anything()),
        metadata: fc.oneof(
          fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
          fc.anything(),
        ),
        provider: fc.anything(),
        reasoning: fc.anything(),
        preset: fc.anything(),
        tools: fc.oneof(fc.array(fc.anything()), fc.anything()),
        plugins: fc.oneof(fc.array(fc.anything()), fc.anything()),
        stream: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, fc.option(fc.string({ unit: "binary" })), (hostile, tags) => {
        let request: GatewayRequest | undefined;
        const code = refusal(() => {
          request = readGatewayRequest(hostile, tags);
        });
        expect(code).toBe(request ? null : "invalid_request");
        if (!request) return;
        const { models, parameters, tags: kept } = request;
        const stored = JSON.stringify({ models, parameters, kept });
        expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
        requireModels(request, null);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("tags", () => {
  test("are read as they were written, in bytes or in letters", () => {
    const bytes = Buffer.from("Büro, 東京").toString("latin1");
    expect(read({}, bytes).tags).toEqual(["Büro", "東京"]);
    expect(read({}, "Büro").tags).toEqual(["Büro"]);
  });

  test("come from the header and from metadata, each once", () => {
    expect(
      read({ metadata: { team: "search", run: 7, deep: { no: 1 } } }, "nightly, eval ,nightly,,").tags,
    ).toEqual(["nightly", "eval", "team:search", "run:7"]);
    expect(read({}).tags).toEqual([]);
    expect(read({ metadata: "text" }, "").tags).toEqual([]);
  });

  test("are looked for no further than there is room for them", () => {
    let looked = 0;
    const metadata = new Proxy(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`n${at}`, 1])), {
      get: (all, name) => {
        looked += 1;
        return Reflect.get(all, name);
      },
    });
    expect(read({ metadata }, "first").tags).toHaveLength(20);
    expect(looked).toBe(19);
    const [long] = read({}, `${"\u200b".repeat(100)}kept${"x".repeat(1_000_000)}`).tags;
    expect(long).toBe(`kept${"x".repeat(60)}`);
  });

  test("are at most twenty, short, on one line and storable", () => {
    const many = Array.from({ length: 30 }, (_, at) => `t${at}`).join();
    expect(read({}, many).tags).toHaveLength(20);
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary", maxLength: 200 })),
        (header, metadata) => {
          for (const tag of read({ metadata }, header).tags) {
            expect(tag).toBe(tag.trim());
            expect(tag.length).toBeGreaterThan(0);
            expect(tag.length).toBeLessThanOrEqual(64);
            expect(tag).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          }
        },
      ),
    );
  });
});

describe("a key's list of models", () => {
  const allowed = ["acme/a", "acme/b:free", "@preset/house"];
  const verdict = (body: Record<string, unknown>, list: readonly string[] | null = allowed) =>
    refusal(() => requireModels(read(body), list));

  test("without a list everything may be asked for", () => {
    expect(verdict({ model: "any/thing", preset: "x", plugins: [{ id: "fusion" }] }, null)).toBeNull();
    expect(verdict({}, null)).toBeNull();
  });

  test.each([
    { model: "acme/a" },
    { model: "acme/a:nitro" },
    { model: "acme/a:floor:online" },
    { model: "acme/b:free" },
    { model: "acme/b:free:nitro" },
    { model: "acme/a", models: ["acme/b:free", "acme/a:exacto"] },
    { models: ["acme/b:free"] },
    { model: "acme/a", preset: "house" },
    { model: "acme/a", preset: null },
    { model: "acme/a", plugins: [{ id: "web" }, { id: "fusion", enabled: false }] },
    { model: "acme/a", tools: [{ type: "function", function: {} }, { type: "openrouter:web_search" }] },
    { model: "acme/a", tool_choice: "auto" },
  ])("%j may run", (body) => {
    expect(verdict(body)).toBeNull();
  });

  test.each([
    // The account's default would answer.
    {},
    { preset: "house" },
    { model: "acme/c" },
    { model: "ACME/A" },
    // Another build at another price.
    { model: "acme/a:free" },
    { model: "acme/a:thinking" },
    { model: "acme/b" },
    { model: "acme/b:online" },
    { model: "~acme/a" },
    { model: "acme/a", models: ["acme/c"] },
    { model: "acme/a", models: ["acme/a", "acme/a:batch"] },
    // Presets bring models of their own.
    { model: "@preset/other" },
    { model: "acme/a@preset/other" },
    { model: "acme/a:online@preset/other" },
    { model: "acme/a@preset/other:online" },
    { model: "acme/a", preset: "other" },
    { model: "acme/a", preset: ["house"] },
    { model: "acme/a", preset: {} },
    { model: "acme/a", preset: "" },
    // So do tools and plugins that ask further models, and whatever is not known.
    { model: "acme/a", plugins: [{ id: "fusion", analysis_models: ["acme/c"] }] },
    { model: "acme/a", plugins: [{ id: "new-thing" }] },
    { model: "acme/a", plugins: [{ id: "fusion", enabled: "false" }] },
    { model: "acme/a", tools: [{ type: "openrouter:advisor" }] },
    { model: "acme/a", tools: [{ type: "openrouter:subagent" }] },
    { model: "acme/a", tools: [{ type: "OpenRouter:Fusion" }] },
    { model: "acme/a", tool_choice: { type: "openrouter:image_generation" } },
  ])("%j may not", (body) => {
    expect(verdict(body)).toBe("model_not_allowed");
  });
});

test("pictures that an answer drew and that are sent back are counted as pictures", () => {
  const url = "data:image/png;base64,AAAA";
  const drew = { role: "assistant", content: "", images: [{ type: "image_url", image_url: { url } }] };
  expect(readGatewayRequest({ model: "a/b", messages: [drew] }, null)).toMatchObject({
    ...{ images: 1, imageBytes: url.length, hasMedia: true, isBounded: true },
  });
});
