import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { cutAt, readRecording } from "@/lib/openrouter/testing.server";
import type { Close } from "./ending";
import { type PassOptions, passStream } from "./pass.server";
import { createWatch } from "./watch";

const encode = (text: string) => new TextEncoder().encode(text);
const PATIENT = { idleTimeout: 60_000, readerTimeout: 60_000 };

type Source = { body: ReadableStream<Uint8Array>; pulled(): number; isCancelled(): boolean };

/** An upstream that hands out pieces as they are asked for, and then ends, breaks or falls silent. */
function sourceOf(
  pieces: Iterable<Uint8Array>,
  ending: "end" | "break" | "silence" = "end",
  piece: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Source {
  const left = pieces[Symbol.iterator]();
  let pulled = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = left.next();
        if (!next.done) {
          pulled += next.value.byteLength;
          controller.enqueue(piece(next.value));
        } else if (ending === "end") controller.close();
        else if (ending === "break") controller.error(new Error("socket hang up"));
        else return new Promise(() => {});
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, pulled: () => pulled, isCancelled: () => cancelled };
}

type Passed = { bytes: Buffer; broke: boolean; closes: Close[] };

/** Sends a source through, watched as the gateway watches it, and reads what comes out. */
async function pass(source: Source, options: Partial<PassOptions> = {}): Promise<Passed> {
  const watch = createWatch(0, "tail");
  const decoder = new TextDecoder();
  const closes: Close[] = [];
  const { stream } = passStream({
    response: new Response(source.body),
    ...PATIENT,
    onPiece(bytes) {
      watch.feed(decoder.decode(bytes, { stream: true }), 0);
      return watch.isDone;
    },
    async onClose(close) {
      closes.push(close);
      return null;
    },
    ...options,
  });
  const body = stream();
  const chunks: Uint8Array[] = [];
  let broke = false;
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    broke = true;
  }
  return { bytes: Buffer.concat(chunks), broke, closes };
}

/** Every way of framing there is; what the events say is all the same here. */
const FRAMINGS = [
  "plain",
  "crlf",
  "cr-only",
  "keep-alive",
  "multibyte",
  "no-done",
  "done-in-answer",
  "usage-absent",
];

describe.each(FRAMINGS)("%s", (name) => {
  const bytes = readRecording(name);

  test("comes out as it went in, wherever it is cut in two", async () => {
    const wrong = [];
    for (let cut = 1; cut < bytes.length; cut++) {
      const passed = await pass(sourceOf(cutAt(bytes, [cut])));
      if (!passed.bytes.equals(bytes) || passed.closes.length !== 1) wrong.push(cut);
    }
    expect(wrong).toEqual([]);
  });

  test("comes out as it went in, byte by byte and in any pieces", async () => {
    const single = await pass(sourceOf(Array.from(bytes, (byte) => Uint8Array.of(byte))));
    expect(single.bytes.equals(bytes)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), async (cuts) => {
        expect((await pass(sourceOf(cutAt(bytes, cuts)))).bytes.equals(bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

test("a last word of ours comes only where an event has ended", async () => {
  const last = 'data: {"error":{}}\n\n';
  const wrong = [];
  for (const name of ["plain", "crlf", "keep-alive"]) {
    const bytes = readRecording(name);
    const clean = name === "crlf" ? /\r\n\r\n$/ : /\n\n$/;
    for (let end = 0; end < bytes.length; end++) {
      for (const cut of [1, end >> 1]) {
        const pieces = cutAt(bytes.subarray(0, end), end > 0 ? [cut] : []);
        const { bytes: out } = await pass(sourceOf(pieces, "break"), { onClose: async () => last });
        const before = out.subarray(0, out.length - last.length).toString();
        const isClean = before === "" || clean.test(before);
        const lost = Buffer.from(bytes.subarray(0, end)).subarray(before.length).toString();
        if (!out.toString().endsWith(last) || !isClean || clean.test(lost)) wrong.push([name, end, cut]);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("an event too large to hold back passes, and a cut inside it breaks the connection", async () => {
  const huge = encode(`data: ${"x".repeat(600_000)}`);
  const pieces = [...cutAt(huge, [1, 100_000, 200_000, 300_000, 400_000, 500_000])];
  const cut = await pass(sourceOf(pieces, "break"), { onClose: async () => "data: {}\n\n" });
  expect(cut.broke).toBe(true);
  expect(cut.bytes.toString()).not.toContain("{}");
  expect(cut.bytes.length).toBeLessThanOrEqual(huge.length);
  const whole = await pass(sourceOf([...pieces, encode("\n\n"), encode("data: [DONE]\n\n")]));
  expect(whole.broke).toBe(false);
  expect(whole.bytes.length).toBe(huge.length + 16);
});

test("nothing is read ahead of a reader who does not read", async () => {
  const piece = encode(`data: ${"x".repeat(8_000)}\n\n`);
  function* endless() {
    for (;;) yield piece;
  }
  const source = sourceOf(endless());
  const { stream, end, done } = passStream({
    response: new Response(source.body),
    ...PATIENT,
    onPiece: () => false,
    onClose: async () => null,
  });
  const body = stream();
  const reader = body.getReader();
  await reader.read();
  for (let turn = 0; turn < 1_000; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(source.pulled()).toBeLessThan(128 * 1024);
  end({ how: "interrupted" });
  await done;
  expect(source.isCancelled()).toBe(true);
  await reader.cancel();
});

describe("clocks", () => {
  test("silence of the upstream ends the stream, but not the time a reader takes", async () => {
    vi.useFakeTimers();
    try {
      const source = sourceOf([encode("data: {}\n\n")], "silence");
      const closes: Close[] = [];
      const { stream } = passStream({
        response: new Response(source.body),
        idleTimeout: 1_000,
        readerTimeout: 5_000,
        onPiece: () => false,
        async onClose(close) {
          closes.push(close);
          return ": gone\n\n";
        },
      });
      const body = stream();
      const reader = body.getReader();
      await reader.read();
      const rest = reader.read();
      await vi.advanceTimersByTimeAsync(999);
      expect(closes).toEqual([]);
      await vi.advanceTimersByTimeAsync(2);
      expect(closes).toMatchObject([{ how: "broken", error: { code: "upstream_stalled" } }]);
      expect(new TextDecoder().decode((await rest).value)).toBe(": gone\n\n");
      expect(source.isCancelled()).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a reader that lets bytes lie too long counts as gone, and its connection is let go", async () => {
    vi.useFakeTimers();
    try {
      const piece = encode(`data: ${"x".repeat(70_000)}\n\n`);
      const source = sourceOf([piece, piece, piece], "silence");
      const closes: Close[] = [];
      const { stream, done } = passStream({
        response: new Response(source.body),
        idleTimeout: 1_000,
        readerTimeout: 5_000,
        onPiece: () => false,
        async onClose(close) {
          closes.push(close);
          return null;
        },
      });
      const body = stream();
      const reader = body.getReader();
      await vi.advanceTimersByTimeAsync(4_999);
      expect(closes).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      await done;
      expect(closes).toEqual([{ how: "stopped" }]);
      expect(source.isCancelled()).toBe(true);
      await expect(reader.closed).rejects.toThrow();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

function note(closes: Close[], close: Close): null {
  closes.push(close);
  return null;
}

describe("a reader who is gone, of a stream that is wanted whole", () => {
  const said = readRecording("plain");

  test.each([0, 1, 3])("leaves it to be read to its end, after %i pieces", async (reads) => {
    const source = sourceOf(cutAt(said, [300, 600, 900, 1_200]));
    const [closes, seen]: [Close[], Uint8Array[]] = [[], []];
    const { stream, leave, done } = passStream({
      ...{ response: new Response(source.body), ...PATIENT, isWanted: () => true },
      onPiece: (bytes) => seen.push(bytes) < 0,
      onClose: async (close) => note(closes, close),
    });
    const reader = reads > 0 ? stream().getReader() : null;
    for (let read = 0; read < reads; read++) await reader?.read();
    if (reader) await reader.cancel();
    else leave();
    await done;
    expect(closes).toEqual([{ how: "ended" }]);
    expect(Buffer.concat(seen).equals(said)).toBe(true);
  });

  test("leaves it until it is stopped, or not wanted any more", async () => {
    for (const wanted of [Number.POSITIVE_INFINITY, 2]) {
      const source = sourceOf(cutAt(said, [300, 600]), "silence");
      let seen = 0;
      const closes: Close[] = [];
      const { leave, end, done } = passStream({
        ...{ response: new Response(source.body), ...PATIENT, isWanted: () => seen < wanted },
        onPiece: () => ++seen < 0,
        onClose: async (close) => note(closes, close),
      });
      leave();
      if (wanted > 2) end({ how: "stopped" });
      await done;
      expect(closes).toEqual([{ how: "stopped" }]);
      expect(source.isCancelled()).toBe(true);
    }
  });

  test("has its connection let go when it lets bytes lie too long", async () => {
    vi.useFakeTimers();
    try {
      const piece = encode(`data: ${"x".repeat(70_000)}\n\n`);
      const closes: Close[] = [];
      const { stream, done } = passStream({
        ...{ response: new Response(sourceOf([piece, piece, piece]).body), isWanted: () => true },
        ...{ idleTimeout: 1_000, readerTimeout: 5_000, onPiece: () => false },
        onClose: async (close) => note(closes, close),
      });
      const reader = stream().getReader();
      await vi.advanceTimersByTimeAsync(5_000);
      await done;
      expect(closes).toEqual([{ how: "ended" }]);
      await expect(reader.closed).rejects.toThrow();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test("leaving settles once, at any moment", async () => {
  const bytes = readRecording("plain");
  for (let reads = 0; reads < 6; reads++) {
    const source = sourceOf(cutAt(bytes, [300, 600, 900, 1_200]));
    const closes: Close[] = [];
    const { stream, end, done } = passStream({
      response: new Response(source.body),
      ...PATIENT,
      onPiece: () => false,
      async onClose(close) {
        closes.push(close);
        return "data: {}\n\n";
      },
    });
    const body = stream();
    const reader = body.getReader();
    for (let read = 0; read < reads; read++) await reader.read();
    end({ how: "stopped" });
    await Promise.all([reader.cancel(), done]);
    expect(closes).toHaveLength(1);
  }
});
