import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { RECORDINGS, readRecording } from "@/lib/openrouter/testing.server";
import {
  billOf,
  type Chat,
  chunkOf,
  createBody,
  createChat,
  DONE,
  eventStream,
  finishOf,
  recordOf,
} from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    await chat.runner.close(0);
    expect(chat.runner.keeper.running).toBe(0);
  });

  async function run(answer: Parameters<Chat["network"]["answer"]>[0], options = {}) {
    chat = await createChat(database.db, options);
    chat.network.answer(answer);
    const started = await chat.ask();
    await chat.runner.idle();
    return recordOf(database.db, started);
  }

  test("a finished answer is recorded with its text, its facts and its price", async () => {
    const { row, hold, entries, message } = await run(() =>
      eventStream(chunkOf("Hel") + chunkOf("lo") + finishOf() + billOf(0.25) + DONE),
    );
    expect(message?.content).toBe("Hello");
    expect(row).toMatchObject({
      state: "finished",
      failure: null,
      model: "acme/demo",
      provider: "Acme",
      upstreamId: "gen-9",
      finishReason: "stop",
      promptTokens: 3,
      completionTokens: 5,
      cost: parseUsd("0.25"),
      costState: "reported",
      leaseOwner: null,
    });
    expect(row.ttftMs).toBeGreaterThanOrEqual(0);
    expect(row.durationMs).toBeGreaterThanOrEqual(row.ttftMs ?? 0);
    expect(row.confirmAt?.getTime()).toBe((row.endedAt?.getTime() ?? 0) + 5_000);
    expect([hold.outcome, entries.length]).toEqual(["booked", 1]);
    expect(chat.errors).toEqual([]);
  });

  test.each(RECORDINGS)(
    "the recording %s is kept as a browser would read it, in pieces of seven bytes",
    async (name) => {
      const bytes = readRecording(name);
      const { row, message } = await run(() => {
        const body = createBody();
        for (let start = 0; start < bytes.length; start += 7) body.push(bytes.slice(start, start + 7));
        body.close();
        return eventStream(body.stream);
      });
      const whole = await run(() => eventStream(bytes as BodyInit));
      expect(message).toMatchObject({
        content: whole.message?.content,
        reasoning: whole.message?.reasoning,
        extras: whole.message?.extras,
      });
      expect([row.state, row.cost, row.failure]).toEqual([
        whole.row.state,
        whole.row.cost,
        whole.row.failure,
      ]);
      expect(row.upstreamId).toMatch(/^gen-17909814/);
      expect(chat.errors).toEqual([]);
    },
  );

  test.each([
    [
      "refused",
      402,
      { error: { code: 402, message: "Insufficient credits." } },
      "insufficient_credits",
      0n,
      "released",
    ],
    ["refused in HTML", 403, null, "upstream_forbidden", 0n, "released"],
    ["out of time", 408, { error: { code: 408, message: "Too late" } }, "upstream_timeout", null, null],
    [
      "failed",
      502,
      { error: { code: 502, message: "No", metadata: { provider_name: "Acme" } } },
      "provider_failed",
      null,
      null,
    ],
    ["failed in HTML", 520, null, "upstream_failed", null, null],
  ])("before the first byte: %s (%i)", async (_, status, body, code, cost, outcome) => {
    const { row, hold, message } = await run(
      () => new Response(body ? JSON.stringify(body) : "<html>", { status }),
    );
    expect([row.state, row.failure?.code, row.cost, hold.outcome]).toEqual(["failed", code, cost, outcome]);
    expect([message?.content, chat.network.calls.length]).toEqual(["", 1]);
  });

  test("a failure with an id stays open until the upstream is asked", async () => {
    const { row, hold } = await run(
      () => new Response("{}", { status: 500, headers: { "x-generation-id": "gen-h" } }),
    );
    expect([row.cost, row.upstreamId, hold.outcome]).toEqual([null, "gen-h", null]);
    expect(row.confirmAt).not.toBeNull();
  });

  test("a refusal is one, even when its words break off", async () => {
    const { row } = await run(() => {
      const body = createBody();
      body.push('{"error":');
      queueMicrotask(() => body.fail(new Error("reset")));
      return new Response(body.stream, { status: 402 });
    });
    expect([row.failure?.code, row.cost]).toEqual(["insufficient_credits", 0n]);
  });

  test.each([
    ["nobody listens there", "connect ECONNREFUSED", "upstream_unreachable", 0n],
    ["no way leads there", "connect EHOSTUNREACH", "upstream_unreachable", 0n],
    ["the connection broke", "read ECONNRESET", "upstream_cut", null],
    ["the way was lost once connected", "read EHOSTUNREACH", "upstream_cut", null],
    ["the network was lost once connected", "write ENETUNREACH", "upstream_cut", null],
  ])("before the headers: %s", async (_, words, failure, cost) => {
    const [syscall, code] = words.split(" ");
    const cause = Object.assign(new Error("x"), { code, syscall });
    const { row } = await run(() => Promise.reject(new TypeError("fetch failed", { cause })));
    expect([row.state, row.failure?.code, row.cost]).toEqual(["failed", failure, cost]);
  });

  test("no headers in time: given up, and unknown", async () => {
    const { row, hold } = await run(() => new Promise(() => {}), { firstByteTimeout: 30 });
    expect([row.failure?.code, row.cost, hold.outcome]).toEqual(["upstream_timeout", null, null]);
    expect(chat.network.calls[0]?.signal.aborted).toBe(true);
  });

  test.each<[string, () => Response, string | null, string]>([
    ["an empty stream", () => eventStream(""), "upstream_empty", ""],
    ["no body", () => new Response(null, { status: 204 }), "upstream_empty", ""],
    ["comments only", () => eventStream(": OPENROUTER PROCESSING\n\n"), "upstream_empty", ""],
    [
      "HTML",
      () => new Response("<html>", { headers: { "content-type": "text/html" } }),
      "upstream_garbled",
      "",
    ],
    ["garbage", () => eventStream("data: <html>\n\n"), "upstream_garbled", ""],
    [
      "half of a JSON body",
      () =>
        Response.json({}).clone() &&
        new Response('{"id":', { headers: { "content-type": "application/json" } }),
      "upstream_garbled",
      "",
    ],
    [
      "an error in a JSON body",
      () => Response.json({ error: { code: 429, message: "Slow" } }),
      "upstream_rate_limited",
      "",
    ],
    [
      "a whole answer in a JSON body",
      () =>
        Response.json({ id: "gen-9", choices: [{ message: { content: "pong" }, finish_reason: "stop" }] }),
      null,
      "pong",
    ],
    [
      "a torn stream",
      () => eventStream(chunkOf("Half") + chunkOf("more").slice(0, 20)),
      "upstream_cut",
      "Half",
    ],
  ])("a 200 with %s", async (_, answer, code, content) => {
    const { row, message } = await run(answer);
    expect([row.state, row.failure?.code ?? null]).toEqual([code ? "failed" : "finished", code]);
    expect([message?.content, row.cost]).toEqual([content, null]);
  });

  test("a connection that breaks keeps what came", async () => {
    const body = createBody();
    chat = await createChat(database.db);
    chat.network.answer(() => eventStream(body.stream));
    const started = await chat.ask();
    body.push(chunkOf("Half"));
    await eventually(() => expect(chat.runner.live.get(started.generationId)?.length).toBeGreaterThan(0));
    body.fail(new Error("reset"));
    await chat.runner.idle();
    const { row, message } = await recordOf(database.db, started);
    expect([row.state, row.failure?.code, message?.content, row.cost]).toEqual([
      "failed",
      "upstream_cut",
      "Half",
      null,
    ]);
    expect(row.confirmAt).not.toBeNull();
  });
});
