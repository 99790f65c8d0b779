import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import { storeAttachment } from "@/lib/conversations/attachments.server";
import { changeConversation } from "@/lib/conversations/change.server";
import { loadConversation } from "@/lib/conversations/load.server";
import { addPane, changePane } from "@/lib/conversations/panes.server";
import { PNG } from "@/lib/conversations/testing.server";
import { deleteTurn } from "@/lib/conversations/turns.server";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createRoute, publishRoute } from "@/lib/routes/routes.server";
import { RouteSpec } from "@/lib/routes/spec-request";
import { paneCalls } from "./calls.server";
import { ChatRequest } from "./request";
import { type Chat, createChat } from "./testing.server";

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

  test("a call is what was last sent for a pane, but for how the answer is taken", async () => {
    const { db } = database;
    const { memberId } = chat.actor;
    const pane = {
      model: "acme/demo",
      fallbackModels: ["acme/b"],
      system: "Be brief.",
      parameters: { temperature: 0, provider: { order: ["acme"] } },
    };
    const { conversationId, generations } = await chat.start(
      ChatRequest.parse({ message: "One?", panes: [pane] }),
    );
    await chat.runner.idle();
    const paneId = generations[0]?.paneId ?? "";
    await chat.start(ChatRequest.parse({ conversationId, message: "Two?", panes: [{ paneId }] }));
    await chat.runner.idle();
    // Nothing has been asked in it.
    await addPane(db, memberId, conversationId, { model: "acme/c" }, new Date());

    const { stream, session_id, ...sent } = chat.network.calls.at(-1)?.body ?? {};
    expect({ stream, session_id }).toEqual({ stream: true, session_id: paneId });
    expect(sent.messages).toHaveLength(4);
    expect(await paneCalls(chat, db, memberId, conversationId)).toEqual([
      { paneId, model: "acme/demo", body: sent, answered: true, setNow: ["system"] },
    ]);
    await expect(paneCalls(chat, db, crypto.randomUUID(), conversationId)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("an answer's call is what it was asked with, whatever is set since; words are as they are now", async () => {
    const { db } = database;
    const { memberId } = chat.actor;
    const then = { temperature: 0.2, provider: { order: ["acme"] }, stop: ["then"] };
    const { conversationId, generations } = await chat.start(
      ChatRequest.parse({
        message: "One?",
        panes: [{ model: "acme/demo", fallbackModels: ["acme/b"], parameters: then }],
      }),
    );
    await chat.runner.idle();
    const paneId = generations[0]?.paneId ?? "";
    const now = { temperature: 1.5, seed: 7, stop: ["now"] };
    const change = { model: "acme/c", fallbackModels: [], parameters: now };
    await changePane(db, memberId, conversationId, paneId, change);
    const [answered] = await paneCalls(chat, db, memberId, conversationId);
    expect(answered).toMatchObject({ model: "acme/demo", answered: true, setNow: ["stop"] });
    expect(answered?.body).toEqual({
      ...{ model: "acme/demo", models: ["acme/b"], temperature: 0.2, provider: then.provider, stop: ["now"] },
      messages: [{ role: "user", content: "One?" }],
    });

    // Where the answer is gone, what would be asked now.
    const [, answer] = (await loadConversation(db, memberId, conversationId)).panes[0]?.messages ?? [];
    await deleteTurn(db, memberId, conversationId, answer?.id ?? "");
    const [unanswered] = await paneCalls(chat, db, memberId, conversationId);
    expect(unanswered).toMatchObject({ model: "acme/c", body: now, answered: false, setNow: [] });
    expect(unanswered?.body).not.toHaveProperty("provider");
  });

  test("an answer by a route is asked of the version that chose", async () => {
    const { db } = database;
    const { memberId } = chat.actor;
    const name = "asked";
    const arms = [{ name: "main", share: 100, models: ["acme/demo", "acme/b"] }];
    const spec = RouteSpec.parse({ arms, parameters: { temperature: 0.25 } });
    await createRoute(db, { name, spec }, new Date());
    await publishRoute(db, memberId, name, { revision: 1, note: "" }, new Date());
    const { conversationId } = await chat.start(
      ChatRequest.parse({ message: "One?", panes: [{ model: `route/${name}`, parameters: { seed: 7 } }] }),
    );
    await chat.runner.idle();
    const [call] = await paneCalls(chat, db, memberId, conversationId);
    const model = `route/${name}@1`;
    expect(call).toMatchObject({ model, body: { model, temperature: 0.25, seed: 7 } });
    expect(call?.body).not.toHaveProperty("models");
  });

  test("what the model does not take is in no call", async () => {
    const { db } = database;
    const row = catalogModel("acme/demo", { supportedParameters: ["temperature"] });
    const knowing = await createChat(db, { models: [row] });
    const { memberId } = knowing.actor;
    const parameters = { temperature: 0, seed: 7, stop: ["x"] };
    const { conversationId, generations } = await knowing.start(
      ChatRequest.parse({ message: "One?", panes: [{ model: "acme/demo", parameters }] }),
    );
    await knowing.runner.idle();
    const { messages: _, ...body } = knowing.network.calls.at(-1)?.body ?? {};
    expect(body).toEqual({
      model: "acme/demo",
      temperature: 0,
      stream: true,
      session_id: generations[0]?.paneId,
    });
    const expected = { model: "acme/demo", temperature: 0, messages: [{ role: "user", content: "One?" }] };
    expect((await paneCalls(knowing, db, memberId, conversationId))[0]?.body).toEqual(expected);
    const [, answer] = (await loadConversation(db, memberId, conversationId)).panes[0]?.messages ?? [];
    await deleteTurn(db, memberId, conversationId, answer?.id ?? "");
    expect((await paneCalls(knowing, db, memberId, conversationId))[0]?.body).toEqual(expected);
    await knowing.runner.close(0);
    expect(knowing.errors).toEqual([]);
  });

  test("texts are written into a call, and all other files named", async () => {
    const { db } = database;
    const { memberId } = chat.actor;
    const files = [
      { name: "a.txt", content: new TextEncoder().encode("Seven of nine") },
      { name: "dot.png", content: PNG },
    ];
    const stored = await Promise.all(files.map((file) => storeAttachment(db, memberId, file, new Date())));
    const { conversationId } = await chat.start(
      ChatRequest.parse({
        ...{ message: "See?", panes: [{ model: "acme/demo" }] },
        attachments: stored.map(({ id }) => id),
      }),
    );
    await chat.runner.idle();
    const [call] = await paneCalls(chat, db, memberId, conversationId);
    const written = JSON.stringify(call?.body.messages);
    expect(written).toContain("Seven of nine");
    expect(written).toContain("data:image/png;base64,<base64 of dot.png>");
  });

  test("however many panes there are, the database is asked as often", async () => {
    let asked = 0;
    const counting = new Proxy(database.db, {
      get(target, key) {
        if (key === "select") asked += 1;
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const counts: number[] = [];
    for (const count of [1, 8]) {
      const panes = Array.from({ length: count }, () => ({ model: "acme/demo" }));
      const { conversationId } = await chat.start(ChatRequest.parse({ message: "One?", panes }));
      await chat.runner.idle();
      asked = 0;
      expect(await paneCalls(chat, counting, chat.actor.memberId, conversationId)).toHaveLength(count);
      counts.push(asked);
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBe(counts[0]);
  });

  test("while nobody may know the models there is no code", async () => {
    const { db } = database;
    const { conversationId } = await chat.start(
      ChatRequest.parse({ message: "One?", panes: [{ model: "acme/a" }, { model: "acme/b" }] }),
    );
    await chat.runner.idle();
    await changeConversation(db, chat.actor.memberId, conversationId, { blind: true }, new Date());
    await expect(paneCalls(chat, db, chat.actor.memberId, conversationId)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
