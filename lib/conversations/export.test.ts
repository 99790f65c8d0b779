import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Conversation, Message } from "./api";
import { fileName, toMarkdown } from "./export";

const AT = new Date("2026-11-20T12:00:00.000Z");
const ID = "01a1fd69-28c8-735f-a7e3-603dad0b0e81";

const say = (role: Message["role"], content: string, more: Partial<Message> = {}): Message => ({
  ...{ id: ID, parentId: null, turnId: null, role, content, reasoning: "Hm.", siblings: [ID] },
  ...{ attachments: [], images: [] },
  ...{ toolCalls: [], answerSchema: null, generation: null, createdAt: AT },
  ...more,
});
const facts: NonNullable<Message["generation"]> = {
  ...{
    id: ID,
    source: "playground",
    conversationId: ID,
    messageId: ID,
    models: ["a/asked"],
    model: "a/answered",
  },
  ...{ provider: "Acme", attempts: null, state: "finished", finishReason: "stop", failure: null },
  ...{
    promptTokens: 1,
    completionTokens: 2,
    reasoningTokens: null,
    cachedTokens: null,
    cacheWriteTokens: null,
  },
  ...{ estimate: null, cost: parseUsd("0.00132"), costState: "reported", startedAt: AT, endedAt: AT },
  ...{ ttftMs: 100, durationMs: 3_200 },
};
const pane = (messages: Message[], more: object = {}) => ({
  ...{ id: ID, alias: null, model: "a/asked", fallbackModels: [], system: null, parameters: {}, running: [] },
  messages,
  ...more,
});
const conversation = (...panes: ReturnType<typeof pane>[]): Conversation => ({
  ...{ id: ID, title: "A\n title", createdAt: AT, updatedAt: AT, pinned: false, folder: null, sync: true },
  blind: false,
  blindSince: null,
  votes: [],
  panes,
});

test("what was drawn is told, since Markdown has no place for it", () => {
  const drew = (content: string, ...images: string[]) =>
    toMarkdown(conversation(pane([say("assistant", content, { images })])), AT);
  expect(drew("", "data:,1")).toContain("## a/asked\n\n*Drew a picture*\n");
  expect(drew("Here", "data:,1", "data:,2")).toContain("Here\n\n*Drew 2 pictures*\n");
  expect(drew("Here")).not.toContain("Drew");
});

test("one pane reads like a chat, with what answered and what it cost", () => {
  const messages = [say("user", "Hi *there*"), say("assistant", "Ho", { generation: facts })];
  expect(toMarkdown(conversation(pane(messages, { system: "Be brief." })), AT)).toBe(
    `# A title

Exported on 2026-11-20T12:00:00.000Z

## Instructions

Be brief.

## Question

Hi *there*

## a/answered

*Acme · 3.2 s · $0.00132*

Ho
`,
  );
});

test("several panes stand one after the other, under their aliases while they are blind", () => {
  const blind = (alias: string) => pane([say("assistant", "Ho")], { alias, model: "" });
  const text = toMarkdown(conversation(blind("A"), blind("B")), AT);
  expect(text).toContain("---\n\n# Model A\n\n## Model A\n\nHo\n\n---\n\n# Model B");
});

test("what tools were asked and said cannot pass for a part of the document", () => {
  const called = say("assistant", "", { toolCalls: [{ name: "f", arguments: '{"n":1}' }] });
  const text = toMarkdown(conversation(pane([called, say("tool", "````\n# Forged\n````")])), AT);
  expect(text).toContain('```\nf({"n":1})\n```');
  expect(text).toContain("`````\n````\n# Forged\n````\n`````");
});

test.each([
  ["What is this?", "What-is-this.md"],
  ["../../etc/passwd", "etc-passwd.md"],
  ['a"\r\nSet-Cookie: x', "a-Set-Cookie-x.md"],
  ["Ünïcode", "Unicode.md"],
  ["日本", "conversation.md"],
  ["", "conversation.md"],
])("%j is saved as %s", (title, name) => {
  expect(fileName(title, "md")).toBe(name);
});
