import { expect, test } from "vitest";
import { EMPTY } from "@/lib/chat/completion";
import type { Generation } from "@/lib/ledger/api";
import { withStarted } from "./conversation-cache";
import { readFacts, speedOf } from "./facts";

const SAID = { text: "Hello\nworld", attachments: [] };
const id = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const started = {
  conversationId: id(1),
  turnId: id(6),
  generations: [
    { generationId: id(2), paneId: id(3), userMessageId: id(4), messageId: id(5), model: "acme/one" },
  ],
};
const running = withStarted(undefined, started, SAID, new Date(0)).panes[0]?.messages[1]
  ?.generation as Generation;

test("what is not known stays unknown, and is never zero", () => {
  expect(readFacts(running, null, null)).toEqual({
    ttftMs: null,
    durationMs: null,
    speed: null,
    promptTokens: null,
    cachedTokens: null,
    completionTokens: null,
    reasoningTokens: null,
    cost: null,
    provider: null,
    answeredBy: null,
    finishReason: null,
  });
});

test("the ledger's word goes before the stream's", () => {
  const completion = { ...EMPTY, provider: "Streamed", finishReason: "stop", model: "acme/two" };
  const facts = readFacts({ ...running, provider: "Booked" }, completion, null);
  expect(facts).toMatchObject({ provider: "Booked", finishReason: "stop", answeredBy: "acme/two" });
});

test.each([
  ["acme/one", null],
  ["acme/one:nitro", null],
  ["acme/other", "acme/other"],
])("asked acme/one, answered %s", (answered, shown) => {
  expect(readFacts({ ...running, model: answered }, null, null).answeredBy).toBe(shown);
});

test("speed leaves the wait out and is not made up", () => {
  expect(speedOf(101, 500, 1500)).toBe(100);
  expect(speedOf(101, 500, 510)).toBeNull();
  expect(speedOf(1, 500, 1500)).toBeNull();
  expect(speedOf(null, 500, 1500)).toBeNull();
});

test("a first message makes a conversation with its title, a later one continues its pane", () => {
  const first = withStarted(undefined, started, SAID, new Date(0));
  expect(first.title).toBe("Hello");
  const second = withStarted(first, started, { text: "More", attachments: [] }, new Date(1));
  expect(second.panes).toHaveLength(1);
  expect(second.panes[0]?.messages.map(({ role, content }) => [role, content])).toEqual([
    ["user", "Hello\nworld"],
    ["assistant", ""],
    ["user", "More"],
    ["assistant", ""],
  ]);
});

test("a new pane keeps what it was asked with, unless its model may not be known", () => {
  const asked = {
    ...{ key: "new 1", paneId: null, model: "acme/one", system: "Be brief." },
    ...{ fallbackModels: ["acme/two"], parameters: { seed: 1 } },
  };
  const [pane] = withStarted(undefined, started, { text: "Hello", attachments: [] }, new Date(0), [
    asked,
  ]).panes;
  expect(pane).toMatchObject({ fallbackModels: ["acme/two"], system: "Be brief.", parameters: { seed: 1 } });
  const masked = { ...started, generations: started.generations.map((one) => ({ ...one, model: "" })) };
  const [hidden] = withStarted(undefined, masked, { text: "Hello", attachments: [] }, new Date(0), [
    asked,
  ]).panes;
  expect(hidden).toMatchObject({ model: "", fallbackModels: [], system: null, parameters: {} });
});
