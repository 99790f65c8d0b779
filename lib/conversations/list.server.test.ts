import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database, Db } from "@/lib/db/client.server";
import { message, searchable } from "@/lib/db/schema/conversations";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { changeConversation } from "./change.server";
import {
  deleteConversation,
  findConversation,
  removeDeleted,
  restoreConversation,
} from "./conversations.server";
import { listConversations } from "./list.server";
import { ConversationChange, ConversationsQuery } from "./request";
import { addConversation } from "./testing.server";

const START = Date.parse("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(START + minutes * 60_000);

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

  const add = async (title: string, minutes: number, ...turns: string[]) =>
    (await addConversation(db, memberId, [{ turns: [title, ...turns] }], at(minutes))).id;
  const list = (query: object = {}) => listConversations(db, memberId, ConversationsQuery.parse(query));
  const titles = async (query: object = {}) => (await list(query)).conversations.map(({ title }) => title);
  const change = (id: string, request: ConversationChange) =>
    changeConversation(db, memberId, id, request, new Date());

  test("pages hold pinned ones first, then the last used, each once", async () => {
    const ids = [];
    // Some were used at the very same moment.
    for (let index = 0; index < 12; index += 1) ids.push(await add(`Talk ${index}`, Math.floor(index / 3)));
    await change(ids[2] ?? "", { pinned: true });
    await change(ids[7] ?? "", { pinned: true });
    const whole = await titles();
    expect(whole.slice(0, 2)).toEqual(["Talk 7", "Talk 2"]);
    expect(whole.slice(2, 5).toSorted()).toEqual(["Talk 10", "Talk 11", "Talk 9"]);
    for (const limit of [1, 2, 5, 12]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ limit, ...(cursor && { cursor }) });
        seen.push(...page.conversations.map(({ title }) => title));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole);
    }
    await expect(list({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("folders are labels that come and go with what they hold", async () => {
    const [one, two] = [await add("One", 1), await add("Two", 2)];
    await add("Three", 3);
    await change(one, { folder: "Work" });
    await change(two, { folder: "Fun" });
    expect((await list()).folders).toEqual(["Fun", "Work"]);
    expect(await titles({ folder: "Work" })).toEqual(["One"]);
    await change(two, { folder: null });
    expect((await list()).folders).toEqual(["Work"]);
    expect(await titles({ folder: "Fun" })).toEqual([]);
  });

  test("a search looks into titles and messages, by the beginnings of words", async () => {
    await add("Recipes for bread", 1, "Use sourdough: it's a wild yeast.");
    await add(
      "Rust lifetimes",
      2,
      `${"Filler. ".repeat(200)}The borrow checker, größer als gedacht. ${"End. ".repeat(200)}`,
    );
    expect(await titles({ q: "BREAD" })).toEqual(["Recipes for bread"]);
    expect(await titles({ q: "sourd wil" })).toEqual(["Recipes for bread"]);
    expect(await titles({ q: "borrow größ" })).toEqual(["Rust lifetimes"]);
    expect(await titles({ q: "r" })).toEqual(["Rust lifetimes", "Recipes for bread"]);
    for (const q of ["borrow bread", "orrow", "nothing", "(", "' | !"])
      expect(await titles({ q }), q).toEqual([]);
    const [found] = (await list({ q: "checker" })).conversations;
    expect(found?.match).toContain("The borrow checker, größer");
    expect(found?.match?.length).toBeLessThanOrEqual(160);
    expect((await list({ q: "lifetimes" })).conversations[0]?.match).toContain("Rust lifetimes");
  });

  test("a search finds models, versions, paths and addresses, and their parts", async () => {
    await add("Asking openai/gpt-4.1-mini", 1, "It read src/lib/index.ts and user_id = -12 on 2026-11-20.");
    await add(
      "Größen",
      2,
      "See <b>https://example.com/straße?q=größer</b> or ada@example.com: “naïve—café”.",
    );
    for (const q of ["gpt-4.1", "gpt", "openai/gpt-4.1-mini", "4.1", "mini", "src/lib/index.ts", "index.ts"])
      expect(await titles({ q }), q).toEqual(["Asking openai/gpt-4.1-mini"]);
    for (const q of ["src/lib", "lib", "user_id", "id", "12", "2026-11-20", "11"])
      expect(await titles({ q }), q).toEqual(["Asking openai/gpt-4.1-mini"]);
    for (const q of ["https://example.com/straße", "example.com", "größer", "GRÖßEN", "straße"])
      expect(await titles({ q }), q).toEqual(["Größen"]);
    for (const q of ["ada@example.com", "naïve", "café", "b"])
      expect(await titles({ q }), q).toEqual(["Größen"]);
    expect(await titles({ q: "gpt-5" })).toEqual([]);
  });

  test("a search of messages takes the index", async () => {
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const found = tx
        .select()
        .from(message)
        .where(sql`${searchable(message.content)} @@ 'gpt'`);
      const plan = await tx.execute(sql`explain ${found}`);
      expect(JSON.stringify(plan.rows)).toContain("message_by_words");
    });
  });

  test("a search takes whatever is typed, and messages of any length", async () => {
    const words = Array.from({ length: 120_000 }, (_, index) => `w${index.toString(36)}`).join(" ");
    await add("Long", 1, words, "x".repeat(900_000));
    expect(await titles({ q: "w1" })).toEqual(["Long"]);
    for (const q of ["a:*", "\\", "a & b | !c <-> d", "%_", "''", "🙂", "a\u0301", "x".repeat(200)])
      await expect(titles({ q })).resolves.toBeDefined();
  });

  test("nobody finds what is another's", async () => {
    await add("Secret plans", 1, "Hush.");
    const stranger = await addMember(db);
    for (const q of [undefined, "secret", "hush"])
      expect((await listConversations(db, stranger, { limit: 50, ...(q && { q }) })).conversations).toEqual(
        [],
      );
  });

  test("what is deleted can be brought back for a while, and is then gone", async () => {
    const [kept, gone] = [await add("Kept", 1), await add("Gone", 2, "words")];
    await change(gone, { folder: "Old" });
    for (const id of [kept, gone]) await deleteConversation(db, memberId, id, at(10));
    expect(await list()).toMatchObject({ conversations: [], folders: [] });
    expect(await titles({ q: "words" })).toEqual([]);
    await expect(findConversation(db, memberId, gone)).rejects.toMatchObject({ code: "not_found" });
    await expect(change(gone, { title: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteConversation(db, memberId, gone, at(11))).rejects.toMatchObject({ code: "not_found" });
    const stranger = await addMember(db);
    const restore = (who: string, id: string) => restoreConversation(db, who, id, at(11));
    await expect(restore(stranger, kept)).rejects.toMatchObject({ code: "not_found" });
    await restore(memberId, kept);
    expect(await titles()).toEqual(["Kept"]);
    expect(await removeDeleted(db, at(10))).toBe(0);
    expect(await removeDeleted(db, at(11))).toBe(1);
    await expect(restore(memberId, gone)).rejects.toMatchObject({ code: "not_found" });
    expect(await titles()).toEqual(["Kept"]);
  });
});

test("a change names something, and a page has bounds", () => {
  for (const bad of [{}, { title: " " }, { folder: "a\nb" }, { owner: 1 }])
    expect(ConversationChange.safeParse(bad).success).toBe(false);
  for (const bad of [{ limit: 0 }, { limit: 201 }, { q: "" }, { q: "a\0" }, { page: 1 }])
    expect(ConversationsQuery.safeParse(bad).success).toBe(false);
});
