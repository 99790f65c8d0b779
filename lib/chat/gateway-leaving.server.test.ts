import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "@/lib/budgets/budgets.server";
import { aBudget, countersOf } from "@/lib/budgets/testing.server";
import { catalogModel } from "@/lib/catalog/testing";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { CHAT, RESPONSES } from "./dialects/dialects";
import { responsesStream } from "./dialects/testing";
import {
  chunk,
  head,
  openWire,
  type Received,
  readAll,
  serveRaw,
  type Wire,
  whole,
} from "./wire/testing.server";

let reply: (request: Received) => void = () => {};
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

beforeAll(async () => {
  upstream = await serveRaw((request) => reply(request));
  wire = await openWire({ url: upstream.url, models: [catalogModel("acme/demo")] });
}, 60_000);
afterEach(async () => {
  for (const { socket } of upstream.received.splice(0)) socket.destroy();
  await wire.runner.idle();
  expect(wire.errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const WHOLE = { model: "acme/demo", input: "Hi" };
const STREAM = { ...WHOLE, stream: true };
const CHATTING = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }], stream: true };
const json = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
const ANSWER = json(
  JSON.stringify({
    ...{ object: "response", id: "gen-7", status: "completed", output: [] },
    usage: { input_tokens: 1, output_tokens: 2, cost: 0.001 },
  }),
);

/** What the server makes of an answer that nobody hears: no error of its own. */
const UNHEARD = { code: "answer_cancelled", status: 410 };

/** Asks, waits until it has reached the upstream, and leaves. */
async function askAndLeave(request: object, { dialect = RESPONSES, as = wire.holder, begin = "" } = {}) {
  const leaving = new AbortController();
  let arrive = (_received: Received) => {};
  const arrived = new Promise<Received>((resolve) => (arrive = resolve));
  reply = (received) => {
    received.socket.write(begin);
    arrive(received);
  };
  const asked = wire.complete(request, { dialect, as, signal: leaving.signal }).then(readAll);
  asked.catch(() => {});
  const { socket } = await Promise.race([arrived, asked.then(() => Promise.reject(new Error("not sent")))]);
  leaving.abort();
  const ended = async () => {
    await Promise.allSettled([asked]);
    await wire.runner.idle();
    return ledgerOf(wire.db, await wire.latest());
  };
  return { socket, ended, asked };
}

test("a caller who leaves while the connection is made has nothing sent, and nothing held", async () => {
  const silent = createServer((socket) => void socket.on("error", () => {})).listen(0, "127.0.0.1");
  const connected = once(silent, "connection");
  await once(silent, "listening");
  // Nobody shakes hands there.
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const unreachable = await openWire({ url, connectTimeout: 60_000, firstByteTimeout: 60_000 });
  const leaving = new AbortController();
  const asked = unreachable.complete(CHATTING, { signal: leaving.signal });
  const [socket] = (await connected) as [Socket];
  leaving.abort();
  await expect(asked).rejects.toMatchObject(UNHEARD);
  const { row, hold } = await ledgerOf(unreachable.db, await unreachable.latest());
  expect([row.state, row.cost, hold.outcome]).toEqual(["cancelled", 0n, "released"]);
  socket.destroy();
  silent.close();
  await unreachable.close();
});

describe("a caller who leaves before there is an id", () => {
  test("cancels as soon as the headers tell it", async () => {
    const { socket, ended } = await askAndLeave(CHATTING, { dialect: CHAT });
    expect(wire.runner.keeper.running).toBe(1);
    socket.write(head("chunked", { "X-Generation-Id": "gen-1" }));
    const { row, hold } = await ended();
    expect([row.state, row.upstreamId, row.cost, hold.endedAt]).toEqual(["cancelled", "gen-1", null, null]);
    await expect.poll(() => socket.destroyed).toBe(true);
  });

  test.each([
    ["before the headers", ""],
    ["after the headers", head("chunked")],
  ])("%s cancels as soon as the first event tells it", async (_when, begin) => {
    const stream = responsesStream();
    const { socket, ended } = await askAndLeave(STREAM, { begin });
    const first = stream.slice(0, stream.indexOf("\n\n", stream.indexOf("data:")) + 2);
    socket.write((begin === "" ? head("chunked") : "") + String(chunk(Buffer.from(first))));
    const { row, hold } = await ended();
    expect([row.state, row.upstreamId, row.cost, hold.endedAt]).toEqual(["cancelled", "gen-1", null, null]);
    await expect.poll(() => socket.destroyed).toBe(true);
  });

  test("of an answer in one piece pays for it, as it is billed", async () => {
    const { socket, ended } = await askAndLeave(WHOLE);
    socket.end(ANSWER);
    const { row, booked, hold } = await ended();
    expect([row.state, row.upstreamId, booked, hold.outcome]).toEqual([
      ...["finished", "gen-7", 1_000_000_000n, "booked"],
    ]);
  });
});

describe("a caller who left before an answer in one piece is no failure of the server's", () => {
  test("when it is cancelled as it has an id", async () => {
    const begin = ANSWER.replace("\r\n", "\r\nX-Generation-Id: gen-7\r\n").slice(0, -5);
    const { asked, ended } = await askAndLeave(WHOLE, { begin });
    await expect(asked).rejects.toMatchObject(UNHEARD);
    expect((await ended()).row.state).toBe("cancelled");
  });

  test("when the upstream breaks off, which stays on record", async () => {
    const { asked, ended, socket } = await askAndLeave(WHOLE);
    socket.destroy();
    await expect(asked).rejects.toMatchObject(UNHEARD);
    const { row } = await ended();
    expect([row.state, row.failure?.code]).toEqual(["failed", "upstream_cut"]);
  });

  test("when nothing was sent yet", async () => {
    const asked = wire.complete(WHOLE, { dialect: RESPONSES, signal: AbortSignal.abort() });
    await expect(asked).rejects.toMatchObject(UNHEARD);
    const { row } = await ledgerOf(wire.db, await wire.latest());
    expect([row.state, row.cost]).toEqual(["cancelled", 0n]);
  });
});

test("nobody gets past a hard budget by leaving: what may be billed counts, for an hour if nobody can be asked", async () => {
  const as = await wire.addKey();
  const scope = { type: "key" as const, id: as.id };
  await createBudget(wire.db, LOCAL_OWNER, aBudget({ scope, limit: "0.005" }), {
    ...{ account: "test", now: new Date() },
  });
  const refused = { code: "budget_exceeded" };
  const again = () => wire.complete(CHATTING, { as });

  const { socket, ended } = await askAndLeave(WHOLE, { as });
  await expect(again()).rejects.toMatchObject(refused);
  // Nothing more is ever heard of it.
  socket.destroy();
  const { row, hold } = await ended();
  expect([row.cost, row.upstreamId, hold.endedAt]).toEqual([null, null, null]);
  await expect(again()).rejects.toMatchObject(refused);
  await wire.confirm(59 * 60_000);
  await expect(again()).rejects.toMatchObject(refused);
  await wire.confirm(61 * 60_000);
  expect((await ledgerOf(wire.db, row.id)).hold.outcome).toBe("unresolved");
  reply = ({ socket }) => void socket.end(whole(readRecording("plain")));
  await readAll(await again());
  expect((await countersOf(wire.db)).every(({ isTrue }) => isTrue)).toBe(true);
});
