import { expect, test } from "vitest";
import { parseUsd as usd } from "@/lib/core/money";
import { decoded, RECORDINGS, readRecording } from "@/lib/openrouter/testing.server";
import { type Completion, createCompletionReader } from "./completion";

function readNamed(name: string): Completion {
  const reader = createCompletionReader();
  reader.feed(decoded([readRecording(name)]).join(""), 7);
  return reader.end(9);
}

/** What each recording says, read by eye. */
const SAYS: Record<string, Partial<Completion>> = {
  plain: {
    text: "Hello, world.",
    finishReason: "stop",
    done: true,
    events: 5,
    provider: "Acme",
    model: "acme/demo",
  },
  "usage-without-choices": {
    text: "Seen in March.",
    finishReason: "stop",
    nativeFinishReason: "end_turn",
    done: true,
  },
  "usage-null": { text: "No bill", usage: null, finishReason: "stop", done: true },
  "usage-absent": {
    text: "Never a word of money",
    usage: null,
    finishReason: "length",
    nativeFinishReason: "MAX_TOKENS",
  },
  "usage-twice": { text: "Two bills", finishReason: "stop" },
  "cost-explicit-zero": { text: "Free.", model: "acme/demo:free" },
  "cost-seventeen-digits": { text: "Dear." },
  "reasoning-signature-late": {
    text: "Answer: 42.",
    reasoning: "First this, then that.",
    reasoningDetails: [
      {
        type: "reasoning.text",
        text: "First this, then that.",
        format: "anthropic-claude-v1",
        index: 0,
        signature: "EqoBCkgIARABGAIiQL8k/9s+Xw==",
      },
    ],
  },
  "reasoning-encrypted": {
    text: "Done.",
    reasoning: "**Weighing** it",
    reasoningDetails: [
      {
        type: "reasoning.encrypted",
        data: "gAAAAABo1",
        id: "rs_07",
        format: "openai-responses-v1",
        index: 0,
      },
      { type: "reasoning.summary", summary: "**Weighing** it", format: "openai-responses-v1", index: 0 },
    ],
  },
  "tool-calls-interleaved": {
    text: "",
    finishReason: "tool_calls",
    firstTokenAt: 7,
    toolCalls: [
      {
        index: 0,
        id: "call_a",
        type: "function",
        function: { name: "weather", arguments: '{"city":"Zürich"}' },
      },
      { index: 1, id: "call_b", type: "function", function: { name: "now", arguments: "" } },
      { index: 3, id: "call_d", type: "function", function: { name: "gap", arguments: "{}" } },
    ],
  },
  "keep-alive": { text: "Slow but steady", events: 4, garbled: 0 },
  multibyte: { text: "👩‍👩‍👧‍👦 漢字かな한글 e\u0301 Z\u0351\u036b 𝒳 🏳️‍🌈 \u2028\u2029 😀 end" },
  image: { text: "Here it is. ", finishReason: "stop" },
  "error-a-in-chunk": { text: "Half an ", finishReason: "error", done: false, usage: null },
  "error-b-first-and-only": { text: "", events: 1, model: null, firstTokenAt: null, done: false },
  "error-c-with-usage": { text: "As far as it goes", finishReason: "length", done: true },
  "error-d-code-in-words": { text: "Some", finishReason: "error" },
  "error-e-in-choice": { text: "Part", finishReason: "error" },
  "error-f-socket-closed": {
    text: "Then the line went dea",
    finishReason: null,
    done: false,
    cut: true,
    garbled: 0,
  },
  "two-finish-chunks": { text: "Twice over.", finishReason: "stop", nativeFinishReason: "end_turn" },
  "no-done": { text: "No closing mark.", finishReason: "stop", done: false, cut: false },
  crlf: { text: "Carriage returns", done: true },
  "cr-only": { text: "Old Macs", done: true },
  "done-in-answer": {
    text: "It ends with\ndata: [DONE]\n\ndata: [DONE]\r\ndata:[DONE] and goes on [DONE]",
    done: true,
    events: 6,
  },
  "hostile-keys": { text: "Still here", finishReason: "stop", done: true },
  "routing-and-fallback": {
    text: "Served by the second.",
    routing: expect.objectContaining({ strategy: "fallback" }),
  },
};

const COSTS: Record<string, string | null> = {
  plain: "0.00012",
  "usage-without-choices": "0.000031",
  "usage-null": null,
  "usage-absent": null,
  "usage-twice": "0.25",
  "cost-explicit-zero": "0",
  "cost-seventeen-digits": "0.123456789012",
  "error-a-in-chunk": null,
  "error-b-first-and-only": null,
  "error-c-with-usage": "0.00075",
  "error-f-socket-closed": null,
  "hostile-keys": "0.00001",
};

const FAILURES: Record<string, object> = {
  "error-a-in-chunk": { code: "provider_failed", by: "provider", provider: "Acme", upstreamStatus: 502 },
  "error-b-first-and-only": { code: "provider_failed", said: "Network connection lost." },
  "error-c-with-usage": { code: "context_too_long", upstreamStatus: 400, said: "Token limit reached" },
  "error-d-code-in-words": { code: "upstream_failed", said: "Provider disconnected" },
  "error-e-in-choice": { code: "provider_rate_limited", provider: "Acme", said: "slow down", retryAfter: 3 },
};

test("every recording is read by eye here", () => {
  expect(Object.keys(SAYS).toSorted()).toEqual(RECORDINGS.toSorted());
});

test.each(Object.entries(SAYS))("%s", (name, says) => {
  const completion = readNamed(name);
  expect(completion).toMatchObject(says);
  expect(completion.upstreamId).toMatch(/^gen-17909814/);
  const failure = FAILURES[name];
  if (failure) expect(completion.failure).toMatchObject(failure);
  else expect(completion.failure).toBeNull();
  const cost = COSTS[name];
  if (cost !== undefined) expect(completion.usage?.cost ?? null).toEqual(cost === null ? null : usd(cost));
});
