import { describe, expect, test, vi } from "vitest";
import type { Close } from "./ending";
import { pump } from "./pump.server";
import { createBody, eventStream } from "./testing.server";

function start(response: Response, options: Partial<Parameters<typeof pump>[1]> = {}) {
  const stop = new AbortController();
  const texts: string[] = [];
  const sizes: number[] = [];
  const closed = pump(response, {
    onPiece: (bytes, text) => {
      sizes.push(bytes.byteLength);
      texts.push(text);
      return false;
    },
    idleTimeout: 60_000,
    signal: stop.signal,
    limit: 1_000_000,
    isStuck: () => false,
    ...options,
  });
  return { closed, texts, sizes, stop: (close: Close) => stop.abort(close) };
}

test("hands on every byte, and text in whole characters", async () => {
  const body = createBody();
  const { closed, texts, sizes } = start(eventStream(body.stream));
  const bytes = new TextEncoder().encode("a🙂漢");
  for (const byte of bytes) body.push(Uint8Array.of(byte));
  body.close();
  expect(await closed).toEqual({ how: "ended" });
  expect(texts.join("")).toBe("a🙂漢");
  expect(texts.filter((text) => text !== "")).toEqual(["a", "🙂", "漢"]);
  expect(sizes).toHaveLength(bytes.length);
});

test("more than the limit is given up, and what goes beyond is not handed on", async () => {
  for (const type of ["text/event-stream", "application/json"]) {
    const body = createBody();
    const { closed, sizes } = start(eventStream(body.stream, { "content-type": type }), { limit: 10 });
    body.push("12345678");
    body.push("90123");
    expect(await closed).toMatchObject({ how: "broken", error: { code: "upstream_garbled" } });
    expect(sizes).toEqual(type === "text/event-stream" ? [8] : []);
    expect(body.state.cancelled).toBe(true);
  }
});

test("the last word ends the reading; the rest is let go", async () => {
  const body = createBody();
  const { closed } = start(eventStream(body.stream), { onPiece: (_, text) => text === "end" });
  body.push("more");
  await Promise.resolve();
  body.push("end");
  expect(await closed).toEqual({ how: "ended" });
  expect(body.state.cancelled).toBe(true);
});

test("an end from outside is reported as what it was, even when it came before the body", async () => {
  for (const when of ["before", "during"]) {
    const body = createBody();
    const signal = when === "before" ? AbortSignal.abort({ how: "stopped" }) : undefined;
    const { closed, stop, texts } = start(eventStream(body.stream), signal && { signal });
    if (when === "during") stop({ how: "interrupted" });
    expect(await closed).toEqual({ how: when === "before" ? "stopped" : "interrupted" });
    expect([body.state.cancelled, texts]).toEqual([true, []]);
  }
});

test("a body that breaks because it was stopped was stopped", async () => {
  const body = createBody();
  const { closed, stop } = start(eventStream(body.stream));
  stop({ how: "stopped" });
  body.fail?.(new Error("aborted"));
  expect(await closed).toEqual({ how: "stopped" });
});

test("silence is given up, at the start, in the middle and in a JSON body", async () => {
  for (const [type, said] of [
    ["text/event-stream", ""],
    ["text/event-stream", "x"],
    ["application/json", "{"],
  ] as const) {
    const body = createBody();
    if (said) body.push(said);
    const { closed } = start(eventStream(body.stream, { "content-type": type }), { idleTimeout: 20 });
    expect(await closed).toMatchObject({ how: "broken", error: { code: "upstream_stalled" } });
    expect(body.state.cancelled).toBe(true);
  }
});

test("every piece, a keep-alive too, gives the stream its whole time again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const body = createBody();
    const { closed, sizes } = start(eventStream(body.stream), { idleTimeout: 100 });
    for (let piece = 1; piece <= 5; piece++) {
      vi.advanceTimersByTime(80);
      body.push(":\n\n");
      await new Promise((resolve) => setImmediate(resolve));
      expect(sizes).toHaveLength(piece);
    }
    vi.advanceTimersByTime(100);
    expect(await closed).toMatchObject({ error: { code: "upstream_stalled" } });
  } finally {
    vi.useRealTimers();
  }
});

test("a stuck stream is given up when it next says nothing new", async () => {
  const body = createBody();
  const isStuck = vi.fn(() => true);
  const { closed } = start(eventStream(body.stream), { isStuck });
  body.push(": comment\n\n");
  expect(await closed).toMatchObject({ error: { code: "upstream_stalled" } });
});

describe("a body that is no event stream", () => {
  const read = async (text: string, type = "application/json") => {
    const { closed, texts } = start(new Response(text, { headers: { "content-type": type } }));
    return { close: await closed, texts };
  };

  test("is passed on as one event when it is an object, pretty-printed or not", async () => {
    expect(await read(' {\r\n "a": "b\\nc" }\n')).toEqual({
      close: { how: "ended" },
      texts: ['data: {  "a": "b\\nc" }\n\n'],
    });
  });

  test("is nothing when it is empty, and garbage when it is anything else", async () => {
    expect(await read(" \n ")).toEqual({ close: { how: "ended" }, texts: [] });
    for (const text of ["<html>", "[1]", "null", "data: {}"])
      expect((await read(text, "text/html")).close).toMatchObject({
        how: "broken",
        error: { code: "upstream_garbled" },
      });
  });

  test("is told by its type alone, whatever its parameters say", async () => {
    const type = "text/html; x=text/event-stream";
    expect((await read("data: {}\n\n", type)).close).toMatchObject({ error: { code: "upstream_garbled" } });
  });

  test("is told by its type, in whatever case", async () => {
    expect((await read("data: {}\n\n", "Text/Event-Stream; charset=UTF-8")).texts).toEqual(["data: {}\n\n"]);
  });
});
