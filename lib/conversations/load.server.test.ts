import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, open } from "@/lib/ledger/testing.server";
import { loadConversation } from "./load.server";
import { changePane } from "./panes.server";
import { addConversation } from "./testing.server";
import { addTurns } from "./turns.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    memberId = await addMember(db);
  });
  afterAll(() => database.close());

  test("the end of a conversation is the end of the whole of it, and tells how much is before it", async () => {
    const { id } = await addConversation(db, memberId, [
      { turns: ["1", "2", "3", "4", "5"] },
      { turns: ["1", "2"] },
      {},
    ]);
    const whole = await loadConversation(db, memberId, id);
    const { panes, ...rest } = await loadConversation(db, memberId, id, { last: 2 });
    expect(rest).toEqual({ ...whole, panes: undefined });
    expect(panes).toEqual([
      { ...whole.panes[0], messages: whole.panes[0]?.messages.slice(3), earlier: 3 },
      whole.panes[1],
      whole.panes[2],
    ]);
  });

  test("it follows the branch that is shown, with the versions of its messages, and tells what runs on others", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns: ["1", "2", "3", "4"] }]);
    const [paneId, ids] = [panes[0]?.id ?? "", panes[0]?.messageIds ?? []];
    const turn = { conversationId: id, paneId, parentId: ids[2] ?? "", role: "assistant" as const };
    const generationId = await open(db, { memberId });
    const again = { ...turn, id: newId(), content: "", generationId, createdAt: new Date() };
    await db.transaction((tx) => addTurns(tx, [again]));
    await changePane(db, memberId, id, paneId, { messageId: ids[3] ?? "" });
    const [end] = (await loadConversation(db, memberId, id, { last: 1 })).panes;
    expect(end?.messages.map(({ content, siblings }) => [content, siblings])).toEqual([
      ["4", [ids[3], again.id]],
    ]);
    expect([end?.earlier, end?.running]).toEqual([3, [generationId]]);
  });
});
