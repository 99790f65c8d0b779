import { once } from "node:events";
import type { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import { createWatch } from "./watch";
import {
  head,
  openWire,
  type Received,
  readAll,
  serveRaw,
  type Wire,
  type WireAnswer,
  whole,
} from "./wire/testing.server";

const MB = 1_048_576;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that this process cannot let go of. */
function inUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let reply: (request: Received) => void = () => {};
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

beforeAll(async () => {
  upstream = await serveRaw((request) => reply(request));
  wire = await openWire({ url: upstream.url, idleTimeout: 30_000 });
});
afterEach(async () => {
  for (const { socket } of upstream.received.splice(0)) socket.destroy();
  await wire.runner.idle();
  expect(wire.errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const STREAM = { model: "acme/demo", stream: true, messages: [{ role: "user", content: "Hi" }] };
const PLAIN = Buffer.from(readRecording("plain"));

/** Writes a piece so many times, as fast as it is taken. */
async function pour(socket: Socket, piece: Buffer, times: number): Promise<void> {
  for (let time = 0; time < times && !socket.destroyed; time++)
    if (!socket.write(piece)) await once(socket, "drain").catch(() => socket.destroy());
}

/** Reads to the end without keeping anything; the most that was in use meanwhile, beyond the beginning. */
async function drain({ body }: WireAnswer): Promise<{ bytes: number; last: string; growth: number }> {
  if (body instanceof Uint8Array) throw new Error("no stream");
  const before = inUse();
  let [bytes, growth, measured, last] = [0, 0, 0, ""];
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    last = (last + Buffer.from(chunk).toString("latin1")).slice(-4_096);
    if (bytes - measured < 4 * MB) continue;
    measured = bytes;
    growth = Math.max(growth, inUse() - before);
  }
  return { bytes, last, growth };
}

describe("what an upstream can do to the memory", () => {
  const X = Buffer.alloc(64 * 1024, "x");
  const first = PLAIN.subarray(0, PLAIN.indexOf("\n\n") + 2);
  const floods: [what: string, before: Buffer, piece: Buffer, times: number, after: Buffer][] = [
    [
      "one line of 64 MB at the start",
      Buffer.from("data: "),
      X,
      1_024,
      Buffer.concat([Buffer.from("\n\n"), PLAIN]),
    ],
    [
      "one line of 64 MB amid an answer",
      Buffer.concat([first, Buffer.from("data: ")]),
      X,
      1_024,
      Buffer.concat([Buffer.from("\n\n"), PLAIN.subarray(first.length)]),
    ],
    [
      "one event of two million lines",
      first,
      Buffer.from("data: xxxxxxxx\n".repeat(4_000)),
      500,
      Buffer.concat([Buffer.from("\n"), PLAIN]),
    ],
    [
      "an event of two million lines at the start",
      Buffer.alloc(0),
      Buffer.from("data: xxxxxxxx\n".repeat(4_000)),
      500,
      Buffer.concat([Buffer.from("\n"), PLAIN]),
    ],
    [
      "a million comments",
      Buffer.alloc(0),
      Buffer.from(": OPENROUTER PROCESSING\n\n".repeat(2_500)),
      400,
      PLAIN,
    ],
  ];
  test.each(floods)("%s passes and leaves nothing behind", async (_what, before, piece, times, after) => {
    reply = async ({ socket }) => {
      socket.write(head("close", { "X-Generation-Id": "gen-1" }));
      socket.write(before);
      await pour(socket, piece, times);
      socket.end(after);
    };
    const answer = await wire.complete(STREAM);
    const { bytes, last, growth } = await drain(answer);
    expect(bytes).toBe(before.length + piece.length * times + after.length);
    expect(last).toMatch(/data: \[DONE\]\n\n$/);
    // What waits in the sockets of both sides is in this process too.
    expect(growth / MB).toBeLessThan(40);
    await wire.runner.idle();
    const { row } = await ledgerOf(wire.db, answer.generationId);
    expect([row.state, row.costState]).toEqual(["finished", "reported"]);
  });
});

test("while a reader does not read, its upstream is not read either", async () => {
  const piece = Buffer.from(`data: ${"x".repeat(65_520)}\n\n`);
  reply = async ({ socket }) => {
    socket.write(head("close", { "X-Generation-Id": "gen-1" }));
    await pour(socket, piece, 100_000);
  };
  const slow = await Promise.all(Array.from({ length: 8 }, () => wire.complete(STREAM)));
  const sockets = upstream.received.map(({ socket }) => socket);
  await expect.poll(() => sockets.every(({ writableNeedDrain }) => writableNeedDrain)).toBe(true);
  const standing = sockets.map(({ bytesWritten }) => bytesWritten);

  // Others are served meanwhile.
  reply = ({ socket }) => void socket.end(whole(PLAIN));
  for (let time = 0; time < 5; time++) {
    const { bytes } = await readAll(await wire.complete(STREAM));
    expect(bytes.equals(PLAIN)).toBe(true);
  }
  expect(sockets.map(({ bytesWritten }) => bytesWritten)).toEqual(standing);
  // All of it waits in sockets, none of it here.
  for (const written of standing) expect(written / MB).toBeLessThan(12);
  for (const { body } of slow) if (!(body instanceof Uint8Array)) await body.cancel();
  await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
});

describe("comments are no progress", () => {
  test.each([40, 4_095, 4_096, 70_000])("however many come at once: %s characters", (length) => {
    const watch = createWatch(0, "tail");
    const comment = ": OPENROUTER PROCESSING\n\n";
    watch.feed(comment.repeat(Math.ceil(length / comment.length)), 1_000);
    watch.feed(comment.slice(0, 9), 1_500);
    watch.feed(comment.slice(9), 2_000);
    expect(watch.progressAt).toBe(0);
    watch.feed('data: {"choices":[]}\n\n', 3_000);
    expect(watch.progressAt).toBe(3_000);
  });
});
