import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { parseUsd } from "@/lib/core/money";
import type { Database, Db, Transaction } from "@/lib/db/client.server";
import { conversation, share } from "@/lib/db/schema/conversations";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { somebodyWaits } from "@/lib/ledger/testing-locks.server";
import { deleteConversation, restoreConversation } from "./conversations.server";
import { changePane } from "./panes.server";
import { ShareRequest } from "./request";
import { SharedConversation } from "./share-api";
import { createShare, listShares, loadShared, revokeShare } from "./shares.server";
import { addConversation, say } from "./testing.server";
import { deleteTurn } from "./turns.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const DAY = 24 * 60 * 60_000;
const later = (days: number, ms = 0) => new Date(NOW.getTime() + days * DAY + ms);
const GONE = { code: "not_found" };

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

  const create = (id: string, request: object = {}) =>
    createShare(db, memberId, id, ShareRequest.parse(request), NOW);
  const read = (token: string, now = NOW) => loadShared(db, token, now);
  const contents = async (token: string) =>
    (await read(token)).panes.map(({ messages }) => messages.map(({ content }) => content));

  async function begin() {
    const added = await addConversation(db, memberId, [
      { turns: ["Hi", "Ho"] },
      { model: "b/b", turns: ["Hi"] },
    ]);
    const paneId = added.panes[0]?.id ?? "";
    await changePane(db, memberId, added.id, paneId, {
      system: "Secret instructions",
      parameters: { seed: 42 },
    });
    return { ...added, paneId };
  }

  test("a link ends with its owner's place in the team, and while they are suspended", async () => {
    const { token } = await create((await begin()).id);
    const set = (change: Partial<typeof member.$inferInsert>) =>
      db.update(member).set(change).where(eq(member.id, memberId));
    await set({ suspendedAt: NOW });
    await expect(read(token)).rejects.toMatchObject(GONE);
    await set({ suspendedAt: null });
    expect(await contents(token)).toHaveLength(2);
    await set({ removedAt: NOW });
    await expect(read(token)).rejects.toMatchObject(GONE);
  });

  test("anyone with the link reads what was said until then, and nothing that leads further", async () => {
    const { id, paneId, panes } = await begin();
    const { token } = await create(id);
    await say(db, id, paneId, "Afterwards", memberId);
    expect(await contents(token)).toEqual([["Hi", "Ho"], ["Hi"]]);
    // Without its times: a second's fraction may look like an amount.
    const text = JSON.stringify(encode(SharedConversation, await read(token))).replace(
      /"\d{4}-[\d-]+T[\d:.]+Z"/g,
      '""',
    );
    const { messageIds = [] } = panes[0] ?? {};
    for (const hidden of [id, memberId, paneId, ...messageIds, "Secret", "seed", "0.25", "Acme", "gen-"])
      expect(text, hidden).not.toContain(hidden);
    expect(text).toContain("acme/demo");
  });

  test("instructions and costs are there when its maker says so", async () => {
    const { id } = await begin();
    const { token } = await create(id, { includeSystem: true, includeCosts: true });
    const [first] = (await read(token)).panes;
    expect(first?.system).toBe("Secret instructions");
    expect(first?.messages.map(({ cost }) => cost)).toEqual([null, parseUsd("0.25")]);
  });

  test("what is set later is not shared", async () => {
    const { id, paneId } = await begin();
    const { token } = await create(id, { includeSystem: true });
    const before = await read(token);
    await changePane(db, memberId, id, paneId, { model: "c/later", system: "Written later" });
    await db.update(conversation).set({ title: "Named later" }).where(eq(conversation.id, id));
    expect(await read(token)).toEqual(before);
  });

  test("the token cannot be had from the database, nor guessed", async () => {
    const { id } = await begin();
    const tokens = [(await create(id)).token, (await create(id)).token];
    for (const token of tokens) expect(token).toMatch(/^pb-share-[\w-]{43}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
    const rows = JSON.stringify(await db.select().from(share));
    for (const token of tokens) expect(rows).not.toContain(token.slice(9, 21));
    const [row] = await db.select().from(share).where(eq(share.conversationId, id));
    for (const guess of ["", "pb-share-", row?.id ?? "", row?.digest ?? "", `${tokens[0]}x`, "\0"])
      await expect(read(guess)).rejects.toMatchObject(GONE);
  });

  test("it ends on its day, when it is revoked, and with what it shows", async () => {
    const { id } = await begin();
    const week = await create(id, { days: 7 });
    expect(week.expiresAt).toEqual(later(7));
    await expect(read(week.token, later(7, -1))).resolves.toBeDefined();
    await expect(read(week.token, later(7))).rejects.toMatchObject(GONE);
    const month = await create(id);
    expect((await listShares(db, memberId, id, NOW)).map((one) => one.id)).toEqual([month.id, week.id]);
    await revokeShare(db, memberId, id, month.id, NOW);
    await expect(read(month.token)).rejects.toMatchObject(GONE);
    await expect(revokeShare(db, memberId, id, month.id, NOW)).rejects.toMatchObject(GONE);
    expect((await listShares(db, memberId, id, NOW)).map((one) => one.id)).toEqual([week.id]);
    await deleteConversation(db, memberId, id, NOW);
    await expect(read(week.token)).rejects.toMatchObject(GONE);
    await restoreConversation(db, memberId, id, new Date());
    await expect(read(week.token)).resolves.toBeDefined();
  });

  test("a deleted message is withdrawn from links, too", async () => {
    const { id, panes } = await begin();
    const { token } = await create(id);
    await deleteTurn(db, memberId, id, panes[0]?.messageIds[1] ?? "");
    expect(await contents(token)).toEqual([["Hi"], ["Hi"]]);
    await deleteTurn(db, memberId, id, panes[0]?.messageIds[0] ?? "");
    expect(await contents(token)).toEqual([["Hi"]]);
  });

  test("what is deleted with all that followed shortens the links that went further, and no others", async () => {
    const { id, paneId } = await begin();
    const short = await create(id);
    const question = await say(db, id, paneId, "And then?", memberId);
    await say(db, id, paneId, "Nothing", memberId);
    const long = await create(id);
    await deleteTurn(db, memberId, id, question);
    await say(db, id, paneId, "Afterwards", memberId);
    for (const { token } of [short, long]) expect(await contents(token)).toEqual([["Hi", "Ho"], ["Hi"]]);
  });

  // The embedded engine does one thing at a time.
  describe.runIf(engine === "postgres")("a link that is made while something is deleted", () => {
    const makeDuring = async (id: string, deleteIt: (tx: Transaction) => Promise<void>) => {
      const making: Promise<{ token: string }>[] = [];
      await db.transaction(async (tx) => {
        await deleteIt(tx);
        const link = create(id);
        link.catch(() => {});
        making.push(link);
        await somebodyWaits(db);
      });
      return making[0];
    };

    test("ends before that message", async () => {
      const { id, panes } = await begin();
      const answerId = panes[0]?.messageIds[1] ?? "";
      const link = await makeDuring(id, (tx) => deleteTurn(tx, memberId, id, answerId));
      expect(await contents(link?.token ?? "")).toEqual([["Hi"], ["Hi"]]);
    });

    test("is none to a conversation that is gone then", async () => {
      const { id } = await begin();
      const link = makeDuring(id, (tx) => deleteConversation(tx, memberId, id, NOW));
      await expect(link).rejects.toMatchObject(GONE);
      expect(await db.$count(share, eq(share.conversationId, id))).toBe(0);
    });
  });

  test("while the conversation is blind, no link is made and none says what answered", async () => {
    const { id } = await begin();
    const { token } = await create(id, { includeSystem: true, includeCosts: true });
    await db.update(conversation).set({ blind: true }).where(eq(conversation.id, id));
    await expect(create(id)).rejects.toMatchObject({ code: "conflict" });
    const text = JSON.stringify(encode(SharedConversation, await read(token)));
    for (const hidden of ["acme/", "b/b", "0.25", "Secret"]) expect(text).not.toContain(hidden);
  });

  test("strangers make, see and end no links", async () => {
    const { id } = await begin();
    const other = await addConversation(db, memberId);
    const { id: shareId, token } = await create(id);
    const stranger = await addMember(db);
    for (const attempt of [
      () => createShare(db, stranger, id, ShareRequest.parse({}), NOW),
      () => listShares(db, stranger, id, NOW),
      () => revokeShare(db, stranger, id, shareId, NOW),
      () => revokeShare(db, memberId, other.id, shareId, NOW),
    ])
      await expect(attempt()).rejects.toMatchObject(GONE);
    await expect(read(token)).resolves.toBeDefined();
  });
});

test("a link has an end within a year", () => {
  for (const bad of [{ days: 0 }, { days: 366 }, { days: null }, { token: "x" }])
    expect(ShareRequest.safeParse(bad).success).toBe(false);
});
