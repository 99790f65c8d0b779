import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noBounder } from "@/lib/budgets/testing.server";
import { catalogModel } from "@/lib/catalog/testing";
import { loadConversation } from "@/lib/conversations/load.server";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { noRules } from "@/lib/team/testing.server";
import { ChatRequest } from "./request";
import { startChat } from "./start.server";
import { type Chat, chunkOf, createChat, DONE, eventStream, finishOf } from "./testing.server";

const SETTINGS = {
  temperature: 0,
  reasoning: { max_tokens: 2_000, exclude: true },
  response_format: { type: "json_schema", json_schema: { name: "reply", schema: { type: "object" } } },
  tools: [{ type: "function", function: { name: "f", description: "What the user said in secret" } }],
  plugins: [{ id: "web", max_results: 3 }],
  service_tier: "flex",
  provider: { order: ["acme"], data_collection: "deny" },
};
const callOf = (id: string, index: number) => ({
  ...{ index, id, type: "function" },
  function: { name: "f", arguments: `{"n":${index}}` },
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    chat = await createChat(database.db);
  });
  afterEach(async () => {
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  const load = (id: string) => loadConversation(database.db, chat.actor.memberId, id);
  const ask = (pane: object, more: object = {}) =>
    chat.start(ChatRequest.parse({ message: "Hi", panes: [pane], ...more }));
  const lastBody = () => chat.network.calls.at(-1)?.body;

  test("settings go as they are, unset ones do not go, and the pane keeps them", async () => {
    const { conversationId, generations } = await ask({
      model: "acme/demo",
      fallbackModels: ["acme/b", "acme/c"],
      parameters: SETTINGS,
    });
    await chat.runner.idle();
    const paneId = generations[0]?.paneId ?? "";
    const { messages: _messages, ...sent } = lastBody() ?? {};
    const expected = { ...SETTINGS, model: "acme/demo", models: ["acme/b", "acme/c"] };
    expect(sent).toEqual({ ...expected, stream: true, session_id: paneId });
    const [pane] = (await load(conversationId)).panes;
    expect(pane).toMatchObject({ fallbackModels: ["acme/b", "acme/c"], parameters: SETTINGS });
    // With the answer stays what it was asked to fit, whatever is set later.
    expect(pane?.messages.map((message) => message.answerSchema)).toEqual([null, { type: "object" }]);
    await ask({ paneId }, { conversationId });
    await chat.runner.idle();
    expect(lastBody()).toMatchObject(expected);
    await ask({ paneId, fallbackModels: [], parameters: { seed: 1 } }, { conversationId });
    await chat.runner.idle();
    expect(Object.keys(lastBody() ?? {}).toSorted()).toEqual(
      ["messages", "model", "seed", "session_id", "stream"].toSorted(),
    );
  });

  test("what a model does not take is kept and not sent, and comes back with one that takes it", async () => {
    const models = [
      catalogModel("acme/demo", { supportedParameters: ["temperature", "seed", "max_tokens"] }),
      catalogModel("acme/b", {
        supportedParameters: ["temperature", "max_tokens"],
        maxCompletionTokens: 500,
      }),
    ];
    const knowing = await createChat(database.db, { models });
    const parameters = { temperature: 0, seed: 7, max_tokens: 1_000, provider: { order: ["acme"] } };
    const ask = async (request: object) => {
      const started = await knowing.start(ChatRequest.parse(request));
      await knowing.runner.idle();
      const { messages: _m, stream: _s, session_id: _id, ...sent } = knowing.network.calls.at(-1)?.body ?? {};
      return { ...started, sent };
    };
    const { conversationId, generations, sent } = await ask({
      message: "Hi",
      panes: [{ model: "acme/demo", parameters }],
    });
    expect(sent).toEqual({ ...parameters, model: "acme/demo" });
    const paneId = generations[0]?.paneId ?? "";
    const other = await ask({ conversationId, retry: { paneId, model: "acme/b" } });
    expect(other.sent).toEqual({ temperature: 0, provider: parameters.provider, model: "acme/b" });
    const { row } = await ledgerOf(database.db, other.generations[0]?.generationId ?? "");
    expect(row.parameters).toEqual({ temperature: 0, provider: parameters.provider });
    const { panes } = await loadConversation(database.db, knowing.actor.memberId, conversationId);
    expect(panes[0]).toMatchObject({ model: "acme/b", parameters });
    const back = await ask({ conversationId, message: "And?", panes: [{ paneId, model: "acme/demo" }] });
    expect(back.sent).toEqual({ ...parameters, model: "acme/demo" });
    const chain = { paneId, model: "acme/b", fallbackModels: ["acme/demo"] };
    const both = await ask({ conversationId, message: "Both?", panes: [chain] });
    expect(both.sent).toEqual({ ...parameters, model: "acme/b", models: ["acme/demo"] });
    await knowing.runner.close(0);
    expect(knowing.errors).toEqual([]);
  });

  test("the ledger names the whole chain and the settings, without a word of what was said", async () => {
    const { generations } = await ask({
      model: "acme/demo",
      fallbackModels: ["acme/b"],
      parameters: SETTINGS,
    });
    await chat.runner.idle();
    const { row } = await ledgerOf(database.db, generations[0]?.generationId ?? "");
    expect(row.models).toEqual(["acme/demo", "acme/b"]);
    expect(row.parameters).toEqual({
      temperature: 0,
      reasoning: SETTINGS.reasoning,
      service_tier: "flex",
      provider: SETTINGS.provider,
    });
  });

  test("an answer of a chain tells who was tried, one of a single model leaves that to its own page", async () => {
    const tried = [
      { provider: "Acme", model: "acme/demo", status: 429 },
      { provider: "Bee", model: "acme/b", status: 200 },
    ];
    const metadata = { openrouter_metadata: { attempts: tried } };
    const attemptsOf = async (id: string) => (await load(id)).panes[0]?.messages.at(-1)?.generation?.attempts;
    for (const [fallbackModels, expected] of [
      [["acme/b"], tried.map((attempt) => ({ ...attempt, latencyMs: null }))],
      [[], null],
    ] as const) {
      chat.network.answer(() => eventStream(chunkOf("Hi", metadata) + finishOf() + DONE));
      const { conversationId } = await ask({ model: "acme/demo", fallbackModels });
      await chat.runner.idle();
      expect(await attemptsOf(conversationId)).toEqual(expected);
    }
  });

  test.each<[string, object, Record<string, string | null>, string | null]>([
    ["of one model as it is", {}, { "a/a": "0.1" }, "0.1"],
    [
      "of a chain that of the dearest",
      { fallbackModels: ["b/b", "c/c"] },
      { "a/a": "0.1", "b/b": "0.5", "c/c": "0.2" },
      "0.5",
    ],
    [
      "of a chain with an unknown one is unknown",
      { fallbackModels: ["b/b"] },
      { "a/a": "0.1", "b/b": null },
      null,
    ],
    ["with a search is unknown", { parameters: { plugins: [{ id: "web" }] } }, { "a/a": "0.1" }, null],
    ["at a dearer tier is unknown", { parameters: { service_tier: "priority" } }, { "a/a": "0.1" }, null],
    [
      "at a cheaper tier is the listed one",
      { parameters: { service_tier: "flex" } },
      { "a/a": "0.1" },
      "0.1",
    ],
  ])("what is set aside: %s", async (_, pane, ceilings, expected) => {
    const usd = (text: string | null | undefined): Usd | null => (text ? parseUsd(text) : null);
    const quote = async (model: string) => ({
      estimate: parseUsd("0.01"),
      ceiling: usd(ceilings[model]),
      prices: { model },
    });
    const request = ChatRequest.parse({ message: "Hi", panes: [{ model: "a/a", ...pane }] });
    const deps = {
      runner: chat.runner,
      account: "sandbox",
      quote,
      freeGuard: async () => null,
      bounder: noBounder,
      rules: noRules,
    };
    const { generations } = await startChat(deps, database.db, chat.actor, request);
    await chat.runner.idle();
    const { row, hold } = await ledgerOf(database.db, generations[0]?.generationId ?? "");
    expect(hold.amount).toBe(usd(expected));
    expect([row.estimate, row.priceSnapshot]).toEqual([parseUsd("0.01"), { model: "a/a" }]);
  });

  test("tools that a model calls are answered by hand, and it goes on", async () => {
    const calls = [callOf("toolu_1", 0), callOf("toolu_2", 1)];
    const called = chunkOf("", { choices: [{ index: 0, delta: { content: null, tool_calls: calls } }] });
    chat.network.answer(() => eventStream(called + finishOf("tool_calls") + DONE));
    const { conversationId, generations } = await ask({
      model: "acme/demo",
      parameters: { tools: SETTINGS.tools },
    });
    const paneId = generations[0]?.paneId ?? "";
    await chat.runner.idle();
    expect((await load(conversationId)).panes[0]?.messages[1]?.toolCalls).toEqual([
      { name: "f", arguments: '{"n":0}' },
      { name: "f", arguments: '{"n":1}' },
    ]);
    chat.network.answer(() => eventStream(chunkOf("Sun and rain.") + finishOf() + DONE));
    const goOn = (results: string[]) =>
      chat.start(ChatRequest.parse({ conversationId, toolResults: { paneId, results } }));
    await expect(goOn(["sun"])).rejects.toMatchObject({ code: "invalid_request" });
    await goOn(["sun", "rain"]);
    await chat.runner.idle();
    expect(lastBody()?.messages).toMatchObject([
      { role: "user", content: "Hi" },
      { role: "assistant", tool_calls: [{ id: "toolu_1" }, { id: "toolu_2" }] },
      { role: "tool", tool_call_id: "toolu_1", content: "sun" },
      { role: "tool", tool_call_id: "toolu_2", content: "rain" },
    ]);
    const [pane] = (await load(conversationId)).panes;
    expect(pane?.messages.map(({ role, content }) => [role, content])).toEqual([
      ["user", "Hi"],
      ["assistant", ""],
      ["tool", "sun"],
      ["tool", "rain"],
      ["assistant", "Sun and rain."],
    ]);
    expect(new Set(pane?.messages.map(({ turnId }) => turnId)).size).toBe(1);
    await expect(goOn(["more"])).rejects.toMatchObject({ code: "conflict" });
    // Once more from the same results.
    await chat.start({ conversationId, retry: { paneId } });
    await chat.runner.idle();
    expect(lastBody()?.messages).toHaveLength(4);
    const rows = await database.db.$count(generation, eq(generation.conversationId, conversationId));
    expect(Number(rows)).toBe(3);
  });
});

test("a pane that is new names its model, and no chain is longer than the upstream takes", () => {
  const parse = (pane: object) => ChatRequest.safeParse({ message: "Hi", panes: [pane] }).success;
  expect(parse({ model: "a/a", fallbackModels: ["b/b", "c/c", "d/d"] })).toBe(true);
  for (const bad of [
    {},
    { system: "x" },
    { model: "a/a", fallbackModels: ["b/b", "c/c", "d/d", "e/e"] },
    { model: "a/a", parameters: { temperature: 3 } },
    { model: "a/a", parameters: null },
  ])
    expect(parse(bad)).toBe(false);
});
