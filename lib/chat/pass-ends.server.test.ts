import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Close } from "./ending";
import { type PassOptions, passStream } from "./pass.server";

const ERROR_EVENT = 'data: {"error":{}}\n\n';
const LARGE = `data: ${"x".repeat(100_000)}\n\n`;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** An upstream that sends what it is told to when it is told to, and knows when it is let go. */
function createUpstream() {
  let cancels = 0;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (its) => {
      controller = its;
    },
    cancel: () => {
      cancels += 1;
    },
  });
  return {
    response: new Response(stream),
    send: (...texts: string[]) => {
      for (const text of texts) controller?.enqueue(bytesOf(text));
    },
    close: () => controller?.close(),
    cut: () => controller?.error(new TypeError("terminated")),
    get cancels() {
      return cancels;
    },
  };
}

function pass(response: Response, options: Partial<PassOptions> = {}) {
  const closes: Close[] = [];
  const passage = passStream({
    response,
    idleTimeout: 60_000,
    readerTimeout: 120_000,
    onPiece: () => false,
    onClose: async (close) => {
      closes.push(close);
      return close.how === "broken" ? ERROR_EVENT : null;
    },
    ...options,
  });
  return { ...passage, body: passage.stream(), closes };
}

async function collect(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A reader that tells what came next as text, or null at the end. */
function readerOf(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  return {
    cancel: () => reader.cancel(),
    next: async () => {
      const { done, value } = await reader.read();
      return done ? null : Buffer.from(value).toString("utf8");
    },
  };
}

test.each([
  ["\n", "\n"],
  ["\r\n", "\r\n"],
  ["\r\n\r", "\n"],
  ["\r", "\n\r\n"],
  ["\n", "\r\n"],
])(
  "an event whose end comes as %j and %j goes out with it, not with the next event",
  async (first, second) => {
    const upstream = createUpstream();
    const reader = readerOf(pass(upstream.response).body);
    upstream.send(`data: 1${first}`, second);
    expect(await reader.next()).toBe(`data: 1${first}${second}`);
    upstream.send("data: to", "rn");
    upstream.cut();
    expect(await reader.next()).toBe(ERROR_EVENT);
    expect(await reader.next()).toBeNull();
  },
);

test("comments pass at once, the first event when all is ready for it", async () => {
  const upstream = createUpstream();
  let ready = () => {};
  const passage = pass(upstream.response, { ready: new Promise<void>((resolve) => (ready = resolve)) });
  const reader = readerOf(passage.body);
  upstream.send(": wait\n\n");
  expect(await reader.next()).toBe(": wait\n\n");
  upstream.send(": wait\n\ndata: 1\n\n");
  const next = reader.next();
  expect(await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 20, "nothing yet"))])).toBe(
    "nothing yet",
  );
  ready();
  expect(await next).toBe(": wait\n\ndata: 1\n\n");
  upstream.close();
  expect(await reader.next()).toBeNull();
});

test("empty pieces change nothing", async () => {
  const upstream = createUpstream();
  upstream.send("", "data: 1\n", "", "\n", "");
  upstream.close();
  expect(await collect(pass(upstream.response).body)).toBe("data: 1\n\n");
});

test("a stream that ends in the middle of an event ends as it ended", async () => {
  const upstream = createUpstream();
  upstream.send("data: 1\n\ndata: to", "rn");
  upstream.close();
  const passage = pass(upstream.response);
  expect(await collect(passage.body)).toBe("data: 1\n\ndata: torn");
  expect(passage.closes).toEqual([{ how: "ended" }]);
});

test.each([
  ["", "\n\n"],
  ["\n", "\n\n"],
  ["\r\n", "\n\n"],
])("an event that is whole but for its end, %j, gets one: no client would hear it", async (tail, end) => {
  const upstream = createUpstream();
  const said = `data: 1\n\nevent: error\ndata: {"error":{"message":"no"}}${tail}`;
  upstream.send(said);
  upstream.close();
  const passage = pass(upstream.response);
  expect(await collect(passage.body)).toBe(said + end);
  expect(passage.closes).toEqual([{ how: "ended" }]);
});

test.each(["data: [DONE]", ": waiting", 'data: {"error"', "data: 7", 'data: {}\ndata: {"a":1}'])(
  "a stream that ends in %j ends as it ended",
  async (tail) => {
    const upstream = createUpstream();
    upstream.send(`data: {}\n\n${tail}`);
    upstream.close();
    expect(await collect(pass(upstream.response).body)).toBe(`data: {}\n\n${tail}`);
  },
);

test("whoever has left before there was an id hears nothing of the end that its stream is given, and it is settled", async () => {
  const upstream = createUpstream();
  const passage = pass(upstream.response, { mayLeave: () => false });
  const reader = passage.body.getReader();
  upstream.send('data: 0\n\ndata: {"a":1}');
  await reader.read();
  await reader.cancel();
  upstream.close();
  await passage.done;
  expect(passage.closes).toEqual([{ how: "ended" }]);
});

test("whoever leaves with bytes lying before them, and before there was an id, is not waited for", async () => {
  const upstream = createUpstream();
  let seen = 0;
  const passage = pass(upstream.response, {
    onPiece: () => ++seen === 3,
    mayLeave: () => seen === 2,
  });
  upstream.send(LARGE);
  await expect.poll(() => seen).toBe(1);
  await passage.body.cancel();
  upstream.send("data: 1\n\n");
  await expect.poll(() => passage.closes).toEqual([{ how: "stopped" }]);
  expect(upstream.cancels).toBe(1);
});

test("an event of more than 256 KB passes before it is complete, and an error of ours can follow its end", async () => {
  const upstream = createUpstream();
  const reader = readerOf(pass(upstream.response).body);
  const half = `data: ${"x".repeat(300_000)}`;
  upstream.send(half);
  expect(await reader.next()).toBe(half);
  upstream.send("more");
  expect(await reader.next()).toBe("more");
  upstream.send("\n");
  expect(await reader.next()).toBe("\n");
  upstream.send("\n");
  expect(await reader.next()).toBe("\n");
  upstream.send("data: torn");
  upstream.cut();
  expect(await reader.next()).toBe(ERROR_EVENT);
  expect(await reader.next()).toBeNull();
});

test("after the closing mark the rest of its event still passes, then the upstream is let go", async () => {
  const upstream = createUpstream();
  let text = "";
  const passage = pass(upstream.response, {
    onPiece: (bytes) => {
      text += Buffer.from(bytes).toString("utf8");
      return text.includes("[DONE]");
    },
  });
  upstream.send("data: 1\n\ndata: [DONE]", "\n", "\n", "data: unasked\n\n");
  expect(await collect(passage.body)).toBe("data: 1\n\ndata: [DONE]\n\n");
  expect(upstream.cancels).toBe(1);
  expect(passage.closes).toEqual([{ how: "ended" }]);
});

test("an error in the watching ends it, settled once and with the upstream let go", async () => {
  const upstream = createUpstream();
  const passage = pass(upstream.response, {
    onPiece: () => {
      throw new RangeError("a bug");
    },
  });
  upstream.send("data: 1\n\n");
  expect(await collect(passage.body)).toBe(`data: 1\n\n${ERROR_EVENT}`);
  expect(passage.closes).toMatchObject([{ how: "broken", error: { code: "internal" } }]);
  expect(upstream.cancels).toBe(1);
});

test("a settling that fails breaks the body and nothing else", async () => {
  const { body, end, done } = pass(createUpstream().response, {
    onClose: () => Promise.reject(new Error("no database")),
  });
  // Before anyone reads: nobody is there to hear of it.
  end({ how: "interrupted" });
  await done;
  await expect(collect(body)).rejects.toThrow("no database");
});

describe("a reader who leaves", () => {
  test("while the upstream is silent: settled once, upstream let go", async () => {
    const upstream = createUpstream();
    const passage = pass(upstream.response);
    const reader = readerOf(passage.body);
    upstream.send("data: 1\n\n");
    await reader.next();
    const pending = reader.next();
    await reader.cancel();
    expect(await pending).toBeNull();
    await passage.done;
    passage.end({ how: "interrupted" });
    expect(passage.closes).toEqual([{ how: "stopped" }]);
    expect(upstream.cancels).toBe(1);
  });

  test("with bytes lying before it: the same", async () => {
    const upstream = createUpstream();
    let seen = 0;
    const passage = pass(upstream.response, { onPiece: () => ++seen > 2 });
    upstream.send("data: 1\n\n", LARGE);
    await vi.waitUntil(() => seen === 2, { interval: 1 });
    await passage.body.cancel();
    expect(passage.closes).toEqual([{ how: "stopped" }]);
    expect(upstream.cancels).toBe(1);
  });
});

describe("a reader who is slow", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("and comes back in time loses nothing", async () => {
    const upstream = createUpstream();
    const passage = pass(upstream.response);
    upstream.send(LARGE, "data: 2\n\n");
    await vi.advanceTimersByTimeAsync(119_999);
    upstream.close();
    expect(await collect(passage.body)).toBe(`${LARGE}data: 2\n\n`);
    await vi.advanceTimersByTimeAsync(200_000);
    expect(passage.closes).toEqual([{ how: "ended" }]);
  });

  test("and comes back too late does not take what it gets for a whole answer", async () => {
    const upstream = createUpstream();
    const passage = pass(upstream.response);
    upstream.send(LARGE, "data: 2\n\n");
    await vi.advanceTimersByTimeAsync(120_000);
    await passage.done;
    await expect(collect(passage.body)).rejects.toThrow("stopped");
    expect(passage.closes).toEqual([{ how: "stopped" }]);
    expect(upstream.cancels).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
