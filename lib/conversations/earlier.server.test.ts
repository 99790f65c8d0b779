import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { changeConversation } from "./change.server";
import { loadBefore } from "./earlier.server";
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

  const turns = ["1", "2", "3", "4", "5", "6", "7"];

  test("page after page it is what the whole has before a message, to the beginning", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns }, { turns: ["1", "2"] }]);
    const whole = (await loadConversation(db, memberId, id)).panes[0]?.messages ?? [];
    const at = (index: number) => panes[0]?.messageIds[index] ?? "";
    const page = (index: number) => loadBefore(db, memberId, id, { before: at(index), limit: 3 });
    expect(await page(6)).toEqual(whole.slice(3, 6));
    expect(await page(3)).toEqual(whole.slice(0, 3));
    expect(await page(2)).toEqual(whole.slice(0, 2));
    expect(await page(0)).toEqual([]);
  });

  test("it follows the branch of its message, whatever is shown, and names the versions beside it", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns }]);
    const [paneId, ids] = [panes[0]?.id ?? "", panes[0]?.messageIds ?? []];
    const other = { conversationId: id, paneId, role: "user" as const, createdAt: new Date() };
    const [first, third] = [newId(), newId()];
    await db.transaction((tx) =>
      addTurns(tx, [
        { ...other, id: first, parentId: null, content: "another beginning" },
        { ...other, id: third, parentId: ids[1] ?? "", content: "another third" },
      ]),
    );
    await changePane(db, memberId, id, paneId, { messageId: third });
    const told = await loadBefore(db, memberId, id, { before: ids[4] ?? "", limit: 10 });
    expect(told.map(({ content, siblings }) => [content, siblings])).toEqual([
      ["1", [ids[0], first]],
      ["2", [ids[1]]],
      ["3", [ids[2], third]],
      ["4", [ids[3]]],
    ]);
  });

  test("while a conversation is blind it tells no models", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns }, { turns }]);
    await changeConversation(db, memberId, id, { blind: true }, new Date());
    const before = panes[0]?.messageIds[4] ?? "";
    const told = await loadBefore(db, memberId, id, { before, limit: 10 });
    // Becoming blind has shuffled the panes.
    const shown = (await loadConversation(db, memberId, id)).panes.find((pane) => pane.id === panes[0]?.id);
    expect(told).toEqual(shown?.messages.slice(0, 4));
    expect(told.flatMap(({ generation }) => generation?.models ?? [])).toEqual([]);
  });

  test("it tells nothing of what is another's, of another conversation, or not there", async () => {
    const { id, panes } = await addConversation(db, memberId, [{ turns }]);
    const other = await addConversation(db, memberId, [{ turns }]);
    const before = panes[0]?.messageIds[4] ?? "";
    for (const [who, where, from] of [
      [await addMember(db), id, before],
      [memberId, other.id, before],
      [memberId, id, newId()],
    ] as const) {
      await expect(loadBefore(db, who, where, { before: from, limit: 10 })).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});
