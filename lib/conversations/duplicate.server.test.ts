import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { ConversationFile } from "./api";
import { deleteConversation, removeDeleted } from "./conversations.server";
import { duplicateConversation } from "./duplicate.server";
import { loadConversation } from "./load.server";
import { changePane } from "./panes.server";
import { addConversation, say } from "./testing.server";

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

  const shape = async (id: string) => {
    const { panes } = await loadConversation(db, memberId, id, { allBranches: true });
    return panes.map(({ model, leafId, messages }) => {
      const places = new Map(messages.map((message, index) => [message.id, index]));
      const place = (of: string | null) => (of === null ? null : places.get(of));
      return {
        model,
        leaf: place(leafId),
        said: messages.map(({ parentId, content, generation }) => [place(parentId), content, generation?.id]),
      };
    });
  };

  test("a copy has all branches, shows the same ones, and is nobody's but its own", async () => {
    const { id, panes } = await addConversation(db, memberId, [
      { model: "a/a", turns: ["Hi", "Ho"] },
      { model: "b/b", turns: ["Hi", "Hu", "And?"] },
    ]);
    const [one] = panes;
    await changePane(db, memberId, id, one?.id ?? "", { messageId: one?.messageIds[0] ?? "", system: "S" });
    const before = await shape(id);
    const copy = await duplicateConversation(db, memberId, id, new Date());
    expect(await shape(copy)).toEqual(before);
    await say(db, copy, (await loadConversation(db, memberId, copy)).panes[0]?.id ?? "", "More", memberId);
    expect(await shape(id)).toEqual(before);
    await deleteConversation(db, memberId, id, new Date(0));
    await removeDeleted(db, new Date());
    expect((await shape(copy))[1]).toEqual(before[1]);
  });

  test("a stranger copies nothing", async () => {
    const { id } = await addConversation(db, memberId);
    const stranger = await addMember(db);
    await expect(duplicateConversation(db, stranger, id, new Date())).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("a file of it can be written, money as text", async () => {
    const { id } = await addConversation(db, memberId);
    const conversation = await loadConversation(db, memberId, id, { allBranches: true });
    const file = { ...conversation, format: "patchbay-conversation-1" as const, exportedAt: new Date(0) };
    const written = JSON.parse(JSON.stringify(encode(ConversationFile, file)));
    expect(written.panes[0].messages[1].generation.cost).toBe("0.25");
    expect(written.panes[0].leafId).toBe(written.panes[0].messages[1].id);
  });
});
