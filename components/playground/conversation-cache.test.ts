import { expect, test } from "vitest";
import type { ChatStarted } from "@/lib/chat/start-api";
import type { Message } from "@/lib/conversations/api";
import { ballotOf } from "@/lib/conversations/ballot";
import { patchGenerations, withMessage, withStarted } from "./conversation-cache";

const started: ChatStarted = {
  conversationId: "c",
  turnId: "t",
  generations: ["1", "2"].map((n) => ({
    ...{ paneId: `p${n}`, generationId: `g${n}`, userMessageId: `u${n}`, messageId: `m${n}`, model: "" },
  })),
} as ChatStarted;

test("answers of a conversation that began blind can be voted on, though the server's clock is behind", () => {
  const at = new Date("2026-11-26T12:00:00Z");
  let conversation = withStarted(undefined, started, { text: "Hi", attachments: [] }, at, [], true);
  for (const { messages } of conversation.panes) {
    const answer = messages[1] as Message;
    if (!answer.generation) throw new Error("no generation");
    const generation = {
      ...answer.generation,
      state: "finished",
      startedAt: new Date(at.getTime() - 500),
    } as const;
    conversation = patchGenerations(conversation, [generation]);
    conversation = withMessage(conversation, { ...answer, content: "Hello", generation });
  }
  expect(ballotOf(conversation)?.answers.map(({ generationId }) => generationId)).toEqual(["g1", "g2"]);
});

test("of a generation's facts only its own pane hears", () => {
  const before = withStarted(undefined, started, { text: "Hi", attachments: [] }, new Date(0));
  const generation = before.panes[0]?.messages[1]?.generation ?? expect.fail();
  const after = patchGenerations(before, [{ ...generation, state: "finished" }]);
  expect(after.panes[0]).toMatchObject({
    running: [],
    messages: [{}, { generation: { state: "finished" } }],
  });
  expect(after.panes[1]).toBe(before.panes[1]);
});
