import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { ChatEvent } from "@/lib/chat/api";
import type { ChatStarted } from "@/lib/chat/start-api";
import { withStarted } from "./conversation-cache";
import { ConversationStream, type Source } from "./conversation-stream";

const idOf = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const GENERATION = idOf(1);
/** How far answers are apart that are drawn at the same time. */
const FRAME = 16;
const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

/** The event that tells of a generation's end. */
function factsOf(id: string) {
  const [paneId, userMessageId, messageId, turnId] = [4, 5, 6, 7].map(idOf);
  const started = { generationId: id, paneId, userMessageId, messageId, model: "acme/one" };
  const begun = { conversationId: idOf(8), turnId, generations: [started] } as ChatStarted;
  const { panes } = withStarted(undefined, begun, { text: "Hi", attachments: [] }, new Date(0));
  const generation = panes[0]?.messages[1]?.generation ?? expect.fail("no generation");
  return encode(ChatEvent, { type: "generation", generation: { ...generation, state: "finished" } });
}

/** One whose messages come by the clock of the test. */
class Channel {
  readonly port1 = { onmessage: () => {}, close() {} };
  readonly port2 = { postMessage: () => void setTimeout(() => this.port1.onmessage()) };
}

function open() {
  const sources: (Source & { closed: boolean })[] = [];
  const onConversation = vi.fn();
  const onGenerations = vi.fn();
  const connect = () => {
    const source = {
      onopen: null,
      onmessage: null,
      onerror: null,
      readyState: 1,
      closed: false,
      close() {
        this.closed = true;
      },
    };
    sources.push(source);
    return source;
  };
  const stream = new ConversationStream(connect, { onConversation, onGenerations });
  stream.open();
  const send = (event: object) => {
    const source = sources.at(-1) as unknown as { onmessage: (message: { data: string }) => void };
    source.onmessage({ data: JSON.stringify(event) });
  };
  const text = (offset: number, piece: string) =>
    send({ type: "text", generationId: GENERATION, offset, text: piece });
  const fail = (readyState: 0 | 2) => {
    const source = sources.at(-1);
    Object.assign(source ?? {}, { readyState });
    source?.onerror?.call(source as unknown as EventSource, new Event("error"));
  };
  const connected = () =>
    sources.at(-1)?.onopen?.call(sources.at(-1) as unknown as EventSource, new Event("open"));
  return { stream, sources, onConversation, onGenerations, send, text, fail, connected };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MessageChannel", Channel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("draws the first piece at once and later ones together", async () => {
  const { stream, text } = open();
  const draw = vi.fn();
  stream.subscribe(draw);
  let offset = 0;
  for (const word of ["one ", "two ", "three"]) {
    text(offset, delta(word));
    offset += delta(word).length;
  }
  expect(draw).toHaveBeenCalledTimes(1);
  expect(stream.read(GENERATION)?.completion?.text).toBe("one ");
  await vi.advanceTimersByTimeAsync(100);
  expect(draw).toHaveBeenCalledTimes(2);
  expect(stream.read(GENERATION)?.completion?.text).toBe("one two three");
});

test("eight answers that are written at once take turns, one in a frame, and none waits for long", async () => {
  const { stream, send } = open();
  const ids = Array.from({ length: 8 }, (_, index) => `01900000-0000-7000-8000-00000000000${index + 1}`);
  const drawn: string[] = [];
  for (const id of ids) stream.watch(id, () => drawn.push(id));
  for (let round = 0; round < 25; round++) {
    for (const id of ids)
      send({ type: "text", generationId: id, offset: round * delta("word").length, text: delta("word") });
    for (let frame = 0; frame < 2; frame++) {
      const before = drawn.length;
      await vi.advanceTimersByTimeAsync(FRAME);
      expect(drawn.length - before).toBeLessThanOrEqual(1);
    }
  }
  // 50 frames of 16 ms: each of eight has had its turn six times.
  for (const id of ids) expect(drawn.filter((one) => one === id).length).toBeGreaterThanOrEqual(6);
  await vi.advanceTimersByTimeAsync(8 * FRAME + 100);
  for (const id of ids) expect(stream.read(id)?.completion?.text).toBe("word".repeat(25));
});

test("a replay from the start adds nothing twice, wherever it is cut", async () => {
  const all = delta("one ") + delta("two");
  for (let cut = 1; cut < all.length; cut += 7) {
    const { stream, text } = open();
    text(0, all.slice(0, cut));
    text(0, all);
    await vi.advanceTimersByTimeAsync(100);
    expect(stream.read(GENERATION)?.completion?.text).toBe("one two");
  }
});

test("a gap is never drawn over: the stream is asked for again from its start", async () => {
  const { stream, text, sources } = open();
  text(0, delta("one "));
  text(10_000, delta("lost"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sources).toHaveLength(2);
  expect(sources[0]?.closed).toBe(true);
  text(0, delta("one ") + delta("two"));
  await vi.advanceTimersByTimeAsync(100);
  expect(stream.read(GENERATION)?.completion?.text).toBe("one two");
});

test("a refused connection is tried again, and what was missed meanwhile is read again", async () => {
  const { stream, sources, fail, connected, onConversation } = open();
  connected();
  expect(stream.connection).toBe("open");
  fail(2);
  expect(stream.connection).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sources).toHaveLength(2);
  expect(onConversation).toHaveBeenCalledTimes(1);
  connected();
  expect(stream.connection).toBe("open");
  expect(onConversation).toHaveBeenCalledTimes(2);
});

test("the browser's own retry is left to the browser", async () => {
  const { sources, fail } = open();
  fail(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sources).toHaveLength(1);
});

test("unknown events and garbage are passed over", () => {
  const { stream, send } = open();
  send({ type: "weather" });
  send([]);
  expect(stream.read(GENERATION)).toBeNull();
});

test("what was read before something became secret is forgotten, and comes again as it may be told", async () => {
  const { stream, text, sources } = open();
  text(0, delta("a name"));
  stream.forget();
  expect(stream.read(GENERATION)).toBeNull();
  await vi.advanceTimersByTimeAsync(200);
  expect(stream.read(GENERATION)).toBeNull();
  // What goes on from there is asked for from its beginning.
  text(delta("a name").length, delta(" and more"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sources).toHaveLength(2);
  text(0, delta("no name"));
  expect(stream.read(GENERATION)?.completion?.text).toBe("no name");
});

test("what another instance runs is looked for by a stream of its own, what is heard of is not", async () => {
  const { stream, text, sources, connected, onConversation } = open();
  stream.sent("01900000-0000-7000-8000-000000000000", 0);
  await vi.advanceTimersByTimeAsync(1_000);
  // One that is still connecting begins with it anyway.
  expect(sources).toHaveLength(1);
  connected();
  stream.sent(GENERATION, 1_000);
  text(0, delta("one "));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources).toHaveLength(1);
  stream.sent("01900000-0000-7000-8000-000000000002", 2_000);
  stream.sent(GENERATION, 2_000);
  expect(onConversation).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  // What changed between the two streams is read.
  expect(onConversation).toHaveBeenCalledTimes(1);
  expect(sources.map(({ closed }) => closed)).toEqual([true, false]);
  expect(stream.connection).toBe("open");
  text(0, delta("one ") + delta("two"));
  await vi.advanceTimersByTimeAsync(100);
  expect(stream.read(GENERATION)?.completion?.text).toBe("one two");
  stream.sent("01900000-0000-7000-8000-000000000003", 3_000);
  stream.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources).toHaveLength(2);
});

test("whoever watches one answer hears of no other", async () => {
  const { stream, text, send } = open();
  const [own, other] = [vi.fn(), vi.fn()];
  const stop = stream.watch(GENERATION, own);
  stream.watch("01900000-0000-7000-8000-000000000002", other);
  text(0, delta("one "));
  expect([own, other].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  send({ type: "text", generationId: "01900000-0000-7000-8000-000000000002", offset: 0, text: delta("two") });
  await vi.advanceTimersByTimeAsync(FRAME);
  expect([own, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  // What is forgotten is forgotten by all.
  stream.forget();
  expect([own, other].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
  stop();
  text(0, delta("one "));
  expect(own).toHaveBeenCalledTimes(2);
});

test("once it is closed nobody hears of changes, so what is known is to be read anew", () => {
  const { stream, onConversation, connected } = open();
  connected();
  expect(onConversation).not.toHaveBeenCalled();
  stream.close();
  expect(onConversation).toHaveBeenCalledOnce();
});

test("facts that come together are told together, and the last ones before it closes", async () => {
  const { stream, send, onGenerations } = open();
  const tell = (id: string) => send(factsOf(id));
  const ids = (call: number) => onGenerations.mock.calls[call]?.[0].map(({ id }: { id: string }) => id);
  const others = [2, 3].map(idOf);
  for (const id of [GENERATION, ...others]) tell(id);
  expect(onGenerations).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(FRAME);
  expect(ids(0)).toEqual([GENERATION, ...others]);
  tell(GENERATION);
  stream.close();
  expect(ids(1)).toEqual([GENERATION]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onGenerations).toHaveBeenCalledTimes(2);
});

test("what comes as one long piece is read a few milliseconds at a time", async () => {
  const { stream, send } = open();
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now++);
  const ids = Array.from({ length: 50 }, (_, at) => `01900000-0000-7000-8000-0000000000${10 + at}`);
  for (const id of ids) send(factsOf(id));
  const known = () => ids.filter((id) => stream.read(id) !== null);
  expect(known().length).toBeGreaterThan(0);
  expect(known().length).toBeLessThan(10);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(known()).toEqual(ids);
  clock.mockRestore();
});
