import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, inArray, isNull, lt, not, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { attachment, attachmentContent, messageAttachment } from "@/lib/db/schema/conversations";
import type { Attachment } from "./attachments-api";
import { fileType, isMarkup } from "./file-type";
import { ATTACHMENTS_LIMIT, TEXT_FILE_LIMIT } from "./limits";

const MISSING = "There is no such file, or it was removed. Attach it again.";
const TAKEN =
  "Not a kind of file that models take: PNG, JPEG, WebP and GIF, PDF, WAV, MP3, M4A, OGG and FLAC, and plain text are.";
const MARKUP = "SVG and web pages can hold scripts and are not taken. Attach a picture or plain text.";

/** What is known of a file without its bytes. */
const columns = {
  id: attachment.id,
  kind: attachment.kind,
  name: attachment.name,
  type: attachment.type,
  bytes: attachment.bytes,
};

/**
 * Stores a file for messages to come; the same bytes of one member once.
 * @throws AppError `unsupported_media` for what its bytes are not allowed to be; `too_large`; `invalid_request`
 */
export async function storeAttachment(
  db: Db,
  memberId: string,
  { name, content }: { name: string; content: Uint8Array },
  at: Date,
): Promise<Attachment> {
  const { kind, type } = judgeContent(content);
  const digest = createHash("sha256").update(content).digest("hex");
  const stored = { id: newId(), kind, name, type, bytes: content.byteLength };
  await db.transaction(async (tx) => {
    // Writing locks it, so that it is not removed before the next statement needs it.
    await tx
      .insert(attachmentContent)
      .values({ memberId, digest, content })
      .onConflictDoUpdate({
        target: [attachmentContent.memberId, attachmentContent.digest],
        set: { digest },
      });
    await tx.insert(attachment).values({ ...stored, memberId, digest, createdAt: at });
  });
  return stored;
}

function judgeContent(content: Uint8Array) {
  if (content.byteLength === 0) throw new AppError("invalid_request", {}, { message: "The file is empty." });
  if (content.byteLength > ATTACHMENTS_LIMIT)
    throw new AppError("too_large", {}, { message: "The file is larger than 8 MB." });
  const found = fileType(content);
  if (!found) throw new AppError("unsupported_media", {}, { message: TAKEN });
  if (found.kind === "text" && isMarkup(content))
    throw new AppError("unsupported_media", {}, { message: MARKUP });
  if (found.kind === "text" && content.byteLength > TEXT_FILE_LIMIT)
    throw new AppError("too_large", {}, { message: "A text file may hold 1 MB." });
  return found;
}

/** A member's own files, in the order asked for. @throws AppError `not_found` unless all of them are there */
export async function findAttachments(
  db: Db | Transaction,
  memberId: string,
  ids: readonly string[],
): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(attachment)
    .where(and(inArray(attachment.id, [...ids]), eq(attachment.memberId, memberId)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const found = byId.get(id);
    if (!found) throw new AppError("not_found", {}, { message: MISSING });
    return found;
  });
}

/** One of a member's own files with its bytes. @throws AppError `not_found` */
export async function readAttachment(
  db: Db,
  memberId: string,
  id: string,
): Promise<Attachment & { content: Uint8Array }> {
  const [found] = await withContent(db).where(and(eq(attachment.id, id), eq(attachment.memberId, memberId)));
  if (!found) throw new AppError("not_found", {}, { message: MISSING });
  return found;
}

/** The bytes of files by their ids. Whose they are has been asked before. */
export async function readContents(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  if (ids.length === 0) return new Map();
  const rows = await withContent(db).where(inArray(attachment.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, content }) => [id, content]));
}

const withContent = (db: Db) =>
  db
    .select({ ...columns, content: attachmentContent.content })
    .from(attachment)
    .innerJoin(
      attachmentContent,
      and(
        eq(attachmentContent.memberId, attachment.memberId),
        eq(attachmentContent.digest, attachment.digest),
      ),
    );

/** Whether a message has it. */
const isUsed = sql`exists (select 1 from ${messageAttachment} where ${messageAttachment.attachmentId} = ${attachment.id})`;

/** Removes a file that no message has. @throws AppError `not_found`; `conflict` for one that a message has */
export async function removeAttachment(db: Db, memberId: string, id: string): Promise<void> {
  await findAttachments(db, memberId, [id]);
  const gone = await db
    .delete(attachment)
    .where(and(eq(attachment.id, id), eq(attachment.memberId, memberId), not(isUsed)))
    .returning({ id: attachment.id });
  if (gone.length === 0) {
    const words = "This file is part of a conversation. Delete the question that it went with.";
    throw new AppError("conflict", {}, { message: words });
  }
}

/** Gives messages their files. @throws AppError `not_found` for a file that is gone meanwhile */
export async function attach(
  tx: Transaction,
  messages: readonly { id: string; attachments?: readonly { id: string }[] }[],
  at: Date,
): Promise<void> {
  const rows = messages.flatMap(({ id: messageId, attachments = [] }) =>
    attachments.map(({ id: attachmentId }, position) => ({ messageId, attachmentId, position })),
  );
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ attachmentId }) => attachmentId))];
  const used = await tx
    .update(attachment)
    .set({ usedAt: at })
    .where(inArray(attachment.id, ids))
    .returning({ id: attachment.id });
  if (used.length !== ids.length) throw new AppError("not_found", {}, { message: MISSING });
  await tx.insert(messageAttachment).values(rows);
}

/** The files of these messages, in order. */
export async function attachmentsOf(
  db: Db | Transaction,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Attachment[]>> {
  const found = new Map<string, Attachment[]>();
  if (messageIds.length === 0) return found;
  const rows = await db
    .select({ messageId: messageAttachment.messageId, ...columns })
    .from(messageAttachment)
    .innerJoin(attachment, eq(attachment.id, messageAttachment.attachmentId))
    .where(inArray(messageAttachment.messageId, [...messageIds]))
    .orderBy(asc(messageAttachment.messageId), asc(messageAttachment.position));
  for (const { messageId, ...file } of rows) found.set(messageId, [...(found.get(messageId) ?? []), file]);
  return found;
}

/** Copies of messages have the same files. */
export async function copyAttachments(tx: Transaction, copies: ReadonlyMap<string, string>): Promise<void> {
  const ids = [...copies.keys()];
  if (ids.length === 0) return;
  const rows = await tx.select().from(messageAttachment).where(inArray(messageAttachment.messageId, ids));
  if (rows.length === 0) return;
  const values = rows.map((row) => ({ ...row, messageId: copies.get(row.messageId) ?? row.messageId }));
  await tx.insert(messageAttachment).values(values);
}

/**
 * Removes what no message has any more, and what was uploaded before the given time and never sent.
 * @returns how many files are gone
 */
export async function removeUnused(db: Db, before: Date): Promise<number> {
  const gone = await db
    .delete(attachment)
    .where(and(or(lt(attachment.createdAt, before), not(isNull(attachment.usedAt))), not(isUsed)))
    .returning({ digest: attachment.digest });
  await db
    .delete(attachmentContent)
    .where(
      sql`not exists (select 1 from ${attachment} where ${attachment.memberId} = ${attachmentContent.memberId} and ${attachment.digest} = ${attachmentContent.digest})`,
    );
  return gone.length;
}
