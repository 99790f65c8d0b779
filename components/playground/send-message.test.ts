import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { ChatStarted } from "@/lib/chat/start-api";
import { Conversation } from "@/lib/conversations/api";
import { eventually } from "@/lib/core/testing";
import { withStarted } from "./conversation-cache";
import type { PaneState } from "./pane-state";
import { conversationQuery } from "./queries";
import { sendMessage } from "./send-message";

const id = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const ID = id(1);
const turn = (digit: number): ChatStarted => ({
  ...{ conversationId: ID, turnId: id(digit) },
  generations: [
    {
      ...{ generationId: id(digit + 1), paneId: id(2), model: "acme/one" },
      ...{ userMessageId: id(digit + 2), messageId: id(digit + 3) },
    },
  ],
});
const said = { text: "Hello", attachments: [] };
const before = withStarted(undefined, turn(3), said, new Date(0));
const after = withStarted(before, turn(6), said, new Date(0));
const { queryKey } = conversationQuery(ID);
const pane: PaneState = {
  ...{ key: "a", paneId: id(2), model: "acme/one", fallbackModels: [], system: null, parameters: {} },
};

let client = new QueryClient();
/** What the server has. */
let onRecord = before;
/** What reading and sending wait for, once they have been dealt with. */
let read: Promise<void> = Promise.resolve();
let sent: Promise<void> = Promise.resolve();
let readings = 0;

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(queryKey, before);
  onRecord = before;
  read = sent = Promise.resolve();
  readings = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/chat") {
      onRecord = after;
      await sent;
      return Response.json(encode(ChatStarted, turn(6)));
    }
    readings += 1;
    const answer = Response.json(encode(Conversation, onRecord));
    await read;
    return answer;
  });
});

const send = () =>
  sendMessage(client, ID, {
    ...{ message: "Hello", attachments: [], panes: [pane], blind: false },
    after: new Map(),
  });
const shown = () => client.getQueryData(queryKey)?.panes[0];
const messageIds = () => shown()?.messages.map((message) => message.id);

test("what was being read before a message was sent does not take it away", async () => {
  let arrive = () => {};
  read = new Promise((resolve) => (arrive = resolve));
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const reading = client.invalidateQueries({ queryKey });
  await eventually(() => expect(readings).toBe(1));
  await send();
  arrive();
  await reading;
  await eventually(() => expect(client.isFetching()).toBe(0));
  expect(messageIds()).toEqual([id(5), id(6), id(8), id(9)]);
  stop();
});

test("what was read before its sender heard of it is shown once", async () => {
  let take = () => {};
  sent = new Promise((resolve) => (take = resolve));
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const sending = send();
  await eventually(() => expect(onRecord).toBe(after));
  // As the event stream has it done.
  await client.invalidateQueries({ queryKey });
  take();
  await sending;
  expect(messageIds()).toEqual([id(5), id(6), id(8), id(9)]);
  expect(shown()?.running).toEqual([id(4), id(7)]);
  stop();
});
