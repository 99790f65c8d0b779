import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Completion } from "@/lib/chat/completion";
import { verdict } from "@/lib/chat/ending";
import { CHUNKS, type Reading } from "@/lib/chat/reading";
import { createWatch } from "@/lib/chat/watch";
import { completionOf } from "@/lib/chat/whole.server";
import { cutAt, decoded } from "@/lib/openrouter/testing.server";
import { EMBEDDINGS_READING, withoutVectors } from "./embeddings-reading";
import { MESSAGES_READING } from "./messages-reading";
import { RESPONSES_READING } from "./responses-reading";
import { completionsStream, embeddingsBody, eventOf, messagesStream, responsesStream } from "./testing";

const COST = 7_650_916_900n;
const ENDED = { how: "ended" } as const;

/** As the gateway watches it. */
function read(pieces: readonly Uint8Array[], reading: Reading): Completion & { isDone: boolean } {
  const watch = createWatch(0, "tail", reading);
  for (const text of decoded(pieces)) watch.feed(text, 7);
  return { ...watch.end(9), isDone: watch.isDone };
}
const readText = (text: string, reading: Reading) => read([Buffer.from(text)], reading);
const written = (completion: object) =>
  JSON.stringify(completion, (_, value) => (typeof value === "bigint" ? `${value}` : value));

const STREAMS: [string, string, Reading][] = [
  ["responses", responsesStream(), RESPONSES_READING],
  ["messages", messagesStream(), MESSAGES_READING],
  ["completions", completionsStream(), CHUNKS],
];

describe.each(STREAMS)("%s", (name, text, reading) => {
  const bytes = new Uint8Array(Buffer.from(text));
  const whole = read([bytes], reading);

  test("say id, model, how they ended and what they cost, to the last digit", () => {
    expect(whole).toMatchObject({
      upstreamId: "gen-1",
      model: "acme/demo",
      finishReason: "stop",
      firstTokenAt: 7,
      failure: null,
      isDone: true,
      usage: {
        promptTokens: 120,
        cachedTokens: 100,
        completionTokens: 9,
        reasoningTokens: 4,
        cost: COST,
      },
    });
    expect(whole.provider).toBe(name === "responses" ? null : "Acme");
    expect(verdict(whole, ENDED)).toEqual({ state: "finished", failure: null });
  });

  test("say the same wherever they are cut, and however their lines break", () => {
    const wrong = [];
    for (let cut = 1; cut < bytes.length; cut++)
      if (written(read(cutAt(bytes, [cut]), reading)) !== written(whole)) wrong.push(cut);
    expect(wrong).toEqual([]);
    expect(
      written(
        read(
          Array.from(bytes, (byte) => Uint8Array.of(byte)),
          reading,
        ),
      ),
    ).toBe(written(whole));
    expect(written(readText(text.replaceAll("\n", "\r\n"), reading))).toBe(written(whole));
  });

  test("that break off before their bill never have one, and never seem whole before they are", () => {
    const bill = text.indexOf('"cost":0.007');
    for (let end = 0; end < bill; end += 7) {
      const part = read([bytes.subarray(0, end)], reading);
      expect([end, part.usage?.cost ?? null]).toEqual([end, null]);
      expect(verdict(part, ENDED).state).toBe("failed");
    }
  });
});

test("a response that repeats megabytes at its end is still read to its bill, and no more is kept than that", () => {
  const text = responsesStream("x".repeat(1_000_000));
  const bytes = new Uint8Array(Buffer.from(text));
  const cuts = Array.from({ length: 200 }, (_, index) => index * 15_000);
  expect(read(cutAt(bytes, cuts), RESPONSES_READING)).toMatchObject({
    finishReason: "stop",
    usage: { cost: COST },
  });
  const deltas = eventOf({ type: "response.output_text.delta", delta: "y".repeat(1_000) }).repeat(500);
  const long = text.replace(": OPENROUTER PROCESSING\n\n", deltas);
  expect(read(cutAt(new Uint8Array(Buffer.from(long)), cuts), RESPONSES_READING)).toMatchObject({
    usage: { cost: COST },
  });
});

describe("how a response ends", () => {
  const end = (type: string, response: object) =>
    readText(
      eventOf({ type, response: { id: "gen-1", object: "response", ...response } }),
      RESPONSES_READING,
    );

  test.each([
    ["completed", { output: [{ type: "function_call" }] }, "tool_calls", "completed"],
    ["incomplete", { incomplete_details: { reason: "max_output_tokens" } }, "length", "max_output_tokens"],
    ["incomplete", { incomplete_details: { reason: "content_filter" } }, "content_filter", "content_filter"],
    ["incomplete", { incomplete_details: null }, "incomplete", "incomplete"],
  ])("%s %j", (status, more, finish, native) => {
    const read = end(`response.${status}`, { status, ...more });
    expect([read.finishReason, read.nativeFinishReason]).toEqual([finish, native]);
    expect(verdict(read, ENDED).state).toBe("finished");
  });

  test.each([
    [{ status: "failed", error: { code: "server_error", message: "Lost" } }, "upstream_failed"],
    [{ status: "failed", error: { code: "rate_limit_exceeded", message: "Slow" } }, "upstream_rate_limited"],
    [{ status: "failed", error: { code: "invalid_prompt", message: "No" } }, "upstream_rejected"],
    [{ status: "failed", error: { code: 429, message: "Slow" } }, "upstream_rate_limited"],
    [{ status: "failed", error: null }, "provider_failed"],
  ])("%j", (response, code) => {
    expect(end("response.failed", response).failure?.code).toBe(code);
    expect(
      completionOf(Buffer.from(JSON.stringify({ object: "response", ...response })), RESPONSES_READING)
        .failure?.code,
    ).toBe(code);
  });

  test("an error may be an event of its own, in either form", () => {
    for (const error of [
      { type: "error", code: "server_error", message: "Lost", param: null },
      { type: "error", error: { code: 502, message: "Lost" } },
      { error: { code: 502, message: "Lost" } },
    ])
      expect(readText(eventOf(error, "error"), RESPONSES_READING).failure).toMatchObject({
        code: "upstream_failed",
        said: "Lost",
      });
  });

  test("a response that is still written, or waits, has not ended", () => {
    for (const status of ["queued", "in_progress"]) {
      const body = JSON.stringify({ object: "response", id: "gen-1", status, output: [], usage: null });
      expect(verdict(completionOf(Buffer.from(body), RESPONSES_READING), ENDED).state).toBe("failed");
    }
  });
});

describe("how a message ends", () => {
  test("a bill in its head is none, and what the head says of the prompt holds where the end is silent", () => {
    const head = {
      type: "message",
      id: "gen-1",
      usage: { input_tokens: 5, cache_read_input_tokens: 90, cost: 0 },
    };
    const begun = eventOf({ type: "message_start", message: { ...head, type: undefined } }, "message_start");
    expect(readText(begun, MESSAGES_READING).usage).toMatchObject({ promptTokens: 95, cost: null });
    const delta = { stop_reason: "max_tokens" };
    const last = eventOf({ type: "message_delta", delta, usage: { output_tokens: 3 } }, "message_delta");
    expect(readText(begun + last, MESSAGES_READING)).toMatchObject({
      finishReason: "length",
      nativeFinishReason: "max_tokens",
      usage: { promptTokens: 95, cachedTokens: 90, completionTokens: 3, cost: null },
    });
  });

  test.each([
    ["overloaded_error", "provider_overloaded"],
    ["rate_limit_error", "upstream_rate_limited"],
    ["invalid_request_error", "upstream_rejected"],
    ["not_found_error", "no_endpoints"],
    ["never_heard_of", "upstream_failed"],
  ])("an error of the kind %s is %s", (type, code) => {
    const body = { type: "error", error: { type, message: "No" } };
    expect(readText(eventOf(body, "error"), MESSAGES_READING).failure).toMatchObject({ code, said: "No" });
    expect(completionOf(Buffer.from(JSON.stringify(body)), MESSAGES_READING).failure?.code).toBe(code);
  });

  test("Anthropic's own end is enough", () => {
    const stream = messagesStream().replace(/event: data[\s\S]*$/, "");
    expect(verdict(readText(stream, MESSAGES_READING), ENDED).state).toBe("finished");
    const bare = eventOf({ type: "message_stop" }, "message_stop");
    expect(verdict(readText(bare, MESSAGES_READING), ENDED).state).toBe("finished");
  });

  test("a whole one says it all at once", () => {
    const body = { type: "message", id: "gen-2", provider: "Acme", content: [], stop_reason: "tool_use" };
    expect(
      completionOf(
        Buffer.from(JSON.stringify({ ...body, usage: { input_tokens: 1, output_tokens: 2, cost: 0 } })),
        MESSAGES_READING,
      ),
    ).toMatchObject({
      upstreamId: "gen-2",
      finishReason: "tool_calls",
      firstTokenAt: null,
      usage: { promptTokens: 1, completionTokens: 2, cost: 0n },
    });
  });
});

describe("vectors", () => {
  const whole = (body: string) => completionOf(Buffer.from(body), EMBEDDINGS_READING);

  test("come with a bill, and their model without its author is no name of a model", () => {
    const read = whole(embeddingsBody());
    expect(read).toMatchObject({
      upstreamId: "gen-emb-1",
      model: null,
      provider: "Acme",
      usage: { cost: COST },
    });
    expect(verdict(read, ENDED).state).toBe("finished");
    expect(whole(embeddingsBody().replace('"text-embedding', '"acme/text-embedding')).model).toBe(
      "acme/text-embedding-3-small",
    );
  });

  test.each(["{}", '{"data":[]}', "", "<html>", embeddingsBody().slice(0, -30)])(
    "%# is no answer",
    (body) => {
      expect(verdict(whole(body), ENDED).state).toBe("failed");
    },
  );

  test("an error in their place is one", () => {
    expect(whole('{"error":{"code":429,"message":"Slow"}}').failure?.code).toBe("upstream_rate_limited");
  });

  test("are not read, whatever surrounds them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.array(fc.double()), fc.base64String())),
        fc.constantFrom("", " ", "\n "),
        (vectors, space) => {
          const body = embeddingsBody(vectors).replaceAll(":", `:${space}`);
          const without = JSON.parse(withoutVectors(body));
          expect(without.data.map(({ embedding }: { embedding: unknown }) => embedding)).toEqual(
            vectors.map(() => 0),
          );
          expect({ ...without, data: null }).toEqual({ ...JSON.parse(body), data: null });
        },
      ),
      { numRuns: 50 },
    );
    for (const odd of ['"embedding"', '"embedding":', '"embedding":[', '"embedding" : "', '{"embedding":{}}'])
      expect(withoutVectors(odd)).toBe(odd);
    const hostile = '"embedding":['.repeat(200_000);
    expect(withoutVectors(hostile).length).toBeLessThanOrEqual(hostile.length);
  });
});

test("events and bodies of any JSON never throw", () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.dictionary(
      fc.constantFrom(
        "id",
        "type",
        "usage",
        "error",
        "status",
        "output",
        "stop_reason",
        "code",
        "text",
        "input_tokens",
        "cost",
      ),
      fc.jsonValue({ maxDepth: 1 }),
    ),
  );
  const event = fc.dictionary(
    fc.constantFrom(
      "type",
      "object",
      "response",
      "message",
      "delta",
      "item",
      "usage",
      "error",
      "data",
      "status",
      "content_block",
      "__proto__",
    ),
    fc.oneof(
      value,
      fc.constantFrom("response", "message", "error", "message_delta", "response.completed", "failed"),
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(event, value), { maxLength: 4 }), (events) => {
      for (const reading of [RESPONSES_READING, MESSAGES_READING, EMBEDDINGS_READING]) {
        const read = readText(events.map((one) => eventOf(JSON.stringify(one))).join(""), reading);
        expect(read.events + read.garbled).toBe(events.length);
        for (const one of events) completionOf(Buffer.from(JSON.stringify(one)), reading);
      }
    }),
    { numRuns: 300 },
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
