import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { deleteConversation, removeDeleted } from "@/lib/conversations/conversations.server";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { takeOver } from "@/lib/ledger/leases.server";
import { recoverAbandoned } from "./recover.server";
import { readSegments } from "./segments.server";
import {
  beginChat,
  billOf,
  type Chat,
  chunkOf,
  createChat,
  DONE,
  eventStream,
  finishOf,
  messageOf,
  recordOf,
} from "./testing.server";

const END = finishOf() + billOf(0.25) + DONE;
const heir = () => ({ owner: "heir", until: new Date(Date.now() + 15_000) });

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let open: Chat[] = [];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(open.map(({ runner }) => runner.close(0)));
    open = [];
  });

  const begin = (options = {}) => beginChat(database.db, options);

  test("a database that is away at the end only delays the settlement", async () => {
    const { chat, body, started, fault } = await begin();
    open.push(chat);
    fault.fault = "fails";
    body.push(chunkOf("Worth keeping") + END);
    await eventually(() => expect(chat.errors.join()).toContain("could not be settled"));
    expect((await recordOf(database.db, started)).row.state).toBe("running");
    fault.fault = "none";
    await chat.runner.idle();
    const { row, message, entries } = await recordOf(database.db, started);
    expect([row.state, row.cost, message?.content, entries.length]).toEqual([
      "finished",
      parseUsd("0.25"),
      "Worth keeping",
      1,
    ]);
  });

  test("segments that could not be written are written later, in order and without a hole", async () => {
    const { chat, body, started, arrives, fault } = await begin();
    open.push(chat);
    const kept = async () =>
      Buffer.concat(
        (await readSegments(database.db, started.generationId)).map(({ bytes }) => bytes),
      ).toString();
    await arrives(chunkOf("One"));
    await eventually(async () => expect(await kept()).toContain("One"));
    fault.fault = "fails";
    await arrives(chunkOf("Two"));
    await eventually(() => expect(chat.errors.join()).toContain("segments could not be kept"));
    fault.fault = "none";
    await arrives(chunkOf("Three"));
    await eventually(async () =>
      expect(await kept()).toBe(chunkOf("One") + chunkOf("Two") + chunkOf("Three")),
    );
    body.push(END);
    await chat.runner.idle();
  });

  test("whoever loses the lease lets go of the upstream and changes nothing", async () => {
    const { chat, body, started, arrives } = await begin();
    open.push(chat);
    await arrives(chunkOf("Mine?"));
    await takeOver(database.db, heir(), new Date(), { everything: true });
    await eventually(() => expect(body.state.cancelled).toBe(true));
    await chat.runner.idle();
    const { row, message, entries } = await recordOf(database.db, started);
    expect([row.state, row.leaseOwner, row.cost, message?.content, entries]).toEqual([
      "running",
      "heir",
      null,
      "",
      [],
    ]);
    expect(chat.errors).toEqual([]);
    await recoverAbandoned(database.db, heir(), new Date(), { everything: true });
    expect((await recordOf(database.db, started)).row.state).toBe("lost");
  });

  test("a conversation that is deleted meanwhile takes the words, never the money", async () => {
    const { chat, body, started, arrives } = await begin();
    open.push(chat);
    await arrives(chunkOf("Secret"));
    await deleteConversation(database.db, chat.actor.memberId, started.conversationId, new Date(0));
    await removeDeleted(database.db, new Date(1));
    body.push(END);
    await chat.runner.idle();
    const { row, message, entries } = await recordOf(database.db, started);
    expect([row.state, row.cost, entries.length, message]).toEqual([
      "finished",
      parseUsd("0.25"),
      1,
      undefined,
    ]);
    expect(chat.errors).toEqual([]);
  });

  test("whatever the answer is made of, it can be stored", async () => {
    const { chat, body, started } = await begin();
    open.push(chat);
    const odd = "a\0b\ud800c\udc00 \u2028 🙂";
    const details = {
      reasoning: `r\0${odd}`,
      reasoning_details: [{ type: "reasoning.text", text: odd, "k\0\ud800": odd, index: 0 }],
    };
    const hostile = {
      id: `gen\0${"x".repeat(5_000)}`,
      model: odd,
      provider: odd,
      usage: { prompt_tokens: 1e12, cost: 0.5 },
      openrouter_metadata: { attempts: [{ provider: odd, latency: 1e15 }] },
    };
    body.push(chunkOf(odd, { choices: [{ index: 0, delta: { content: odd, ...details } }], ...hostile }));
    body.push(
      `data: ${JSON.stringify({ error: { code: 502, message: `${"e".repeat(499)}🙂${odd}`, metadata: { provider_name: odd } } })}\n\n`,
    );
    body.close();
    await chat.runner.idle();
    expect(chat.errors).toEqual([]);
    const { row, message } = await recordOf(database.db, started);
    expect([row.state, row.cost, row.promptTokens]).toEqual(["failed", parseUsd("0.5"), null]);
    expect(message?.content).toBe("a\ufffdb\ufffdc\ufffd \u2028 🙂");
    expect(message?.extras).not.toBeNull();
  });

  test("the upstream's id is on record before the first piece goes out", async () => {
    let release = () => {};
    const isKeeping = new Promise<void>((resolve) => {
      release = resolve;
    });
    let updates = 0;
    // The first thing that is changed once the headers are here is the id; it takes as long as the test wants.
    const { session, ...rest } = database.db._;
    const slowly: Pick<typeof session, "prepareQuery"> = {
      prepareQuery(query, ...more) {
        const statement = session.prepareQuery(query, ...more);
        if (!query.sql.startsWith("update") || updates++ > 0) return statement;
        const execute = statement.execute.bind(statement);
        return Object.assign(statement, {
          execute: (values?: Record<string, unknown>) => isKeeping.then(() => execute(values)),
        });
      },
    };
    const slow = new Proxy(database.db, {
      get(target, key) {
        if (key === "_") return { ...rest, session: slowly };
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const chat = await createChat(database.db, { db: slow });
    open.push(chat);
    chat.network.answer(() => eventStream(chunkOf("First") + END, { "x-generation-id": "gen-header" }));
    const started = await chat.ask();
    const stream = chat.runner.live.get(started.generationId);
    await eventually(() => expect(updates).toBeGreaterThan(0));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(stream?.length).toBe(0);
    release();
    await chat.runner.idle();
    expect((await recordOf(database.db, started)).row).toMatchObject({
      upstreamId: "gen-header",
      state: "finished",
    });
    expect((await messageOf(database.db, started.messageId))?.content).toBe("First");
  });
});
