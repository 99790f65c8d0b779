import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { requestStop } from "@/lib/ledger/leases.server";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { UNSENT } from "@/lib/openrouter/transport.server";
import { PROGRESS_TIMEOUT, type RunnerOptions } from "./runner.server";
import {
  type Body,
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
    expect(chat.errors).toEqual([]);
  });

  /** An answer under way, of which this much has arrived. */
  async function begin(said: string, options: Partial<RunnerOptions> = {}, headers = {}) {
    chat = await createChat(database.db, options);
    const body: Body = createBody();
    chat.network.answer(() => eventStream(body.stream, headers));
    const started = await chat.ask();
    if (said !== "") await arrives(started.generationId, body, said);
    return { body, started, record: () => recordOf(database.db, started) };
  }

  async function arrives(id: string, body: Body, text: string) {
    const before = chat.runner.live.get(id)?.length ?? 0;
    body.push(text);
    await eventually(() => expect(chat.runner.live.get(id)?.length).toBeGreaterThan(before));
  }

  test("stopped while it writes: the upstream is let go, the text stays, the cost is asked for", async () => {
    const { body, started, record } = await begin(chunkOf("Half an ans"));
    chat.runner.stop([started.generationId]);
    await chat.runner.idle();
    expect(body.state.cancelled).toBe(true);
    const { row, hold, entries, message } = await record();
    expect(message?.content).toBe("Half an ans");
    expect(row).toMatchObject({
      state: "cancelled",
      failure: null,
      cost: null,
      costState: null,
      upstreamId: "gen-9",
    });
    expect(row.confirmAt?.getTime()).toBe((row.endedAt?.getTime() ?? 0) + 1_000);
    expect([hold.outcome, hold.endedAt, entries]).toEqual([null, null, []]);
  });

  test("stopped after the last word: complete, with its price", async () => {
    const { started, record } = await begin(chunkOf("All") + finishOf() + billOf(0.5));
    chat.runner.stop([started.generationId]);
    await chat.runner.idle();
    expect((await record()).row).toMatchObject({ state: "finished", cost: parseUsd("0.5") });
  });

  test("stopped before the headers: waited for a moment, then given up, and nobody knows what it cost", async () => {
    chat = await createChat(database.db);
    chat.network.answer(() => new Promise(() => {}));
    const started = await chat.ask();
    await eventually(() => expect(chat.network.calls).toHaveLength(1));
    chat.runner.stop([started.generationId]);
    await chat.runner.idle();
    expect(chat.network.calls[0]?.signal.aborted).toBe(true);
    const { row, hold } = await recordOf(database.db, started);
    expect(row).toMatchObject({
      state: "cancelled",
      failure: null,
      cost: null,
      upstreamId: null,
    });
    expect([hold.endedAt, row.confirmAt?.getTime()]).toEqual([
      null,
      (row.endedAt?.getTime() ?? 0) + 3_600_000,
    ]);
  });

  test("stopped while the connection is made: not sent, and nothing is held", async () => {
    chat = await createChat(database.db);
    const unsent = Object.assign(new Error("never sent"), { code: UNSENT });
    chat.network.answer(
      ({ unless }) =>
        new Promise((_answer, fail) => unless?.addEventListener("abort", () => fail(unsent), { once: true })),
    );
    const started = await chat.ask();
    await eventually(() => expect(chat.network.calls).toHaveLength(1));
    chat.runner.stop([started.generationId]);
    await chat.runner.idle();
    const { row, hold } = await recordOf(database.db, started);
    expect([row.state, row.failure, row.cost, hold.outcome]).toEqual(["cancelled", null, 0n, "released"]);
  });

  test("stopped just before the headers: let go as they come, and it can be asked about", async () => {
    chat = await createChat(database.db);
    const body = createBody();
    chat.network.answer(
      () =>
        new Promise((answer) => {
          heads = () => answer(eventStream(body.stream, { "x-generation-id": "gen-9" }));
        }),
    );
    let heads = () => {};
    const started = await chat.ask();
    await eventually(() => expect(chat.network.calls).toHaveLength(1));
    chat.runner.stop([started.generationId]);
    heads();
    await chat.runner.idle();
    expect(body.state.cancelled).toBe(true);
    const { row, hold } = await recordOf(database.db, started);
    expect([row.state, row.upstreamId, hold.endedAt]).toEqual(["cancelled", "gen-9", null]);
  });

  test("stopped between the headers and the first event: let go as that tells the id", async () => {
    const { body, started, record } = await begin(": OPENROUTER PROCESSING\n\n");
    chat.runner.stop([started.generationId]);
    body.push(": OPENROUTER PROCESSING\n\n");
    body.push(chunkOf("One"));
    body.push(chunkOf(" two"));
    await chat.runner.idle();
    expect(body.state.cancelled).toBe(true);
    const { row, hold, message } = await record();
    expect([row.state, row.upstreamId, row.cost, hold.endedAt]).toEqual(["cancelled", "gen-9", null, null]);
    expect(message?.content).toBe("One");
  });

  test("stopped before the first byte, but with an id: it can be asked about", async () => {
    const { started, record } = await begin("", {}, { "x-generation-id": "gen-header" });
    await eventually(async () => expect((await record()).row.upstreamId).toBe("gen-header"));
    chat.runner.stop([started.generationId]);
    await chat.runner.idle();
    const { row } = await record();
    expect([row.state, row.cost, row.confirmAt === null]).toEqual(["cancelled", null, false]);
  });

  test("stopped from another process: the wish comes with the next heartbeat", async () => {
    const { body, started, record } = await begin(chunkOf("Half"));
    await requestStop(database.db, started.conversationId, undefined, new Date());
    await eventually(() => expect(body.state.cancelled).toBe(true));
    await chat.runner.idle();
    expect((await record()).row.state).toBe("cancelled");
  });

  test("stopping one leaves the others writing; stopping twice or strangers does nothing", async () => {
    const { body, started, record } = await begin(chunkOf("One"));
    chat.network.answer(() => eventStream(createBody().stream));
    const other = await chat.ask("Two");
    chat.runner.stop([other.generationId, "nobody"]);
    chat.runner.stop([other.generationId]);
    await eventually(async () => expect((await recordOf(database.db, other)).row.state).toBe("cancelled"));
    await arrives(started.generationId, body, chunkOf(" and on"));
    body.push(finishOf() + billOf(0.1) + DONE);
    await chat.runner.idle();
    const { row, message } = await record();
    expect([row.state, message?.content]).toEqual(["finished", "One and on"]);
  });

  test("a silent upstream is given up; keep-alives within the time are no silence", async () => {
    const { body, record } = await begin(chunkOf("Then nothing"), { idleTimeout: 60 });
    await chat.runner.idle();
    const { row, message } = await record();
    expect([row.state, row.failure?.code, message?.content, row.cost]).toEqual([
      "failed",
      "upstream_stalled",
      "Then nothing",
      null,
    ]);
    expect(body.state.cancelled).toBe(true);
  });

  test("what takes longer than it may is ended: the text stays, and the cost is asked for", async () => {
    const { body, record } = await begin(chunkOf("Far too long"), { timeout: 500 });
    await chat.runner.idle();
    expect(body.state.cancelled).toBe(true);
    const { row, message, hold } = await record();
    expect([row.state, row.failure?.code, message?.content]).toEqual([
      "failed",
      "generation_timeout",
      "Far too long",
    ]);
    expect([row.cost, row.upstreamId, row.confirmAt === null, hold.endedAt]).toEqual([
      null,
      "gen-9",
      false,
      null,
    ]);
  });

  test("keep-alives without end are given up too, in however many pieces", async () => {
    const { body, started, record } = await begin(`${chunkOf("Thinking")}: OPENROUTER PROC`);
    chat.clock.ahead = PROGRESS_TIMEOUT - 1_000;
    await arrives(started.generationId, body, "ESSING\n\n: OPENROUTER PROCESSING\n\n");
    expect(chat.runner.keeper.running).toBe(1);
    chat.clock.ahead = PROGRESS_TIMEOUT + 60_000;
    body.push(": OPENROUTER PROCESSING\n\n");
    await chat.runner.idle();
    expect((await record()).row.failure?.code).toBe("upstream_stalled");
    expect(body.state.cancelled).toBe(true);
  });

  test("what follows the closing mark is nobody's business, and is not waited for", async () => {
    const { body, record } = await begin(chunkOf("Done") + finishOf() + billOf(0) + DONE);
    await chat.runner.idle();
    expect(body.state.cancelled).toBe(true);
    expect((await record()).row).toMatchObject({ state: "finished", cost: 0n, costState: "reported" });
  });

  test("closing waits for what finishes in time and takes no more", async () => {
    const { body, record } = await begin(chunkOf("Almost"));
    const closing = chat.runner.close(20_000);
    await expect(chat.ask("Too late")).rejects.toMatchObject({ code: "shutting_down" });
    body.push(chunkOf(" there") + finishOf() + billOf(0.1) + DONE);
    await closing;
    const { row, message } = await record();
    expect([row.state, message?.content]).toEqual(["finished", "Almost there"]);
  });

  test("closing interrupts what takes longer, and settles it", async () => {
    const { body, record } = await begin(chunkOf("Too slow"));
    await chat.runner.close(10);
    expect(body.state.cancelled).toBe(true);
    const { row, message, hold } = await record();
    expect(row).toMatchObject({
      state: "lost",
      failure: { code: "interrupted" },
      cost: null,
      upstreamId: "gen-9",
    });
    expect([message?.content, hold.endedAt]).toEqual(["Too slow", null]);
  });

  test("closing catches an answer that is being opened at that moment", async () => {
    chat = await createChat(database.db);
    chat.network.answer(() => new Promise(() => {}));
    const opening = openingOf(chat.actor.memberId);
    let closing = Promise.resolve();
    await chat.runner.start([{ opening, body: "{}" }], async () => {
      closing = chat.runner.close(0);
    });
    await closing;
    expect(chat.runner.keeper.running).toBe(0);
    expect((await ledgerOf(database.db, opening.id)).row.state).toBe("lost");
  });
});

const openingOf = (memberId: string) => ({
  id: newId(),
  account: "sandbox",
  memberId,
  source: "playground" as const,
  conversationId: null,
  messageId: null,
  models: ["acme/demo"],
  parameters: {},
  estimate: null,
  ceiling: null,
  priceSnapshot: null,
});
