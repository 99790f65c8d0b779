import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { conversation } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, open } from "@/lib/ledger/testing.server";
import { deleteConversation, removeDeleted, restoreConversation } from "./conversations.server";
import { countOutlived, deleteOutlived } from "./retention.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const ago = (days: number, ms = 0) => new Date(NOW.getTime() - days * 86_400_000 - ms);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    memberId = await addMember(db);
  });
  beforeEach(async () => {
    await db.delete(conversation);
    await db.delete(setting);
  });
  afterAll(() => database.close());

  const add = async (more: Partial<typeof conversation.$inferInsert>) => {
    const id = newId();
    await db.insert(conversation).values({ id, memberId, title: "One", updatedAt: ago(31), ...more });
    return id;
  };
  const keep = (days: number) =>
    db.insert(setting).values({ name: "retentionDays", value: days, updatedAt: NOW, updatedBy: memberId });
  const left = async () =>
    (await db.select().from(conversation)).filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id);

  test("nothing goes until the workspace says for how long", async () => {
    const old = await add({ updatedAt: ago(4_000) });
    expect(await deleteOutlived(db, NOW)).toBe(0);
    expect(await left()).toEqual([old]);
  });

  test("what nobody touched for longer goes, whoever's it is; pinned ones and younger ones stay", async () => {
    const others = await addMember(db);
    const gone = [await add({}), await add({ memberId: others }), await add({ updatedAt: ago(30, 1) })];
    const kept = [
      await add({ pinned: true }),
      await add({ updatedAt: ago(30) }),
      await add({ updatedAt: NOW }),
    ];
    await add({ deletedAt: ago(1) });
    await keep(30);
    expect(await countOutlived(db, 30, NOW)).toBe(gone.length);
    expect(await deleteOutlived(db, NOW)).toBe(gone.length);
    expect((await left()).sort()).toEqual(kept.sort());
    expect(await countOutlived(db, 30, NOW)).toBe(0);
    expect(await deleteOutlived(db, NOW)).toBe(0);
  });

  test("what is brought back that would go at once counts as touched; what would not stays where it was", async () => {
    const [old, young] = [await add({}), await add({ updatedAt: ago(29) })];
    await keep(30);
    expect(await deleteOutlived(db, NOW)).toBe(1);
    await deleteConversation(db, memberId, young, NOW);
    for (const id of [old, young]) await restoreConversation(db, memberId, id, NOW);
    expect(await deleteOutlived(db, NOW)).toBe(0);
    const rows = await db.select().from(conversation);
    expect(new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]))).toEqual(
      new Map([
        [old, NOW],
        [young, ago(29)],
      ]),
    );
    expect(await deleteOutlived(db, new Date(NOW.getTime() + 31 * 86_400_000))).toBe(2);
  });

  test("nothing goes in which an answer is still written, and what was spent stays", async () => {
    const id = await add({});
    const generationId = await open(db, { memberId, conversationId: id });
    await keep(7);
    expect([await countOutlived(db, 7, NOW), await deleteOutlived(db, NOW)]).toEqual([0, 0]);
    await db.update(generation).set({ state: "lost" }).where(eq(generation.id, generationId));
    expect(await deleteOutlived(db, NOW)).toBe(1);
    await removeDeleted(db, new Date(NOW.getTime() + 1));
    expect(await db.$count(conversation)).toBe(0);
    expect(await db.$count(generation, eq(generation.id, generationId))).toBe(1);
  });
});
