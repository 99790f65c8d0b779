import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { COMPLETIONS, EMBEDDINGS, MESSAGES, RESPONSES } from "./dialects/dialects";
import { completionsStream, embeddingsBody, messagesStream, responsesStream } from "./dialects/testing";
import { chunk, head, openWire, type Received, readAll, serveRaw, type Wire } from "./wire/testing.server";

/** What the upstream does next; every test says it. */
let reply: (request: Received) => void = () => {};
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;
const COST = 7_650_916_900n;

beforeAll(async () => {
  const record = () => ({ id: "gen-1", total_cost: 0.0076509169, provider_name: "Acme", is_byok: false });
  upstream = await serveRaw((request) => reply(request), record);
  wire = await openWire({ url: upstream.url, idleTimeout: 1_000, maxStreamsPerKey: 2 });
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

const messages = [{ role: "user", content: "Hi" }];
const STREAMS = [
  ["responses", RESPONSES, { model: "acme/demo", input: "Hi", stream: true }, responsesStream()],
  ["messages", MESSAGES, { model: "acme/demo", max_tokens: 9, messages, stream: true }, messagesStream()],
  ["completions", COMPLETIONS, { model: "acme/demo", prompt: "Hi", stream: true }, completionsStream()],
] as const;
const json = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;

describe.each(STREAMS)("a stream of %s", (_name, dialect, request, stream) => {
  const bill = stream.indexOf('"cost":0.007');
  // Anthropic's clients take the mark for an event, and fail on it.
  const said = dialect === MESSAGES ? stream.replace("event: data\ndata: [DONE]\n\n", "") : stream;

  test("passes byte for byte, is booked to the last digit, and confirmed", async () => {
    reply = ({ socket }) => void socket.end(head("close") + stream);
    const passed = await wire.complete(request, { dialect });
    expect(String((await readAll(passed)).bytes)).toBe(said);
    expect(JSON.parse(upstream.received[0]?.body ?? "")).toEqual(request);
    const { row, booked, hold } = await ledgerOf(wire.db, passed.generationId);
    expect([row.state, row.upstreamId, row.finishReason, booked, row.costState]).toEqual([
      ...["finished", "gen-1", "stop", COST, "reported"],
    ]);
    expect([row.promptTokens, row.cachedTokens, row.completionTokens, hold.outcome]).toEqual([
      120,
      100,
      9,
      "booked",
    ]);
    await wire.confirm();
    expect((await ledgerOf(wire.db, passed.generationId)).row).toMatchObject({
      costState: "confirmed",
      cost: COST,
    });
  });

  test("that is cut ends in an error of its own form, between two events, and its cost is not known", async () => {
    reply = ({ socket }) => void socket.end(head("close") + stream.slice(0, bill - 5));
    const passed = await wire.complete(request, { dialect });
    const bytes = String((await readAll(passed)).bytes);
    const whole = stream.slice(0, stream.lastIndexOf("\n\n", bill) + 2);
    expect(bytes.slice(0, whole.length)).toBe(whole);
    expect(bytes.slice(whole.length)).toMatch(/^(event: error\n)?data: \{.*"upstream_cut".*\}\n\n$/);
    const { row, hold } = await ledgerOf(wire.db, passed.generationId);
    expect([row.state, row.cost, row.upstreamId, hold.endedAt]).toEqual(["failed", null, "gen-1", null]);
  });

  test("is cancelled by a caller who leaves", async () => {
    reply = ({ socket }) =>
      void socket.write(head("chunked") + String(chunk(Buffer.from(stream.slice(0, bill - 5)))));
    const { generationId, body } = await wire.complete(request, { dialect });
    if (body instanceof Uint8Array) throw new Error("no stream");
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    await wire.runner.idle();
    const { row } = await ledgerOf(wire.db, generationId);
    expect([row.state, row.cost, row.upstreamId]).toEqual(["cancelled", null, "gen-1"]);
    await expect.poll(() => upstream.received.every(({ socket }) => socket.destroyed)).toBe(true);
  });
});

describe("vectors", () => {
  const request = { model: "acme/vec", input: ["One", "Two"] };

  test("pass byte for byte, are booked to the last digit, and count for the model that was asked for", async () => {
    const body = embeddingsBody();
    reply = ({ socket }) => void socket.end(json(body));
    const passed = await wire.complete(request, { dialect: EMBEDDINGS });
    expect([String((await readAll(passed)).bytes), passed.upstreamId]).toEqual([body, "gen-emb-1"]);
    const { row, booked } = await ledgerOf(wire.db, passed.generationId);
    expect([row.state, row.model, row.models, booked]).toEqual(["finished", null, ["acme/vec"], COST]);
  });

  test.each([
    ["{}", "upstream_cut"],
    [embeddingsBody().slice(0, -20), "upstream_garbled"],
    ['{"error":{"code":429,"message":"Slow"}}', "upstream_rate_limited"],
  ])("that are none are an error: %#", async (body, code) => {
    reply = ({ socket }) => void socket.end(json(body));
    await expect(wire.complete(request, { dialect: EMBEDDINGS })).rejects.toMatchObject({ code });
  });
});

test("a whole message and a whole response are booked, and name their generation", async () => {
  const usage = { input_tokens: 1, output_tokens: 2, cost: 0.25 };
  const bodies = [
    [
      MESSAGES,
      { model: "acme/demo", messages },
      { type: "message", id: "gen-7", content: [], stop_reason: "end_turn", usage },
    ],
    [
      RESPONSES,
      { model: "acme/demo", input: "Hi" },
      { object: "response", id: "gen-7", status: "completed", output: [], usage },
    ],
  ] as const;
  for (const [dialect, request, body] of bodies) {
    reply = ({ socket }) => void socket.end(json(JSON.stringify(body)));
    const passed = await wire.complete(request, { dialect });
    const { row, booked } = await ledgerOf(wire.db, passed.generationId);
    expect([passed.upstreamId, row.state, row.upstreamId, booked]).toEqual([
      "gen-7",
      "finished",
      "gen-7",
      250_000_000_000n,
    ]);
  }
});

test("all APIs share the places of a key, and its list of models", async () => {
  reply = ({ socket }) => void socket.write(head("chunked", { "X-Generation-Id": "gen-1" }));
  const asked = await Promise.allSettled(
    STREAMS.map(([, dialect, request]) => wire.complete(request, { dialect })),
  );
  expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(asked[2]).toMatchObject({ reason: { code: "too_many_streams" } });
  for (const one of asked)
    if (one.status === "fulfilled" && "cancel" in one.value.body) await one.value.body.cancel();
  const as = await wire.addKey(["acme/other"]);
  for (const [, dialect, request] of STREAMS)
    await expect(wire.complete(request, { as, dialect })).rejects.toMatchObject({
      code: "model_not_allowed",
    });
});
