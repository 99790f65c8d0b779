import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, open } from "@/lib/ledger/testing.server";
import { readState } from "./conversations.server";
import { loadConversation } from "./load.server";
import { addPane, changePane, continueElsewhere, removePane } from "./panes.server";
import { NewPane, PaneChange } from "./request";
import { addConversation } from "./testing.server";
import { addTurns } from "./turns.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    memberId = await addMember(db);
  });

  const load = (id: string) => loadConversation(db, memberId, id);
  const models = async (id: string) => (await load(id)).panes.map(({ model }) => model);
  const contents = async (id: string) =>
    (await load(id)).panes.map(({ messages }) => messages.map(({ content }) => content));
  const add = (id: string, request: NewPane) => addPane(db, memberId, id, request, new Date());
  const change = (id: string, paneId: string, request: PaneChange) =>
    changePane(db, memberId, id, paneId, request);
  const first = async (id: string) => {
    const [pane] = (await load(id)).panes;
    if (!pane) throw new Error("there is no pane");
    return pane;
  };
  /** An answer under way. */
  async function answering(conversationId: string, paneId: string, parentId: string | null) {
    const generationId = await open(db, { memberId, conversationId });
    const createdAt = new Date();
    const turn = { id: newId(), conversationId, paneId, parentId, generationId, createdAt };
    await db.transaction((tx) => addTurns(tx, [{ ...turn, role: "assistant", content: "" }]));
    return generationId;
  }

  test("a new pane stands last, with what was asked of it, and can be stored whatever it holds", async () => {
    const { id } = await addConversation(db, memberId);
    const paneId = await add(id, {
      model: "acme/new",
      fallbackModels: ["acme/other"],
      system: "Be\0 brief.",
      parameters: { temperature: 0.5, stop: "\0" },
    });
    const { panes } = await load(id);
    expect(panes[1]).toEqual({
      id: paneId,
      alias: null,
      model: "acme/new",
      fallbackModels: ["acme/other"],
      system: "Be\ufffd brief.",
      parameters: { temperature: 0.5, stop: "\ufffd" },
      running: [],
      leafId: null,
      messages: [],
    });
  });

  test("a copy has settings and branch of its original, and its own messages", async () => {
    const { id, panes } = await addConversation(db, memberId, [
      { model: "acme/one", turns: ["Hi", "Ho", "And?"] },
    ]);
    const original = await first(id);
    await change(id, original.id, { parameters: { top_k: 3 }, system: "S" });
    const copy = await add(id, { copyOf: original.id });
    await add(id, { copyOf: original.id, model: "acme/two", withMessages: false });
    const shown = await load(id);
    expect(shown.panes.map(({ model, system, parameters }) => [model, system, parameters])).toEqual([
      ["acme/one", "S", { top_k: 3 }],
      ["acme/one", "S", { top_k: 3 }],
      ["acme/two", "S", { top_k: 3 }],
    ]);
    expect(await contents(id)).toEqual([["Hi", "Ho", "And?"], ["Hi", "Ho", "And?"], []]);
    const copied = shown.panes[1];
    expect(copied?.id).toBe(copy);
    expect(copied?.messages.some(({ id }) => panes[0]?.messageIds.includes(id))).toBe(false);
    // It was paid for once.
    expect(copied?.messages[1]?.generation?.id).toBe(original.messages[1]?.generation?.id);
  });

  test("there are eight at most, however many are asked for at once", async () => {
    const { id } = await addConversation(db, memberId);
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) => add(id, { model: `acme/m${at}` })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason.code).toBe("conflict");
    expect(await models(id)).toHaveLength(8);
    expect(new Set(await models(id)).size).toBe(8);
  });

  test("settings change one by one, and places as in a list", async () => {
    const { id, panes } = await addConversation(db, memberId, [
      { model: "a/a" },
      { model: "b/b" },
      { model: "c/c" },
    ]);
    const [a = "", , c = ""] = panes.map((pane) => pane.id);
    await change(id, a, { system: "S", parameters: { seed: 1 } });
    await change(id, a, { fallbackModels: ["x/x"] });
    expect(await first(id)).toMatchObject({
      model: "a/a",
      system: "S",
      parameters: { seed: 1 },
      fallbackModels: ["x/x"],
    });
    await change(id, a, { system: null, fallbackModels: [] });
    expect(await first(id)).toMatchObject({ system: null, fallbackModels: [] });
    await change(id, c, { position: 0 });
    expect(await models(id)).toEqual(["c/c", "a/a", "b/b"]);
    await change(id, c, { position: 7, model: "d/d" });
    expect(await models(id)).toEqual(["a/a", "b/b", "d/d"]);
  });

  test("a removed pane takes its words and leaves the ledger; the others close up", async () => {
    const { id, panes } = await addConversation(db, memberId, [
      { model: "a/a", turns: ["Hi", "Ho"] },
      { model: "b/b" },
    ]);
    const { messages } = await first(id);
    await removePane(db, memberId, id, panes[0]?.id ?? "");
    expect(await models(id)).toEqual(["b/b"]);
    const kept = await db.$count(generation);
    expect(messages[1]?.generation).not.toBeNull();
    expect(Number(kept)).toBeGreaterThan(0);
    await add(id, { model: "c/c" });
    expect(await models(id)).toEqual(["b/b", "c/c"]);
  });

  test("neither an answering pane nor the last one goes", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns: ["Hi"] }, { model: "b/b" }]);
    const [one, two] = panes;
    const running = await answering(id, one?.id ?? "", one?.messageIds[0] ?? "");
    expect((await first(id)).running).toEqual([running]);
    const conflict = { code: "conflict" };
    await expect(removePane(db, memberId, id, one?.id ?? "")).rejects.toMatchObject(conflict);
    await expect(add(id, { copyOf: one?.id ?? "" })).rejects.toMatchObject(conflict);
    await removePane(db, memberId, id, two?.id ?? "");
    await expect(removePane(db, memberId, id, one?.id ?? "")).rejects.toMatchObject(conflict);
    expect(await models(id)).toHaveLength(1);
  });

  test("others go on from the winner, and what they said stays beside it", async () => {
    const { id, panes } = await addConversation(db, memberId, [
      { model: "a/a", turns: ["Hi", "Best"] },
      { model: "b/b", turns: ["Hi", "Worse"] },
      { model: "c/c" },
    ]);
    const [a = "", b = "", c = ""] = panes.map((pane) => pane.id);
    const at = new Date();
    await continueElsewhere(db, memberId, id, { from: a, to: [a, b, c] }, at);
    expect(await contents(id)).toEqual([
      ["Hi", "Best"],
      ["Hi", "Best"],
      ["Hi", "Best"],
    ]);
    const [, second] = (await load(id)).panes;
    expect(second?.messages[0]?.siblings).toHaveLength(2);
    const old = second?.messages[0]?.siblings[0] ?? "";
    await change(id, b, { messageId: old });
    expect((await contents(id))[1]).toEqual(["Hi", "Worse"]);
  });

  test("others' conversations and panes do not exist, and nothing changes in them", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns: ["Hi", "Ho"] }, {}]);
    const other = await addConversation(db, memberId);
    const [mine = "", foreign = ""] = [panes[0]?.id, other.panes[0]?.id];
    const stranger = await addMember(db);
    const before = await readState(db, id);
    const missing = { code: "not_found" };
    for (const attempt of [
      () => addPane(db, stranger, id, { model: "a/a" }, new Date()),
      () => changePane(db, stranger, id, mine, { model: "a/a" }),
      () => removePane(db, stranger, id, mine),
      () => continueElsewhere(db, stranger, id, { from: mine, to: [mine] }, new Date()),
      () => add(id, { copyOf: foreign }),
      () => change(id, foreign, { model: "a/a" }),
      () => change(id, mine, { messageId: other.panes[0]?.messageIds[0] ?? "" }),
      () => removePane(db, memberId, id, foreign),
      () => continueElsewhere(db, memberId, id, { from: mine, to: [foreign] }, new Date()),
    ])
      await expect(attempt()).rejects.toMatchObject(missing);
    expect(await readState(db, id)).toEqual(before);
    expect(await models(other.id)).toEqual(["acme/demo"]);
  });
});

test("requests name what they are about", () => {
  for (const bad of [{}, { system: "x" }, { model: "no" }, { model: "a/a", messageId: newId() }])
    expect(NewPane.safeParse(bad).success).toBe(false);
  for (const bad of [
    {},
    { position: 8 },
    { fallbackModels: ["a/a", "b/b", "c/c", "d/d"] },
    { leafId: newId() },
  ])
    expect(PaneChange.safeParse(bad).success).toBe(false);
});
