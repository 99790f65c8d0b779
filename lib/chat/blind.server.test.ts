import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { Conversation } from "@/lib/conversations/api";
import { changeConversation } from "@/lib/conversations/change.server";
import { toMarkdown } from "@/lib/conversations/export";
import { readLeaderboard } from "@/lib/conversations/leaderboard.server";
import { listConversations } from "@/lib/conversations/list.server";
import { ConversationList } from "@/lib/conversations/list-api";
import { loadConversation } from "@/lib/conversations/load.server";
import { addPane, changePane } from "@/lib/conversations/panes.server";
import { castVote } from "@/lib/conversations/votes.server";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { conversationEvents } from "./events.server";
import { createLiveStreams } from "./live.server";
import { ChatStarted } from "./start-api";
import {
  type Body,
  billOf,
  type Chat,
  chunkOf,
  createBody,
  createChat,
  DONE,
  eventStream,
  finishOf,
} from "./testing.server";

const MODELS = ["acme/alpha", "bolt/beta", "core/gamma"];
const TELLTALES = ["acme", "bolt", "core/", "alpha", "beta", "gamma", "0.25", "gen-9", '"cost":"', "Acme"];
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  let account: string;
  let open: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    chat = await createChat(database.db);
    account = newId();
    answer();
  });
  afterEach(async () => {
    await Promise.all(open.map((close) => close()));
    open = [];
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  const end = finishOf() + billOf(0.25) + DONE;
  const said = (model: unknown) =>
    chunkOf(`Said ${MODELS.indexOf(String(model))}.`, { model, provider: "Acme" });
  const answer = () => chat.network.answer(({ body }) => eventStream(said(body.model) + end));
  const memberId = () => chat.actor.memberId;
  const load = (id: string) => loadConversation(database.db, memberId(), id);
  const begin = (more: object = {}) =>
    chat.start({ message: "Hi", blind: true, panes: MODELS.map((model) => ({ model })), ...more });
  const vote = (id: string, turnId: string, winner: string) =>
    castVote(database.db, { memberId: memberId(), account }, id, { turnId, winner }, new Date());
  const board = () => readLeaderboard(database.db, { account, since: new Date(0) });

  function expectBlind(text: string) {
    // A moment's digits may be those of a cost.
    const told = text.replaceAll(INSTANT, "");
    for (const telltale of TELLTALES) expect(told, telltale).not.toContain(telltale);
  }

  /** All that an event stream sends, as text. */
  function listen(conversationId: string, live = chat.runner.live) {
    const onError = (_: string, error: unknown) => chat.errors.push(String(error));
    const { now } = chat;
    const stream = conversationEvents({
      db: database.db,
      live,
      conversationId,
      lifetime: null,
      now,
      onError,
    });
    const reader = stream.getReader();
    const heard = { text: "" };
    const decoder = new TextDecoder();
    void (async () => {
      for (let read = await reader.read(); !read.done; read = await reader.read())
        heard.text += decoder.decode(read.value, { stream: true });
    })();
    open.push(() => reader.cancel());
    return heard;
  }

  test("until the vote nothing that is sent tells the panes apart; after it everything does", async () => {
    const bodies: Body[] = [];
    chat.network.answer(({ body: { model } }) => {
      const body = createBody();
      bodies.push(body);
      body.push(said(model));
      return eventStream(body.stream);
    });
    const started = await begin();
    const { conversationId, turnId } = started;
    const near = listen(conversationId);
    const far = listen(conversationId, createLiveStreams());
    const everyWord = (heard: { text: string }) =>
      eventually(() => {
        for (const at of MODELS.keys()) expect(heard.text).toContain(`Said ${at}.`);
      });
    await everyWord(near);
    await everyWord(far);
    for (const body of bodies) {
      body.push(end);
      body.close();
    }
    await chat.runner.idle();
    for (const heard of [near, far])
      await eventually(() => expect(heard.text.match(/"state":"finished"/g)?.length).toBe(3));

    const shown = await load(conversationId);
    expect(shown.panes.map(({ alias, model }) => [alias, model])).toEqual([
      ["A", ""],
      ["B", ""],
      ["C", ""],
    ]);
    expectBlind(JSON.stringify(encode(ChatStarted, started)));
    expectBlind(JSON.stringify(encode(Conversation, shown)));
    const list = await listConversations(database.db, memberId(), { limit: 9 });
    expectBlind(JSON.stringify(encode(ConversationList, list)));
    expectBlind(toMarkdown(shown, new Date(0)));
    for (const heard of [near, far]) expectBlind(heard.text);

    const winner = shown.panes[1]?.id ?? "";
    const { answers } = await vote(conversationId, turnId, winner);
    const seen = await load(conversationId);
    expect(seen.panes.map(({ alias }) => alias)).toEqual([null, null, null]);
    expect(answers).toEqual(
      seen.panes.map(({ id, model }, at) => ({
        ...{ paneId: id, alias: "ABC"[at], model },
        won: id === winner,
      })),
    );
    const best = seen.panes[1]?.messages[1]?.generation?.id;
    expect(seen.votes).toEqual([{ turnId, outcome: "winner", winner: best }]);
    // Each alias said what its model had to say.
    for (const { model, messages } of seen.panes)
      expect(messages[1]?.content).toBe(`Said ${MODELS.indexOf(model)}.`);
    chat.runner.live.notify(conversationId, "facts");
    await eventually(() => expect(near.text).toContain(seen.panes[1]?.model));
    const { votes, standings } = await board();
    expect([votes, standings[0]?.model, standings[0]?.wins]).toEqual([1, seen.panes[1]?.model, 1]);
    await changeConversation(database.db, memberId(), conversationId, { blind: true }, new Date());
    expect((await load(conversationId)).votes).toEqual([{ turnId, outcome: "winner", winner: null }]);
    expect((await readLeaderboard(database.db, { account: "other", since: new Date(0) })).votes).toBe(0);
  });

  test("panes are shuffled, and the ids of the answer give nothing away", async () => {
    const orders = new Set<string>();
    // Ids follow one another in time.
    const ages = new Map([
      ["pane", new Set<string>()],
      ["message", new Set<string>()],
      ["generation", new Set<string>()],
    ]);
    const seen = () => [orders, ...ages.values()].map(({ size }) => size);
    for (let run = 0; run < 60 && Math.min(...seen()) < 3; run += 1) {
      const { conversationId, generations } = await begin();
      await chat.runner.idle();
      const { panes } = await load(conversationId);
      expect(generations.map(({ paneId }) => paneId)).toEqual(panes.map(({ id }) => id));
      const said = (sorted: typeof panes) => sorted.map(({ messages }) => messages[1]?.content).join();
      const byAge = (id: (pane: (typeof panes)[number]) => string | undefined) =>
        said(panes.toSorted((one, other) => ((id(one) ?? "") < (id(other) ?? "") ? -1 : 1)));
      orders.add(said(panes));
      ages.get("pane")?.add(byAge((pane) => pane.id));
      ages.get("message")?.add(byAge(({ messages }) => messages[1]?.id));
      ages.get("generation")?.add(byAge(({ messages }) => messages[1]?.generation?.id));
    }
    for (const size of seen()) expect(size).toBeGreaterThanOrEqual(3);
  });

  test("while it is blind nobody sets what would tell", async () => {
    const { conversationId, generations } = await begin();
    await chat.runner.idle();
    const paneId = generations[0]?.paneId ?? "";
    const refused = { code: "conflict" };
    const change = (request: object) => changePane(database.db, memberId(), conversationId, paneId, request);
    for (const attempt of [
      () => change({ model: "a/a" }),
      () => change({ position: 0 }),
      () => addPane(database.db, memberId(), conversationId, { model: "a/a" }, new Date()),
      () => chat.start({ conversationId, message: "?", panes: [{ paneId, model: "a/a" }] }),
      () => chat.start({ conversationId, message: "?", panes: [{ model: "a/a" }] }),
      () => chat.start({ conversationId, retry: { paneId, model: "a/a" } }),
    ])
      await expect(attempt()).rejects.toMatchObject(refused);
    // Going on and asking again is fine.
    const more = {
      conversationId,
      message: "And?",
      panes: generations.map((each) => ({ paneId: each.paneId })),
    };
    const { generations: again } = await chat.start(more);
    expect(again.map(({ model }) => model)).toEqual(["", "", ""]);
    await chat.runner.idle();
    await chat.start({ conversationId, retry: { paneId } });
    await chat.runner.idle();
    expectBlind(JSON.stringify(encode(Conversation, await load(conversationId))));
  });

  test("it becomes blind, and seeing, only while nothing is being written", async () => {
    const set = (id: string, blind: boolean) =>
      changeConversation(database.db, memberId(), id, { blind }, new Date());
    const { conversationId } = await begin({ blind: false });
    await chat.runner.idle();
    await set(conversationId, true);
    expectBlind(JSON.stringify(encode(Conversation, await load(conversationId))));
    chat.network.answer(() => eventStream(createBody().stream));
    const { panes } = await load(conversationId);
    const asked = panes.map(({ id }) => ({ paneId: id }));
    const { turnId } = await chat.start({ conversationId, message: "?", panes: asked });
    await expect(set(conversationId, false)).rejects.toMatchObject({ code: "conflict" });
    await expect(vote(conversationId, turnId, "tie")).rejects.toMatchObject({ code: "conflict" });
    await chat.runner.close(0);
    await set(conversationId, false);
    expect((await load(conversationId)).panes.map(({ model }) => model).toSorted()).toEqual(MODELS);
  });

  test("what was seen before it became blind is not voted on; what comes then is", async () => {
    const { conversationId, turnId, generations } = await begin({ blind: false });
    await chat.runner.idle();
    const later = new Date(Date.now() + 1);
    await changeConversation(database.db, memberId(), conversationId, { blind: true }, later);
    await expect(vote(conversationId, turnId, "tie")).rejects.toMatchObject({ code: "conflict" });
    await eventually(() => expect(Date.now()).toBeGreaterThan(later.getTime()));
    const panes = generations.map(({ paneId }) => ({ paneId }));
    const next = await chat.start({ conversationId, message: "More?", panes });
    await chat.runner.idle();
    await vote(conversationId, next.turnId, "tie");
    expect((await load(conversationId)).blind).toBe(false);
  });

  test("a verdict is one of several answers, given blind, and once", async () => {
    const refused = { code: "conflict" };
    const { conversationId, turnId, generations } = await begin();
    await chat.runner.idle();
    const stranger = { memberId: await addMember(database.db), account };
    const request = { turnId, winner: "tie" };
    await expect(castVote(database.db, stranger, conversationId, request, new Date())).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(vote(conversationId, newId(), "tie")).rejects.toMatchObject(refused);
    await expect(vote(conversationId, turnId, newId())).rejects.toMatchObject({ code: "not_found" });
    await vote(conversationId, turnId, "bothBad");
    await expect(vote(conversationId, turnId, "tie")).rejects.toMatchObject(refused);
    await changeConversation(database.db, memberId(), conversationId, { blind: true }, new Date());
    await expect(vote(conversationId, turnId, "tie")).rejects.toMatchObject(refused);
    expect((await load(conversationId)).blind).toBe(true);
    const { standings } = await board();
    expect(standings.map(({ bad, wins }) => [bad, wins])).toEqual(Array(3).fill([1, 0]));

    // An answer that never came is none.
    chat.network.answer(({ body }) =>
      body.model === MODELS[0] ? eventStream(said(body.model) + end) : eventStream(DONE),
    );
    const panes = generations.map(({ paneId }) => ({ paneId }));
    const second = await chat.start({ conversationId, message: "More?", panes });
    await chat.runner.idle();
    await expect(vote(conversationId, second.turnId, "tie")).rejects.toMatchObject(refused);
  });
});
