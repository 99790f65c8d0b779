import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storeAttachment } from "@/lib/conversations/attachments.server";
import { changeConversation } from "@/lib/conversations/change.server";
import { addPane } from "@/lib/conversations/panes.server";
import { PNG } from "@/lib/conversations/testing.server";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
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
    expect(await paneCalls(db, memberId, conversationId)).toEqual([
      { paneId, model: "acme/demo", body: sent },
    ]);
    await expect(paneCalls(db, crypto.randomUUID(), conversationId)).rejects.toMatchObject({
      code: "not_found",
    });
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
    const [call] = await paneCalls(db, memberId, conversationId);
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
      expect(await paneCalls(counting, chat.actor.memberId, conversationId)).toHaveLength(count);
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
    await expect(paneCalls(db, chat.actor.memberId, conversationId)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
