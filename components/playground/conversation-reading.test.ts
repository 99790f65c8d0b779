import { expect, test } from "vitest";
import type { Conversation, Message } from "@/lib/conversations/api";
import { othersFirst } from "@/lib/core/others-first";
import { readConversation, reuseConversation } from "./conversation-reading";

const messages = Array.from({ length: 5 }, (_, index) => ({ id: `m${index}`, content: `${index}` }));
const reading = (pane: object): Conversation => structuredClone({ id: "c", panes: [pane] }) as never;
const messagesOf = ({ panes }: Conversation): readonly Message[] => panes[0]?.messages ?? [];

test("what was known from the end of a conversation is kept when the rest arrives", () => {
  const end = reading({ id: "p", messages: messages.slice(3), earlier: 3 });
  const whole = reuseConversation(end, reading({ id: "p", messages }));
  expect(whole).toEqual(reading({ id: "p", messages }));
  expect(messagesOf(whole)[3]).toBe(messagesOf(end)[0]);
  expect(messagesOf(whole)[4]).toBe(messagesOf(end)[1]);
});

test("only what has changed is new", () => {
  const before = reading({ id: "p", messages });
  const after = reuseConversation(
    before,
    reading({ id: "p", messages: [...messages.slice(0, 4), { id: "m4", content: "new" }] }),
  );
  expect(messagesOf(after)[3]).toBe(messagesOf(before)[3]);
  expect(messagesOf(after)[4]).toMatchObject({ content: "new" });
  expect(reuseConversation(before, structuredClone(before))).toBe(before);
});

test("the first reading is taken as it comes", () => {
  const read = reading({ id: "p", messages });
  expect(reuseConversation(undefined, read)).toBe(read);
});

const ID = "01900000-0000-7000-8000-000000000001";
const DAY = "2026-11-27T00:00:00.000Z";
const told = (count: number) => ({
  ...{ id: ID, title: "Tides", createdAt: DAY, updatedAt: DAY, pinned: false, folder: null },
  ...{ sync: true, blind: false, blindSince: null, votes: [] },
  panes: [
    {
      ...{ id: ID, alias: null, model: "acme/one", fallbackModels: [], system: null, parameters: {} },
      running: [],
      messages: Array.from({ length: count }, (_, index) => ({
        ...{
          id: ID.slice(0, -4) + String(index).padStart(4, "0"),
          parentId: null,
          turnId: null,
          role: "user",
        },
        ...{ content: `${index}`, reasoning: "", attachments: [], images: [], toolCalls: [] },
        ...{ answerSchema: null, siblings: [], generation: null, createdAt: DAY },
      })),
    },
  ],
});

test("of a long conversation a few messages are read at a time, with others first", async () => {
  const sizes: number[] = [];
  const { messages, ...pane } = told(300).panes[0] ?? expect.fail();
  let size = 0;
  // Whoever reads a message asks for its text.
  const watched = messages.map(({ content, ...message }) =>
    Object.defineProperty(message, "content", {
      enumerable: true,
      get() {
        size += 1;
        return content;
      },
    }),
  );
  let isRead = false;
  const reading = readConversation({ ...told(0), panes: [{ ...pane, messages: watched }] }).finally(() => {
    isRead = true;
  });
  while (!isRead) {
    sizes.push(size);
    size = 0;
    await othersFirst();
  }
  expect(messagesOf(await reading).map(({ content }) => content)).toEqual(
    messages.map(({ content }) => content),
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * 64);
});

test("what was read before is the same, and what nobody wants any more is left", async () => {
  const before = await readConversation(told(100));
  expect(messagesOf(await readConversation(told(100), before))[99]).toBe(messagesOf(before)[99]);
  const leaving = new AbortController();
  const reading = readConversation(told(100), before, leaving.signal);
  leaving.abort(new Error("left"));
  await expect(reading).rejects.toThrow("left");
});
