import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeConversation } from "@/lib/conversations/change.server";
import { loadChances, loadConversation, loadMessage } from "@/lib/conversations/load.server";
import { changePane } from "@/lib/conversations/panes.server";
import { deleteTurn } from "@/lib/conversations/turns.server";
import { newId } from "@/lib/core/ids";
import { asArray, asRecord } from "@/lib/core/lenient";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { type Chat, chunkOf, createBody, createChat, DONE, eventStream, finishOf } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    chat = await createChat(database.db);
  });
  afterEach(async () => {
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  const answer = (text: string) => chat.network.answer(() => eventStream(chunkOf(text) + finishOf() + DONE));
  const pane = async (conversationId: string) => {
    const [only] = (await loadConversation(database.db, chat.actor.memberId, conversationId)).panes;
    if (!only) throw new Error("there is no pane");
    return only;
  };
  const shown = async (id: string) => (await pane(id)).messages.map(({ content }) => content);
  const lastSent = () =>
    asArray(chat.network.calls.at(-1)?.body.messages).map((message) => asRecord(message)?.content);
  const show = (id: string, paneId: string, messageId: string) =>
    changePane(database.db, chat.actor.memberId, id, paneId, { messageId });
  const remove = (id: string, messageId: string) =>
    deleteTurn(database.db, chat.actor.memberId, id, messageId);

  /** One, its answer 1; Two, its answer 2. */
  async function talk() {
    answer("1");
    const { conversationId, paneId } = await chat.ask("One");
    await chat.runner.idle();
    answer("2");
    await chat.start({ conversationId, message: "Two", panes: [{ paneId }] });
    await chat.runner.idle();
    return { conversationId, paneId, messages: (await pane(conversationId)).messages };
  }

  test("an edited question is asked on a branch of its own, and both can be walked", async () => {
    const { conversationId, paneId, messages } = await talk();
    const [one, , two] = messages;
    answer("uno");
    await chat.start({ conversationId, message: "Uno", panes: [{ paneId, parentId: null }] });
    await chat.runner.idle();
    expect(lastSent()).toEqual(["Uno"]);
    expect(await shown(conversationId)).toEqual(["Uno", "uno"]);
    const [edited] = (await pane(conversationId)).messages;
    expect(edited?.siblings).toEqual([one?.id, edited?.id]);

    // The old branch comes back as far as it went, and stays.
    await show(conversationId, paneId, one?.id ?? "");
    expect(await shown(conversationId)).toEqual(["One", "1", "Two", "2"]);
    answer("3");
    await chat.start({
      conversationId,
      message: "Three",
      panes: [{ paneId, parentId: two?.parentId ?? "" }],
    });
    await chat.runner.idle();
    expect(lastSent()).toEqual(["One", "1", "Three"]);
    await chat.start({ conversationId, message: "On", panes: [{ paneId }] });
    await chat.runner.idle();
    expect(lastSent()).toEqual(["One", "1", "Three", "3", "On"]);
  });

  test("any answer can be had once more, by another model, too", async () => {
    const { conversationId, paneId, messages } = await talk();
    const [, first] = messages;
    answer("eins");
    const { generations } = await chat.start({
      conversationId,
      retry: { paneId, messageId: first?.id ?? "", model: "acme/other" },
    });
    await chat.runner.idle();
    expect(chat.network.calls.at(-1)?.body).toMatchObject({
      model: "acme/other",
      messages: [{ role: "user", content: "One" }],
    });
    expect(await shown(conversationId)).toEqual(["One", "eins"]);
    const after = (await pane(conversationId)).messages[1];
    expect(after).toMatchObject({ id: generations[0]?.messageId, turnId: first?.turnId });
    expect(after?.siblings).toEqual([first?.id, after?.id]);
    await show(conversationId, paneId, first?.id ?? "");
    expect(await shown(conversationId)).toEqual(["One", "1", "Two", "2"]);
  });

  test("a question and its answers in all panes are one turn, each new question another", async () => {
    answer("Yes.");
    const started = await chat.start({
      message: "Both?",
      panes: [{ model: "acme/a" }, { model: "acme/b" }],
    });
    await chat.runner.idle();
    const again = { conversationId: started.conversationId, message: "More?" };
    const paneIds = started.generations.map(({ paneId }) => paneId);
    const second = await chat.start({ ...again, panes: paneIds.map((paneId) => ({ paneId })) });
    await chat.runner.idle();
    const { panes } = await loadConversation(database.db, chat.actor.memberId, started.conversationId);
    const expected = [started.turnId, started.turnId, second.turnId, second.turnId];
    for (const { messages } of panes) expect(messages.map(({ turnId }) => turnId)).toEqual(expected);
    expect(second.turnId).not.toBe(started.turnId);
  });

  test("while another branch is shown, what runs is still known and nothing else is asked", async () => {
    const { conversationId, paneId, messages } = await talk();
    chat.network.answer(() => eventStream(createBody().stream));
    const { generations } = await chat.start({
      conversationId,
      message: "New",
      panes: [{ paneId, parentId: null }],
    });
    await show(conversationId, paneId, messages[0]?.id ?? "");
    expect(await pane(conversationId)).toMatchObject({ running: [generations[0]?.generationId] });
    expect(await shown(conversationId)).toEqual(["One", "1", "Two", "2"]);
    const ask = { conversationId, message: "Too soon", panes: [{ paneId }] };
    await expect(chat.start(ask)).rejects.toMatchObject({ code: "conflict" });
    await expect(remove(conversationId, messages[0]?.id ?? "")).rejects.toMatchObject({ code: "conflict" });
  });

  test("a deleted message takes what followed, never the money; the branch beside it is shown", async () => {
    const { conversationId, paneId, messages } = await talk();
    const [one, first, two, second] = messages;
    await remove(conversationId, two?.id ?? "");
    expect(await shown(conversationId)).toEqual(["One", "1"]);
    const { row } = await ledgerOf(database.db, second?.generation?.id ?? "");
    expect(row.state).toBe("finished");
    answer("uno");
    await chat.start({ conversationId, retry: { paneId, messageId: one?.id ?? "" } });
    await chat.runner.idle();
    const again = (await pane(conversationId)).messages[1];
    await remove(conversationId, again?.id ?? "");
    expect((await pane(conversationId)).messages.map(({ id }) => id)).toEqual([one?.id, first?.id]);
    await remove(conversationId, one?.id ?? "");
    expect(await shown(conversationId)).toEqual([]);
    answer("Anew.");
    await chat.start({ conversationId, message: "Start", panes: [{ paneId }] });
    await chat.runner.idle();
    expect(lastSent()).toEqual(["Start"]);
  });

  test("one message is as its conversation has it", async () => {
    const { conversationId, paneId, messages } = await talk();
    answer("uno");
    await chat.start({ conversationId, retry: { paneId, messageId: messages[1]?.id ?? "" } });
    await chat.runner.idle();
    const { memberId } = chat.actor;
    for (const message of (await pane(conversationId)).messages)
      expect(await loadMessage(database.db, memberId, conversationId, message.id)).toEqual(message);
    const other = await talk();
    for (const [member, messageId] of [
      [newId(), messages[0]?.id ?? ""],
      [memberId, other.messages[0]?.id ?? ""],
    ] as const)
      await expect(loadMessage(database.db, member, conversationId, messageId)).rejects.toMatchObject({
        code: "not_found",
      });
    await changeConversation(database.db, memberId, conversationId, { blind: true }, new Date());
    for (const message of (await pane(conversationId)).messages)
      expect(await loadMessage(database.db, memberId, conversationId, message.id)).toEqual(message);
  });

  test("how likely tokens were is kept beside the answer, and told on demand", async () => {
    const content = [{ token: "Hi", logprob: 0, top_logprobs: [{ token: "Ho", logprob: -1 }] }];
    const choices = [{ index: 0, delta: { content: "Hi" }, logprobs: { content } }];
    chat.network.answer(() => eventStream(chunkOf("", { choices }) + finishOf() + DONE));
    const { conversationId, messageId } = await chat.ask("One");
    await chat.runner.idle();
    const { memberId } = chat.actor;
    const [question, answered] = (await pane(conversationId)).messages;
    expect([question?.hasChances, answered?.hasChances]).toEqual([undefined, true]);
    const load = (id: string) => loadChances(database.db, memberId, conversationId, id);
    expect(await load(messageId)).toEqual([
      { token: "Hi", chance: 1, others: [{ token: "Ho", chance: Math.exp(-1) }] },
    ]);
    expect(await load(question?.id ?? "")).toEqual([]);
    await expect(load(newId())).rejects.toMatchObject({ code: "not_found" });
    // How a text is cut into tokens would tell the model.
    await changeConversation(database.db, memberId, conversationId, { blind: true }, new Date());
    await expect(load(messageId)).rejects.toMatchObject({ code: "conflict" });
    expect((await pane(conversationId)).messages[1]?.hasChances).toBeUndefined();
  });

  test("a message that is deleted while a question is prepared is not asked after", async () => {
    const { conversationId, paneId, messages } = await talk();
    const [one, first] = messages;
    answer("uno");
    await chat.start({ conversationId, message: "Uno", panes: [{ paneId, parentId: null }] });
    await chat.runner.idle();
    // It is on a branch that is not shown, so the pane stays where it was.
    chat.hooks.beforeQuote = () => remove(conversationId, one?.id ?? "");
    const ask = { conversationId, message: "?", panes: [{ paneId, parentId: first?.id ?? "" }] };
    await expect(chat.start(ask)).rejects.toMatchObject({ code: "not_found" });
    chat.hooks.beforeQuote = async () => {};
    expect(await shown(conversationId)).toEqual(["Uno", "uno"]);
    const { panes } = await loadConversation(database.db, chat.actor.memberId, conversationId, {
      allBranches: true,
    });
    expect(panes[0]?.messages).toHaveLength(2);
  });

  test("messages that are not there cannot be asked after, retried, shown or deleted", async () => {
    const { conversationId, paneId } = await talk();
    const other = await talk();
    const missing = { code: "not_found" };
    for (const messageId of [newId(), other.messages[0]?.id ?? ""]) {
      const ask = { conversationId, message: "?", panes: [{ paneId, parentId: messageId }] };
      await expect(chat.start(ask)).rejects.toMatchObject(missing);
      await expect(chat.start({ conversationId, retry: { paneId, messageId } })).rejects.toMatchObject(
        missing,
      );
      await expect(show(conversationId, paneId, messageId)).rejects.toMatchObject(missing);
      await expect(remove(conversationId, messageId)).rejects.toMatchObject(missing);
    }
    expect(await shown(other.conversationId)).toHaveLength(4);
  });
});
