import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode } from "zod/mini";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { ChatEvent } from "./api";
import { conversationEvents } from "./events.server";
import type { LiveStreams } from "./live.server";
import { beginChat, billOf, chunkOf, DONE, finishOf } from "./testing.server";

const END = finishOf() + billOf(0.25) + DONE;

/** The streams of this process, counting what is taken out of them, and forgotten when the test says so. */
function watched(live: LiveStreams) {
  const state = { taken: 0, isForgotten: false };
  const get: LiveStreams["get"] = (id) => {
    const stream = live.get(id);
    if (!stream || state.isForgotten) return undefined;
    return {
      ...stream,
      from(offset) {
        const text = stream.from(offset);
        state.taken += text.length;
        return text;
      },
    };
  };
  return { state, live: { ...live, get } };
}

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  async function begin() {
    const begun = await beginChat(database.db);
    const { chat, started } = begun;
    const onError = (_: string, error: unknown) => chat.errors.push(String(error));
    const { state, live } = watched(chat.runner.live);
    const listen = (streams: LiveStreams) =>
      conversationEvents({
        db: database.db,
        live: streams,
        conversationId: started.conversationId,
        lifetime: null,
        now: chat.now,
        onError,
      }).getReader();
    return { ...begun, state, slow: listen(live), listen: () => listen(chat.runner.live) };
  }

  /** Reads on until the answer is settled; text and where it stood. */
  async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>) {
    const decoder = new TextDecoder();
    let text = "";
    let isSettled = false;
    const parser = createParser({
      onEvent({ data }) {
        const event = decode(ChatEvent, JSON.parse(data));
        if (event.type === "generation") isSettled = event.generation.state !== "running";
        if (event.type !== "text") return;
        expect(event.offset).toBe(text.length);
        text += event.text;
      },
    });
    while (!isSettled) {
      const { value, done } = await reader.read();
      if (done) break;
      parser.feed(decoder.decode(value, { stream: true }));
    }
    return text;
  }

  const BIG = chunkOf("🙂".repeat(150_000));

  test("a reader who does not read is waited for, while others hear everything", async () => {
    const { chat, body, arrives, state, slow, listen } = await begin();
    const fast = listen();
    const heard = readAll(fast);
    await arrives(BIG);
    await eventually(() => expect(state.taken).toBeGreaterThan(0));
    const taken = state.taken;
    for (let piece = 0; piece < 20; piece++) await arrives(BIG);
    body.push(END);
    const whole = BIG.repeat(21) + END;
    expect((await heard) === whole).toBe(true);
    expect(state.taken).toBe(taken);
    expect(taken).toBeLessThanOrEqual(BIG.length);
    // Once it reads, it hears the same.
    expect((await readAll(slow)) === whole).toBe(true);
    await Promise.all([fast.cancel(), slow.cancel(), chat.runner.close(0)]);
    expect(chat.errors).toEqual([]);
  });

  test("a reader so slow that the answer has left the memory hears the rest from the database", async () => {
    const { chat, body, arrives, state, slow, listen } = await begin();
    const fast = listen();
    const heard = readAll(fast);
    await arrives(BIG);
    await eventually(() => expect(state.taken).toBeGreaterThan(0));
    await arrives(chunkOf("the rest, 漢字"));
    body.push(END);
    await heard;
    state.isForgotten = true;
    expect((await readAll(slow)) === BIG + chunkOf("the rest, 漢字") + END).toBe(true);
    await Promise.all([fast.cancel(), slow.cancel(), chat.runner.close(0)]);
    expect(chat.errors).toEqual([]);
  });

  test("a reader who leaves while it is waited for is not waited for any longer", async () => {
    const { chat, arrives, state, slow } = await begin();
    await arrives(BIG);
    await eventually(() => expect(state.taken).toBeGreaterThan(0));
    await slow.cancel();
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });
});
