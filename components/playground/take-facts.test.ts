import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { Conversation, Message } from "@/lib/conversations/api";
import { conversationEndPath } from "@/lib/conversations/paths";
import { eventually } from "@/lib/core/testing";
import type { Generation } from "@/lib/ledger/api";
import { withMessage, withStarted } from "./conversation-cache";
import { conversationQuery } from "./queries";
import { takeFacts } from "./take-facts";

const id = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const ID = id(1);
const started = {
  ...{ conversationId: ID, turnId: id(9) },
  generations: [2, 3].map((digit) => ({
    ...{ generationId: id(digit), paneId: id(digit), userMessageId: id(digit + 2), messageId: id(digit + 4) },
    model: "acme/one",
  })),
};
const running = withStarted(undefined, started, { text: "Hello", attachments: [] }, new Date(0));
const messageIn = (conversation: Conversation | undefined, pane: number) =>
  conversation?.panes[pane]?.messages[1] ?? expect.fail("no answer");
const factsOf = (pane: number): Generation => ({
  ...(messageIn(running, pane).generation ?? expect.fail("no generation")),
  state: "finished",
});
const answered = (pane: number): Message => ({
  ...{ ...messageIn(running, pane), content: `Answer ${pane}`, generation: factsOf(pane) },
  siblings: [id(pane + 6), id(8)],
});
const { queryKey } = conversationQuery(ID);

let client = new QueryClient();
let asked: string[] = [];
/** What the server has. */
let onRecord = running;

beforeEach(() => {
  asked = [];
  onRecord = running;
  client = new QueryClient();
  client.setQueryData(queryKey, running);
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const messageId = path.split("/messages/")[1];
    if (messageId === undefined) return Response.json(encode(Conversation, onRecord));
    const messages = onRecord.panes.flatMap((pane) => pane.messages);
    return Response.json(
      encode(Message, messages.find((message) => message.id === messageId) ?? expect.fail("not there")),
    );
  });
});
const shown = () => client.getQueryData(queryKey);

test("when a generation ends its answer alone is read, and the page shows what a reload would", async () => {
  onRecord = withMessage(running, answered(0));
  await takeFacts(client, ID, [factsOf(0)]);
  expect(asked).toEqual([`/api/conversations/${ID}/messages/${id(6)}`]);
  expect(messageIn(shown(), 0)).toEqual(answered(0));
  // What did not change is the same.
  expect(messageIn(shown(), 1)).toBe(messageIn(running, 1));
});

test("what is told again of an answer that was read asks for nothing", async () => {
  onRecord = withMessage(running, answered(0));
  await takeFacts(client, ID, [factsOf(0)]);
  await takeFacts(client, ID, [{ ...factsOf(0), costState: "confirmed" }]);
  expect(asked).toHaveLength(1);
  expect(messageIn(shown(), 0).generation?.costState).toBe("confirmed");
  await takeFacts(client, ID, [{ ...factsOf(0), id: id(7) }]);
  expect(asked).toHaveLength(1);
});

/** Has the first answer be as old as its request, and on its way until it may `arrive`. */
function delayFirst(): { arrive: () => void } {
  const answer = globalThis.fetch;
  const held = { arrive: () => {} };
  const late = new Promise<void>((resolve) => (held.arrive = resolve));
  vi.stubGlobal("fetch", async (path: string) => {
    const isFirst = asked.length === 0;
    const response = await answer(path);
    if (isFirst) await late;
    return response;
  });
  return held;
}

test("what was begun to be read before the end is read anew", async () => {
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const reading = client.invalidateQueries({ queryKey });
  await eventually(() => expect(asked).toHaveLength(1));
  onRecord = withMessage(running, answered(0));
  await takeFacts(client, ID, [factsOf(0)]);
  held.arrive();
  await reading;
  expect(messageIn(shown(), 0)).toEqual(answered(0));
  stop();
});

const confirmed = (pane: number): Generation => ({ ...factsOf(pane), costState: "confirmed" });

test("an older reading of all that comes late takes nothing back of what was told since", async () => {
  onRecord = withMessage(running, answered(0));
  client.setQueryData(queryKey, onRecord);
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const reading = client.invalidateQueries({ queryKey });
  await eventually(() => expect(asked).toHaveLength(1));
  await takeFacts(client, ID, [confirmed(0)]);
  held.arrive();
  await reading;
  expect(asked).toHaveLength(1);
  expect(messageIn(shown(), 0)).toEqual({ ...answered(0), generation: confirmed(0) });
  stop();
});

test("nor does an answer's own, though its words are taken", async () => {
  onRecord = withMessage(running, answered(0));
  const held = delayFirst();
  const reading = takeFacts(client, ID, [factsOf(0)]);
  await takeFacts(client, ID, [confirmed(0)]);
  held.arrive();
  await reading;
  expect(messageIn(shown(), 0)).toEqual({ ...answered(0), generation: confirmed(0) });
});

test("nor anything of an answer that was read with all the rest meanwhile", async () => {
  onRecord = withMessage(running, answered(0));
  const held = delayFirst();
  const reading = takeFacts(client, ID, [factsOf(0)]);
  // Asked once more by somebody.
  const asNow = { ...answered(0), siblings: [id(6), id(7), id(8)] };
  onRecord = withMessage(running, asNow);
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await client.invalidateQueries({ queryKey });
  held.arrive();
  await reading;
  expect(messageIn(shown(), 0)).toEqual(asNow);
  stop();
});

test("what may be told by now is not kept as it was withheld", async () => {
  const blind = { ...withMessage(running, answered(0)), blind: true };
  client.setQueryData(queryKey, blind);
  const named = { ...confirmed(0), provider: "Acme" };
  onRecord = withMessage(running, { ...answered(0), generation: named });
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const reading = client.invalidateQueries({ queryKey });
  await eventually(() => expect(asked).toHaveLength(1));
  await takeFacts(client, ID, [confirmed(0)]);
  held.arrive();
  await reading;
  expect(messageIn(shown(), 0).generation).toEqual(named);
  stop();
});

test("where one answer cannot be read, all is", async () => {
  const refresh = vi.spyOn(client, "invalidateQueries");
  vi.stubGlobal("fetch", async () => new Response(null, { status: 503 }));
  await takeFacts(client, ID, [factsOf(0)]);
  expect(refresh).toHaveBeenCalledWith({ queryKey });
});

test("a generation that runs and that nobody here knows of was asked for after what is shown was read", async () => {
  const leave = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await takeFacts(client, ID, [{ ...factsOf(0), state: "running" }]);
  expect(asked).toEqual([]);
  await takeFacts(client, ID, [{ ...factsOf(0), id: id(7), state: "running" }]);
  expect(asked).toEqual([conversationEndPath(ID)]);
  leave();
});

/** What is told of a generation that nobody here has read of yet. */
const unseen = (digit: number): Generation => ({ ...factsOf(0), id: id(digit) });

test("what is told by the hundred of a conversation that is still being read begins no reading anew", async () => {
  onRecord = withMessage(running, { ...answered(0), generation: factsOf(0) });
  client.removeQueries({ queryKey });
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await eventually(() => expect(asked).toHaveLength(1));
  const taking = takeFacts(client, ID, [...[7, 8, 9].map(unseen), confirmed(0)]);
  const again = takeFacts(client, ID, [unseen(9)]);
  held.arrive();
  await Promise.all([taking, again]);
  expect(asked).toEqual([conversationEndPath(ID)]);
  // It was read before, and what was told since stays.
  expect(messageIn(shown(), 0)).toEqual({ ...answered(0), generation: confirmed(0) });
  stop();
});

test("unless one of them was read before its end", async () => {
  client.removeQueries({ queryKey });
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await eventually(() => expect(asked).toHaveLength(1));
  onRecord = withMessage(running, answered(0));
  const taking = takeFacts(client, ID, [factsOf(0)]);
  held.arrive();
  await taking;
  expect(asked).toEqual([conversationEndPath(ID), conversationEndPath(ID)]);
  expect(messageIn(shown(), 0)).toEqual(answered(0));
  stop();
});

test("what ends without a cost is counted as not known", async () => {
  client.setQueryData(["totals", ID], {});
  const isCounted = () => client.getQueryState(["totals", ID])?.isInvalidated === false;
  await takeFacts(client, ID, [{ ...factsOf(0), state: "running" }]);
  expect(isCounted()).toBe(true);
  await takeFacts(client, ID, [{ ...factsOf(0), cost: null }]);
  expect(isCounted()).toBe(false);
});

test("of very many that end at once none is read by itself", async () => {
  const many = Array.from({ length: 17 }, (_, at) => `01900000-0000-7000-8000-0000000001${10 + at}`);
  const messages = many.map((one) => ({
    ...messageIn(running, 0),
    generation: { ...factsOf(0), id: one, state: "running" as const },
  }));
  const [pane = expect.fail("no pane")] = running.panes;
  client.setQueryData(queryKey, { ...running, panes: [{ ...pane, messages, running: many }] });
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await takeFacts(
    client,
    ID,
    many.map((one) => ({ ...factsOf(0), id: one })),
  );
  expect(asked).toEqual([conversationEndPath(ID)]);
  stop();
});

test("an answer that comes after everybody left does not pass for all the rest", async () => {
  onRecord = withMessage(running, answered(0));
  const held = delayFirst();
  const reading = takeFacts(client, ID, [factsOf(0)]);
  await client.invalidateQueries({ queryKey });
  held.arrive();
  await reading;
  expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true);
});

test("what began and ended after all was read is read", async () => {
  client.removeQueries({ queryKey });
  const held = delayFirst();
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  await eventually(() => expect(asked).toHaveLength(1));
  const taking = takeFacts(client, ID, [{ ...unseen(7), startedAt: new Date(1) }]);
  held.arrive();
  await taking;
  expect(asked).toEqual([conversationEndPath(ID), conversationEndPath(ID)]);
  stop();
});
