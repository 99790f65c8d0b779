import { expect, test } from "vitest";
import type { Conversation, Message } from "@/lib/conversations/api";
import { reuseConversation } from "./conversation-reading";

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
