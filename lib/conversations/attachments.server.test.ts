import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { attachment, attachmentContent, message } from "@/lib/db/schema/conversations";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import {
  attach,
  attachmentsOf,
  findAttachments,
  readAttachment,
  removeAttachment,
  removeUnused,
  storeAttachment,
} from "./attachments.server";
import { deleteConversation, removeDeleted } from "./conversations.server";
import { duplicateConversation } from "./duplicate.server";
import { toMarkdown } from "./export";
import { loadConversation } from "./load.server";
import { addConversation, PNG } from "./testing.server";

const NOW = new Date("2026-05-05T12:00:00Z");
const DAY_BEFORE = new Date("2026-05-04T12:00:00Z");
const text = (words: string) => new TextEncoder().encode(words);

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

  const store = (content: Uint8Array, name = "a.txt", at = NOW, of = memberId) =>
    storeAttachment(db, of, { name, content }, at);
  const stored = () => db.$count(attachmentContent, eq(attachmentContent.memberId, memberId)).then(Number);
  const give = (id: string, ...files: { id: string }[]) =>
    db.transaction((tx) => attach(tx, [{ id, attachments: files }], NOW));
  const questionWith = async (...files: { id: string }[]) => {
    const { id, panes } = await addConversation(db, memberId);
    await give(panes[0]?.messageIds[0] ?? "", ...files);
    return { id, messageId: panes[0]?.messageIds[0] ?? "" };
  };

  test("a file comes back byte for byte, under the type that its bytes have", async () => {
    const file = await store(PNG, "claims-to-be.txt");
    expect(file).toMatchObject({ kind: "image", type: "image/png", bytes: PNG.byteLength });
    const read = await readAttachment(db, memberId, file.id);
    expect(read).toMatchObject({ ...file, name: "claims-to-be.txt" });
    expect(new Uint8Array(read.content)).toEqual(PNG);
  });

  test("the same bytes are stored once for a member, under any name, and apart for another", async () => {
    const [one, two] = [await store(PNG, "a.png"), await store(PNG, "b.png")];
    expect([one.id === two.id, await stored()]).toEqual([false, 1]);
    await Promise.all([store(PNG), store(PNG), store(PNG)]);
    expect(await stored()).toBe(1);
    const stranger = await addMember(db);
    const theirs = await store(PNG, "a.png", NOW, stranger);
    expect((await readAttachment(db, stranger, theirs.id)).bytes).toBe(PNG.byteLength);
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "invalid_request"],
    ["a program", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), "unsupported_media"],
    ["SVG", text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), "unsupported_media"],
    ["a web page", text("<!doctype html><script>1</script>"), "unsupported_media"],
    ["a text of more than a megabyte", text("a".repeat(1_000_001)), "too_large"],
    ["more than eight megabytes", new Uint8Array(8 * 1_048_576 + 1), "too_large"],
  ])("%s is refused, and nothing is left of it", async (_, content, code) => {
    await expect(store(content)).rejects.toMatchObject({ code });
    expect(await stored()).toBe(0);
  });

  test("nobody else finds, reads or removes it", async () => {
    const { id } = await store(PNG);
    const stranger = await addMember(db);
    for (const trial of [
      () => findAttachments(db, stranger, [id]),
      () => readAttachment(db, stranger, id),
      () => removeAttachment(db, stranger, id),
      () => readAttachment(db, memberId, newId()),
    ])
      await expect(trial()).rejects.toMatchObject({ code: "not_found" });
    expect(await findAttachments(db, memberId, [id])).toHaveLength(1);
  });

  test("messages have their files in order, and copies have the same ones", async () => {
    const files = [await store(PNG, "z.png"), await store(text("hi"), "a.txt"), await store(PNG, "m.png")];
    const { id } = await questionWith(...files);
    const { panes } = await loadConversation(db, memberId, id);
    expect(panes[0]?.messages.map(({ attachments }) => attachments)).toEqual([files, []]);
    const copy = await duplicateConversation(db, memberId, id, NOW);
    await deleteConversation(db, memberId, id, new Date(0));
    await removeDeleted(db, NOW);
    expect(await removeUnused(db, DAY_BEFORE)).toBe(0);
    const copied = await loadConversation(db, memberId, copy);
    expect(copied.panes[0]?.messages[0]?.attachments).toEqual(files);
    expect(toMarkdown(copied, NOW)).toContain("*Attached: z.png (70 B)*");
  });

  test("a file goes with the last message that has it, bytes and all", async () => {
    const file = await store(PNG);
    const { id, messageId } = await questionWith(file);
    await expect(removeAttachment(db, memberId, file.id)).rejects.toMatchObject({ code: "conflict" });
    await removeUnused(db, DAY_BEFORE);
    expect((await attachmentsOf(db, [messageId])).get(messageId)).toEqual([file]);
    await deleteConversation(db, memberId, id, new Date(0));
    await removeDeleted(db, NOW);
    await removeUnused(db, DAY_BEFORE);
    expect([await stored(), await db.$count(message, eq(message.id, messageId)).then(Number)]).toEqual([
      0, 0,
    ]);
    await expect(give(messageId, file)).rejects.toMatchObject({ code: "not_found" });
  });

  test("what is never sent goes after a day, or at once when it is taken off", async () => {
    const old = await store(PNG, "old", new Date(DAY_BEFORE.getTime() - 1));
    const [kept, off] = [await store(PNG, "new", DAY_BEFORE), await store(text("x"), "off", NOW)];
    await removeAttachment(db, memberId, off.id);
    await removeUnused(db, DAY_BEFORE);
    const rows = await db
      .select({ id: attachment.id })
      .from(attachment)
      .where(eq(attachment.memberId, memberId));
    expect(rows).toEqual([{ id: kept.id }]);
    expect([old.id === kept.id, await stored()]).toEqual([false, 1]);
  });

  test("bytes cannot be taken from under a file", async () => {
    await store(PNG);
    await expect(
      db.execute(sql`delete from attachment_content where member_id = ${memberId}`),
    ).rejects.toThrow();
  });
});
