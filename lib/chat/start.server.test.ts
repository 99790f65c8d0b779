import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadConversation } from "@/lib/conversations/load.server";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { message } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, ledgerOf } from "@/lib/ledger/testing.server";
import { ChatRequest } from "./request";
import {
  type Chat,
  chunkOf,
  createBody,
  createChat,
  DONE,
  eventStream,
  finishOf,
  messageOf,
} from "./testing.server";

const NEW = { model: "acme/demo", parameters: {} };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    chat = await createChat(database.db);
    say("Fine.");
  });
  afterEach(async () => {
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  const say = (text: string) =>
    chat.network.answer(() => eventStream(text === "" ? DONE : chunkOf(text) + finishOf() + DONE));
  const load = (id: string) => loadConversation(database.db, chat.actor.memberId, id);
  const sent = (index: number) => chat.network.calls[index]?.body;
  const generations = () =>
    database.db.$count(generation, eq(generation.memberId, chat.actor.memberId)).then(Number);

  test("a new conversation: title, panes in order, question, answer and generation, all at once", async () => {
    const started = await chat.start({
      message: "What is\0 this?\nSecond line",
      panes: [
        { ...NEW, system: "Be\0 brief.", parameters: { temperature: 0.5, max_tokens: 9 } },
        { ...NEW, model: "acme/other" },
      ],
    });
    await chat.runner.idle();
    const conversation = await load(started.conversationId);
    expect(conversation.title).toBe("What is\ufffd this?");
    expect(conversation.panes.map(({ model, system }) => [model, system])).toEqual([
      ["acme/demo", "Be\ufffd brief."],
      ["acme/other", null],
    ]);
    for (const [index, pane] of conversation.panes.entries()) {
      const [question, answer] = pane.messages;
      expect(question).toMatchObject({
        role: "user",
        content: "What is\ufffd this?\nSecond line",
        parentId: null,
        generation: null,
      });
      expect(answer).toMatchObject({ role: "assistant", content: "Fine.", parentId: question?.id });
      expect(answer?.generation?.id).toBe(started.generations[index]?.generationId);
      expect(started.generations[index]).toMatchObject({
        paneId: pane.id,
        userMessageId: question?.id,
        messageId: answer?.id,
      });
    }
    expect(sent(0)).toMatchObject({ model: "acme/demo", temperature: 0.5, max_tokens: 9, stream: true });
  });

  test("everything is on record, hold included, before anything is sent", async () => {
    let atSending: Promise<unknown>[] = [];
    chat.network.answer(() => {
      atSending = [database.db.select().from(generation).where(eq(generation.memberId, chat.actor.memberId))];
      return eventStream(DONE);
    });
    const { generationId, messageId } = await chat.ask();
    expect(await atSending[0]).toMatchObject([{ id: generationId, state: expect.any(String) }]);
    expect((await ledgerOf(database.db, generationId)).hold.generationId).toBe(generationId);
    expect(await messageOf(database.db, messageId)).toBeDefined();
  });

  test("a further message sends what was said, instructions first, without answers that never came", async () => {
    const first = await chat.ask("One");
    await chat.runner.idle();
    const pane = { ...NEW, paneId: first.paneId };
    const { conversationId } = first;
    say("");
    await chat.start({ conversationId, message: "Two", panes: [{ ...pane, system: "Be kind." }] });
    await chat.runner.idle();
    say("Three's answer");
    await chat.start({ conversationId, message: "Three", panes: [pane] });
    await chat.runner.idle();
    expect(sent(2)?.messages).toEqual([
      { role: "system", content: "Be kind." },
      { role: "user", content: "One" },
      { role: "assistant", content: "Fine." },
      { role: "user", content: "Two" },
      { role: "user", content: "Three" },
    ]);
    expect((await load(conversationId)).panes.map(({ messages }) => messages.length)).toEqual([6]);
  });

  test("a pane that joins later stands after the others", async () => {
    const { conversationId, paneId } = await chat.ask();
    await chat.runner.idle();
    await chat.start({ conversationId, message: "Both", panes: [{ ...NEW, model: "acme/late" }] });
    await chat.runner.idle();
    const { panes } = await load(conversationId);
    expect(panes.map(({ id, model }) => (id === paneId ? "first" : model))).toEqual(["first", "acme/late"]);
  });

  test("foreign and unknown conversations and panes do not exist", async () => {
    const [{ conversationId, paneId }, other] = [await chat.ask(), await chat.ask()];
    await chat.runner.idle();
    const before = await generations();
    const stranger = { memberId: await addMember(database.db), role: "member" as const };
    const ask = { conversationId, message: "Mine?", panes: [NEW] };
    const retry = { conversationId, retry: { paneId } };
    for (const request of [ask, retry, { ...ask, conversationId: newId() }])
      await expect(chat.start(request, stranger)).rejects.toMatchObject({ code: "not_found" });
    for (const request of [
      { conversationId, message: "?", panes: [{ ...NEW, paneId: other.paneId }] },
      { conversationId, message: "?", panes: [{ ...NEW, paneId: newId() }] },
      { message: "?", panes: [{ ...NEW, paneId }] },
      { conversationId, retry: { paneId: other.paneId } },
    ])
      await expect(chat.start(request)).rejects.toMatchObject({ code: "not_found" });
    expect([await generations(), chat.network.calls.length]).toEqual([before, 2]);
  });

  test("a pane that still answers takes nothing further, and nothing of it is left behind", async () => {
    chat.network.answer(() => eventStream(createBody().stream));
    const { conversationId, paneId } = await chat.ask();
    const again = { conversationId, message: "More", panes: [NEW, { ...NEW, paneId }] };
    await expect(chat.start(again)).rejects.toMatchObject({ code: "conflict" });
    await expect(chat.start({ conversationId, retry: { paneId } })).rejects.toMatchObject({
      code: "conflict",
    });
    const { panes } = await load(conversationId);
    expect(panes.map(({ messages }) => messages.length)).toEqual([2]);
    expect(await generations()).toBe(1);
  });

  test("what is refused as the conversation has changed is no request of the member's minute", async () => {
    await database.db.update(member).set({ requestsPerMinute: 2 }).where(eq(member.id, chat.actor.memberId));
    chat.network.answer(() => eventStream(createBody().stream));
    const { conversationId, paneId } = await chat.ask();
    for (let time = 0; time < 3; time++)
      await expect(chat.start({ conversationId, retry: { paneId } })).rejects.toMatchObject({
        code: "conflict",
      });
    await chat.ask();
    await expect(chat.ask()).rejects.toMatchObject({ code: "rate_limited" });
    expect(await generations()).toBe(2);
  });

  test("of many messages sent to one pane at once, one is answered", async () => {
    const { conversationId, paneId } = await chat.ask();
    await chat.runner.idle();
    chat.network.answer(() => eventStream(createBody().stream));
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        chat.start({ conversationId, message: `Race ${index}`, panes: [{ ...NEW, paneId }] }),
      ),
    );
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refused).toEqual(Array(7).fill("conflict"));
    expect(await generations()).toBe(2);
    expect((await load(conversationId)).panes[0]?.messages).toHaveLength(4);
  });

  test("a message written from a branch that has grown since is refused, even when nothing runs any more", async () => {
    const { conversationId, paneId } = await chat.ask();
    await chat.runner.idle();
    const send = (message: string) => chat.start({ conversationId, message, panes: [{ ...NEW, paneId }] });
    const waiting: (() => void)[] = [];
    chat.hooks.beforeQuote = () => new Promise((resolve) => waiting.push(resolve));
    const slow = send("Slow");
    await eventually(() => expect(waiting).toHaveLength(1));
    chat.hooks.beforeQuote = async () => {};
    await send("Fast");
    await chat.runner.idle();
    waiting[0]?.();
    await expect(slow).rejects.toMatchObject({ code: "conflict" });
    const rows = await database.db.select().from(message).where(eq(message.paneId, paneId));
    // The branch is one line.
    expect(new Set(rows.map(({ parentId }) => parentId)).size).toBe(rows.length);
  });

  test("asking again branches from the question, with another model when one is named", async () => {
    const { conversationId, paneId, userMessageId, messageId } = await chat.ask("Only one");
    await chat.runner.idle();
    say("Better.");
    const { generations: again } = await chat.start({
      conversationId,
      retry: { paneId, model: "acme/other" },
    });
    await chat.runner.idle();
    expect(again[0]).toMatchObject({ paneId, userMessageId, model: "acme/other" });
    expect(sent(1)).toMatchObject({ model: "acme/other", messages: [{ role: "user", content: "Only one" }] });
    const [pane] = (await load(conversationId)).panes;
    const [question, answer, ...rest] = pane?.messages ?? [];
    expect([question?.id, answer?.content, answer?.parentId, rest]).toEqual([
      userMessageId,
      "Better.",
      userMessageId,
      [],
    ]);
    expect(answer?.siblings).toEqual([messageId, answer?.id]);
    await chat.start({ conversationId, message: "On", panes: [{ ...NEW, paneId }] });
    await eventually(() => expect(sent(2)?.messages).toHaveLength(3));
    expect(sent(2)?.messages).toMatchObject([
      { content: "Only one" },
      { content: "Better." },
      { content: "On" },
    ]);
  });
});

test("a request names each pane once, and says something", () => {
  const paneId = newId();
  const parse = (changes: object) =>
    ChatRequest.safeParse({ conversationId: newId(), message: "Hi", panes: [{ ...NEW, paneId }], ...changes })
      .success;
  expect(parse({})).toBe(true);
  expect(parse({ panes: [NEW, NEW, { ...NEW, paneId }] })).toBe(true);
  for (const bad of [
    {
      panes: [
        { ...NEW, paneId },
        { ...NEW, paneId },
      ],
    },
    { panes: [] },
    { panes: Array(9).fill(NEW) },
    { message: " \n" },
    { message: "x".repeat(1_000_001) },
    { extra: 1 },
  ])
    expect(parse(bad)).toBe(false);
});
