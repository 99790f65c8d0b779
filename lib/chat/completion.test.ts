import { describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { decoded, readRecording } from "@/lib/openrouter/testing.server";
import { type Completion, createCompletionReader, EMPTY } from "./completion";

const read = (text: string): Completion => {
  const reader = createCompletionReader();
  reader.feed(text, 7);
  return reader.end(9);
};
const readNamed = (name: string) => read(decoded([readRecording(name)]).join(""));
const usd = parseUsd;

describe("pictures", () => {
  test("are kept when they are pictures in themselves, never as addresses elsewhere", () => {
    const { images } = readNamed("image");
    expect(images).toHaveLength(1);
    expect(images[0]).toMatch(/^data:image\/png;base64,/);
  });

  test("of any text are judged in one pass", () => {
    for (const url of [
      `data:image/png;base64,${"A".repeat(100_000)}!`,
      "data:image/png;base64,".repeat(5_000),
      "data:image/png;base64,\nAA==",
    ]) {
      const chunk = { choices: [{ delta: { images: [{ image_url: { url } }] } }] };
      expect(read(`data: ${JSON.stringify(chunk)}\n\n`).images).toEqual([]);
    }
  });
});

describe("the first token", () => {
  const at = (delta: object) => read(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`).firstTokenAt;

  test("is text, reasoning, a tool call or a picture; emptiness is none", () => {
    for (const delta of [
      { content: "a" },
      { reasoning: "b" },
      { tool_calls: [{ index: 0 }] },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "x" }] },
    ])
      expect(at(delta)).toBe(7);
    for (const delta of [
      { content: "", role: "assistant" },
      { content: null, reasoning: null },
      { tool_calls: [], images: [] },
      {},
    ])
      expect(at(delta)).toBeNull();
  });
});

test("a whole answer in one body reads like a stream of one event", () => {
  const body = {
    id: "gen-1",
    model: "acme/demo",
    provider: "Acme",
    choices: [{ finish_reason: "stop", message: { content: "pong", reasoning: null } }],
    usage: { cost: 0.001156 },
  };
  expect(read(`data: ${JSON.stringify(body)}\n\n`)).toMatchObject({
    text: "pong",
    finishReason: "stop",
    usage: { cost: usd("0.001156") },
  });
});

test("an error in words only, or in the finish reason only, is still an error", () => {
  const failure = (chunk: object) => read(`data: ${JSON.stringify(chunk)}\n\n`).failure;
  expect(failure({ error: "boom" })).toMatchObject({ code: "upstream_failed", said: "boom" });
  expect(failure({ choices: [{ delta: {}, finish_reason: "error" }] })).toMatchObject({
    code: "provider_failed",
  });
  expect(failure({ error: null, choices: [{ delta: {}, finish_reason: "stop", error: null }] })).toBeNull();
});

test("of two errors the first counts, and what came with it stays", () => {
  const text =
    'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"error":{"code":429}}\n\ndata: {"error":{"code":500}}\n\n';
  expect(read(text)).toMatchObject({ text: "a", failure: { code: "upstream_rate_limited" } });
});

test("what cannot be read is counted and nothing else", () => {
  const completion = read(
    'data: <html>\n\ndata: "text"\n\ndata: [1]\n\ndata: null\n\ndata: {"choices":"no"}\n\n',
  );
  expect(completion).toEqual({ ...EMPTY, garbled: 4, events: 1 });
});

test("events nested beyond the stack are unreadable, not the end of the process", () => {
  const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
  expect(read(`data: {"usage":${deep}}\n\n`).garbled).toBe(1);
  const item = `{"choices":[{"delta":{"tool_calls":[{"index":0,"function":${deep}}]}}]}`;
  expect(read(`data: ${item}\n\ndata: ${item}\n\n`)).toMatchObject({ events: expect.any(Number) });
});

test("foreign names come clean and short", () => {
  const chunk = {
    id: `gen-${"x".repeat(9_000)}`,
    model: "a\0b",
    provider: "\ud800",
    choices: [{ delta: {}, finish_reason: "st\0p", native_finish_reason: "\udc00" }],
  };
  const completion = read(`data: ${JSON.stringify(chunk)}\n\n`);
  expect(completion).toMatchObject({
    model: "a�b",
    provider: "�",
    finishReason: "st�p",
    nativeFinishReason: "�",
  });
  expect(completion.upstreamId?.length).toBe(300);
});
