import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import {
  chunk,
  head,
  LAST_CHUNK,
  openWire,
  type Received,
  readAll,
  serveRaw,
  type Wire,
  whole,
} from "./wire/testing.server";

/** What the upstream does next; every test says it. */
let reply: (request: Received) => void = () => {};
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

beforeAll(async () => {
  upstream = await serveRaw((request) => reply(request));
  wire = await openWire({ url: upstream.url, idleTimeout: 1_000, maxStreams: 4, maxStreamsPerKey: 2 });
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

const request = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }] };
const STREAM = { ...request, stream: true };
const event = (data: object) => Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
const json = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Generation-Id: gen-7\r\nConnection: close\r\n\r\n`;

const silent = ({ socket }: Received) => void socket.write(head("chunked", { "X-Generation-Id": "gen-1" }));
const codeOf = (error: unknown): [unknown, unknown] => [
  Object(error).code,
  Object(error).details?.retryAfter,
];

describe("how many run at once", () => {
  test("no key has more than its share, whenever they come, and is told when to come back", async () => {
    reply = silent;
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => wire.complete(STREAM)));
    const refused = asked.flatMap((one) => (one.status === "rejected" ? [codeOf(one.reason)] : []));
    expect(refused).toEqual(Array(4).fill(["too_many_streams", 1]));
    expect(upstream.received).toHaveLength(2);
    // What was refused left nothing behind, and what has ended makes room.
    for (const one of asked)
      if (one.status === "fulfilled" && "cancel" in one.value.body) await one.value.body.cancel();
    await wire.runner.idle();
    reply = ({ socket }) => void socket.end(whole(readRecording("plain")));
    const passed = await Promise.all([1, 2].map(async () => readAll(await wire.complete(STREAM))));
    for (const { bytes } of passed) expect(bytes.equals(readRecording("plain"))).toBe(true);
  });

  test("nor do all together, also when they come at the same moment", async () => {
    reply = silent;
    const keys = await Promise.all([1, 2, 3, 4].map(() => wire.addKey()));
    const asked = await Promise.allSettled(
      keys.flatMap((as) => [1, 2].map(() => wire.complete(STREAM, { as }))),
    );
    const refused = asked.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(4);
    expect(upstream.received).toHaveLength(4);
    expect(wire.runner.keeper.running).toBe(4);
  });

  test("a request that cannot be put on record takes no place", async () => {
    reply = ({ socket }) => void socket.end(whole(readRecording("plain")));
    const nobody = { ...wire.holder, memberId: "00000000-0000-7000-8000-00000000dead" };
    for (let time = 0; time < 6; time++)
      await expect(wire.complete(STREAM, { as: nobody })).rejects.toThrow();
    expect(upstream.received).toHaveLength(0);
    await readAll(await wire.complete(STREAM));
  });
});

describe("answers in one piece", () => {
  const answer = (finish: string | null) => ({
    id: "gen-7",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", content: "Hello" } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 },
  });

  test.each(["stop", null])("pass as they are, with the finish reason %s", async (finish) => {
    const body = JSON.stringify(answer(finish), null, 2);
    reply = ({ socket }) => void socket.end(json(body) + body);
    const passed = await wire.complete(request);
    expect(String((await readAll(passed)).bytes)).toBe(body);
    const { row, booked } = await ledgerOf(wire.db, passed.generationId);
    expect([row.state, row.upstreamId, booked]).toEqual(["finished", "gen-7", 250_000_000_000n]);
    // All of it came at once: that says nothing of the first token, and no speed follows from it.
    expect([row.ttftMs, row.durationMs]).toEqual([null, expect.any(Number)]);
  });

  test.each([
    ["{}", "upstream_cut"],
    ['{"choices":[]}', "upstream_cut"],
    ['{"id":"gen-7","choices":[{"mess', "upstream_garbled"],
    ["<html>", "upstream_garbled"],
    ["", "upstream_empty"],
  ])("that are none are an error: %s", async (body, code) => {
    reply = ({ socket }) => void socket.end(json(body) + body);
    await expect(wire.complete(request)).rejects.toMatchObject({ code });
  });

  test("that stop arriving are given up", async () => {
    const body = JSON.stringify(answer("stop"));
    reply = ({ socket }) => void socket.write(json(body) + body.slice(0, 40));
    await expect(wire.complete(request)).rejects.toMatchObject({ code: "upstream_stalled" });
    const { row, hold } = await ledgerOf(wire.db, await wire.latest());
    expect([row.state, row.upstreamId, row.cost, hold.endedAt]).toEqual(["failed", "gen-7", null, null]);
    await expect.poll(() => upstream.received.every(({ socket }) => socket.destroyed)).toBe(true);
  });

  test("are not waited for when nobody waits", async () => {
    const body = JSON.stringify(answer("stop"));
    const leaving = new AbortController();
    reply = ({ socket }) => {
      socket.write(json(body) + body.slice(0, 40));
      setImmediate(() => leaving.abort());
    };
    await expect(wire.complete(request, { signal: leaving.signal })).rejects.toThrow();
    expect((await ledgerOf(wire.db, await wire.latest())).row.state).toBe("cancelled");
  });
});

describe("callers that leave", () => {
  test("cancel it", async () => {
    const leaving = new AbortController();
    reply = (received) => {
      silent(received);
      setImmediate(() => leaving.abort());
    };
    const asked = wire.complete(STREAM, { signal: leaving.signal }).then(readAll);
    await Promise.allSettled([asked]);
    await wire.runner.idle();
    const { row } = await ledgerOf(wire.db, await wire.latest());
    expect(row.state).toBe("cancelled");
    await expect.poll(() => upstream.received.every(({ socket }) => socket.destroyed)).toBe(true);
  });

  test("have left before anything was sent", async () => {
    reply = silent;
    await expect(wire.complete(STREAM, { signal: AbortSignal.abort() })).rejects.toThrow();
    const { row, hold } = await ledgerOf(wire.db, await wire.latest());
    expect([row.state, upstream.received.length]).toEqual(["cancelled", 0]);
    expect(hold.endedAt).not.toBeNull();
  });
});

test("the id that only the first event tells is on record while the stream still runs", async () => {
  reply = ({ socket }) => {
    socket.write(head("chunked"));
    socket.write(chunk(event({ id: "gen-9", choices: [{ index: 0, delta: { content: "Hi" } }] })));
  };
  const { generationId, body } = await wire.complete(STREAM);
  if (body instanceof Uint8Array) throw new Error("no stream");
  const reader = body.getReader();
  await reader.read();
  await expect.poll(async () => (await ledgerOf(wire.db, generationId)).row.upstreamId).toBe("gen-9");
  const rest = chunk(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
  upstream.received[0]?.socket.end(Buffer.concat([rest, Buffer.from(LAST_CHUNK)]));
  while (!(await reader.read()).done);
  await wire.runner.idle();
  expect((await ledgerOf(wire.db, generationId)).row.state).toBe("finished");
});
