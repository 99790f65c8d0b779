import { eq } from "drizzle-orm";
import { createParser } from "eventsource-parser";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decode } from "zod/mini";
import { deleteConversation } from "@/lib/conversations/conversations.server";
import { changePane } from "@/lib/conversations/panes.server";
import { eventually } from "@/lib/core/testing";
import type { Database, Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "@/lib/ledger/confirm.server";
import { upstreamWith } from "@/lib/ledger/testing.server";
import { ChatEvent } from "./api";
import { conversationEvents } from "./events.server";
import { createLiveStreams } from "./live.server";
import {
  beginChat,
  billOf,
  type Chat,
  chunkOf,
  createBody,
  createFlakyDb,
  DONE,
  eventStream,
  finishOf,
} from "./testing.server";

const END = finishOf() + billOf(0.25) + DONE;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let open: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    await Promise.all(open.map((close) => close()));
    open = [];
  });

  async function begin() {
    const begun = await beginChat(database.db);
    open.push(() => begun.chat.runner.close(0));
    return begun;
  }

  type Place = { elsewhere?: boolean; db?: Db; lifetime?: number; mayStay?: () => Promise<boolean> };

  /** Listens like a browser. `elsewhere`: at an instance that does not run the answer itself. */
  function listen(chat: Chat, conversationId: string, place: Place = {}) {
    const { elsewhere = false, db = database.db, lifetime = null, mayStay = async () => true } = place;
    const live = elsewhere ? createLiveStreams() : chat.runner.live;
    const errors: unknown[] = [];
    const onError = (_: string, error: unknown) => errors.push(error);
    const { now } = chat;
    const reader = conversationEvents({
      ...{ db, live, conversationId },
      ...{ lifetime, mayStay, now, onError },
    }).getReader();
    const events: ChatEvent[] = [];
    const parser = createParser({ onEvent: ({ data }) => events.push(decode(ChatEvent, JSON.parse(data))) });
    const decoder = new TextDecoder();
    const state = { isOver: false };
    void (async () => {
      for (let read = await reader.read(); !read.done; read = await reader.read())
        parser.feed(decoder.decode(read.value, { stream: true }));
      state.isOver = true;
    })();
    open.push(() => reader.cancel());
    const texts = (id: string) =>
      events.flatMap((event) => (event.type === "text" && event.generationId === id ? [event] : []));
    const states = (id: string) =>
      events.flatMap((event) =>
        event.type === "generation" && event.generation.id === id ? [event.generation] : [],
      );
    return {
      events,
      errors,
      state,
      cancel: () => reader.cancel(),
      texts,
      states,
      text: (id: string) =>
        texts(id)
          .map(({ text }) => text)
          .join(""),
    };
  }

  const isSettled = (listener: ReturnType<typeof listen>, id: string) =>
    eventually(() => expect(listener.states(id).at(-1)?.state ?? "running").not.toBe("running"));

  function expectInOrder(listener: ReturnType<typeof listen>, id: string) {
    let offset = 0;
    for (const event of listener.texts(id)) {
      expect(event.offset).toBe(offset);
      offset += event.text.length;
    }
    const settledAt = listener.events.findIndex(
      (event) =>
        event.type === "generation" && event.generation.id === id && event.generation.state !== "running",
    );
    const lastText = listener.events.findLastIndex(
      (event) => event.type === "text" && event.generationId === id,
    );
    expect(settledAt).toBeGreaterThan(lastText);
  }

  test.each([
    ["here", false],
    ["at another instance", true],
  ])("who comes late %s hears it all from the start, in order, before the end", async (_, elsewhere) => {
    const { chat, body, started, arrives } = await begin();
    const { generationId, conversationId } = started;
    await arrives(chunkOf("Schöne "));
    const listener = listen(chat, conversationId, { elsewhere });
    await eventually(() => expect(listener.text(generationId)).toBe(chunkOf("Schöne ")));
    const bytes = new TextEncoder().encode(chunkOf("👩‍👩‍👧 漢字"));
    for (const byte of bytes) body.push(Uint8Array.of(byte));
    await arrives(chunkOf("Grüße"));
    body.push(END);
    await isSettled(listener, generationId);
    expect(listener.text(generationId)).toBe(
      chunkOf("Schöne ") + chunkOf("👩‍👩‍👧 漢字") + chunkOf("Grüße") + END,
    );
    expectInOrder(listener, generationId);
    expect(listener.states(generationId).at(-1)).toMatchObject({ state: "finished", costState: "reported" });
  });

  test("a reader who may no longer read hears nothing more, while others go on", async () => {
    const { chat, body, started, arrives } = await begin();
    let may = true;
    const [ended, other] = [
      listen(chat, started.conversationId, { mayStay: async () => may }),
      listen(chat, started.conversationId),
    ];
    await arrives(chunkOf("Before"));
    await eventually(() => expect(ended.text(started.generationId)).toContain("Before"));
    may = false;
    chat.clock.ahead += 10_000;
    await eventually(() => expect(ended.state.isOver).toBe(true));
    await arrives(chunkOf("After"));
    await eventually(() => expect(other.text(started.generationId)).toContain("After"));
    expect(ended.text(started.generationId)).not.toContain("After");
    expect(ended.errors).toEqual([]);
    body.push(END);
  });

  test("a stream that may not last ends by itself, and the next one tells it all again", async () => {
    const { chat, started, arrives } = await begin();
    const { generationId, conversationId } = started;
    await arrives(chunkOf("Schöne "));
    const first = listen(chat, conversationId, { lifetime: 300 });
    await eventually(() => expect(first.state.isOver).toBe(true));
    expect(first.text(generationId)).toBe(chunkOf("Schöne "));
    expect(first.errors).toEqual([]);
    await arrives(chunkOf("Grüße"));
    const second = listen(chat, conversationId);
    const all = chunkOf("Schöne ") + chunkOf("Grüße");
    await eventually(() => expect(second.text(generationId)).toBe(all));
    expect(second.state.isOver).toBe(false);
  });

  test("here and elsewhere hear the same, whenever they come", async () => {
    const { chat, body, started, arrives } = await begin();
    const { generationId, conversationId } = started;
    const listeners = [];
    for (let piece = 0; piece < 6; piece++) {
      listeners.push(listen(chat, conversationId, { elsewhere: piece % 2 === 1 }));
      await arrives(chunkOf(`Piece ${piece} 🙂`));
    }
    body.push(END);
    for (const listener of listeners) await isSettled(listener, generationId);
    for (const listener of listeners) {
      expect(listener.text(generationId)).toBe(listeners[0]?.text(generationId));
      expectInOrder(listener, generationId);
    }
  });

  test("all panes of a conversation share the one stream, and no other conversation's", async () => {
    const { chat, started } = await begin();
    chat.network.answer(({ body }) => eventStream(chunkOf(`from ${body.model}`) + END));
    const other = await chat.ask();
    const two = await chat.start({
      message: "Hi",
      panes: [
        { model: "a/one", parameters: {} },
        { model: "a/two", parameters: {} },
      ],
    });
    const listener = listen(chat, two.conversationId);
    for (const { generationId } of two.generations) await isSettled(listener, generationId);
    const ids = listener.events.flatMap((event) =>
      event.type === "generation" ? [event.generation.id] : [],
    );
    expect(new Set(ids)).toEqual(new Set(two.generations.map(({ generationId }) => generationId)));
    expect(ids).not.toContain(other.generationId);
    expect(ids).not.toContain(started.generationId);
  });

  test("a message sent in another tab is announced, then its answer follows", async () => {
    const { chat, body, started } = await begin();
    body.push(END);
    await chat.runner.idle();
    const { conversationId, paneId } = started;
    const listener = listen(chat, conversationId);
    await isSettled(listener, started.generationId);
    expect(listener.events.some(({ type }) => type === "conversation")).toBe(false);
    chat.network.answer(() => eventStream(createBody().stream));
    const { generations } = await chat.start({
      conversationId,
      message: "More",
      panes: [{ model: "a/b", paneId, parameters: {} }],
    });
    const id = generations[0]?.generationId ?? "";
    await eventually(() => expect(listener.states(id)).not.toEqual([]));
    const types = listener.events.map((event) =>
      event.type === "generation" ? event.generation.id : event.type,
    );
    expect(types.filter((type) => type === "conversation")).toHaveLength(1);
    expect(types.indexOf("conversation")).toBeLessThan(types.indexOf(id));
  });

  test("a change of panes in another tab is announced, and so is the end of the conversation", async () => {
    const { chat, body, started } = await begin();
    body.push(END);
    await chat.runner.idle();
    const { conversationId, paneId } = started;
    const { memberId } = chat.actor;
    const listener = listen(chat, conversationId);
    await isSettled(listener, started.generationId);
    const announced = (count: number) =>
      eventually(() => {
        expect(listener.events.filter(({ type }) => type === "conversation")).toHaveLength(count);
      });
    await announced(0);
    await changePane(database.db, memberId, conversationId, paneId, { system: "Be brief." });
    chat.runner.live.notify(conversationId, "facts");
    await announced(1);
    await deleteConversation(database.db, memberId, conversationId, new Date());
    chat.runner.live.notify(conversationId, "facts");
    await announced(2);
  });

  test("a cost that is confirmed later is told", async () => {
    const { chat, body, started } = await begin();
    const listener = listen(chat, started.conversationId);
    body.push(chunkOf("x") + END);
    await isSettled(listener, started.generationId);
    const confirmer = createConfirmer({
      db: database.db,
      upstream: upstreamWith({ "gen-9": "0.3" }),
      account: "sandbox",
    });
    await confirmer.confirmNow(started.generationId, chat.now());
    await eventually(() => expect(listener.states(started.generationId).at(-1)?.costState).toBe("confirmed"));
  });

  test("what settled a while ago is not read with every look any more", async () => {
    const { chat, body, started } = await begin();
    const listener = listen(chat, started.conversationId);
    body.push(chunkOf("Fine.") + END);
    await isSettled(listener, started.generationId);
    const set = (changes: Partial<typeof generation.$inferInsert>) =>
      database.db.update(generation).set(changes).where(eq(generation.id, started.generationId));
    await set({ confirmAt: null });
    chat.clock.ahead += 120_000;
    const next = createBody();
    chat.network.answer(() => eventStream(next.stream));
    const { conversationId, paneId } = started;
    const more = await chat.start({ conversationId, message: "And?", panes: [{ paneId }] });
    const second = more.generations[0]?.generationId ?? "";
    await eventually(() => expect(listener.states(second)).not.toEqual([]));
    const told = listener.states(started.generationId).length;
    await set({ ttftMs: 7 });
    next.push(END);
    await isSettled(listener, second);
    expect(listener.states(started.generationId)).toHaveLength(told);
  });

  test("a reader who leaves ends the asking", async () => {
    const { chat, started, arrives } = await begin();
    let asked = 0;
    const counting = new Proxy(database.db, {
      get(target, key) {
        if (key === "select") asked++;
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const listener = listen(chat, started.conversationId, { db: counting });
    const staying = listen(chat, started.conversationId);
    await eventually(() => expect(listener.states(started.generationId)).not.toEqual([]));
    await listener.cancel();
    const before = asked;
    // The one who stays goes on hearing, over more than a second of asking.
    await arrives(chunkOf("still"));
    chat.runner.live.notify(started.conversationId, "facts");
    await eventually(() => expect(staying.text(started.generationId)).toContain("still"));
    await arrives(chunkOf("there"));
    await eventually(() => expect(staying.text(started.generationId)).toContain("there"));
    expect(asked).toBe(before);
    expect(listener.errors).toEqual([]);
  });

  test("when the database goes away, the stream says so and ends", async () => {
    const { chat, started } = await begin();
    const flaky = createFlakyDb(database.db);
    const listener = listen(chat, started.conversationId, { db: flaky.db });
    await eventually(() => expect(listener.states(started.generationId)).not.toEqual([]));
    flaky.state.fault = "fails";
    await eventually(() => expect(listener.state.isOver).toBe(true));
    expect(listener.events.at(-1)).toMatchObject({ type: "error", error: { code: "unavailable" } });
    expect(listener.errors).toHaveLength(1);
  });
});
