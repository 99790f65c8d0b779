import "server-only";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { conversation } from "@/lib/db/schema/conversations";
import { readWorkspace } from "@/lib/team/workspace.server";
import { keptSince } from "./retention.server";

const MISSING = "There is no such conversation.";

/** The member's own conversation, unless it is deleted. */
const own = (memberId: string, id: string) =>
  and(eq(conversation.id, id), eq(conversation.memberId, memberId), isNull(conversation.deletedAt));

/** @throws AppError `not_found` unless it is the member's own and not deleted */
export async function findConversation(db: Db | Transaction, memberId: string, id: string) {
  const [found] = await db.select().from(conversation).where(own(memberId, id));
  if (!found) throw new AppError("not_found", {}, { message: MISSING });
  return found;
}

/** What listeners have to know of a conversation: its changes, counted, and what to withhold; null when it is gone. */
export async function readState(db: Db, id: string): Promise<{ revision: number; blind: boolean } | null> {
  const [found] = await db
    .select({ revision: conversation.revision, blind: conversation.blind })
    .from(conversation)
    .where(and(eq(conversation.id, id), isNull(conversation.deletedAt)));
  return found ?? null;
}

/**
 * Locks a conversation for a change of what is in it, and lets others hear of the change.
 * @throws AppError `not_found` unless it is the member's own and not deleted
 */
export async function lockConversation(tx: Transaction, memberId: string, id: string) {
  const [found] = await tx
    .update(conversation)
    .set({ revision: sql`${conversation.revision} + 1` })
    .where(own(memberId, id))
    .returning();
  if (!found) throw new AppError("not_found", {}, { message: MISSING });
  return found;
}

/** @throws AppError `conflict` while the conversation is blind: who sets a model knows it */
export function requireSeeing({ blind }: { blind: boolean }): void {
  if (blind)
    throw new AppError("conflict", {}, { message: "Vote first: nobody may know the models until then." });
}

/** Deletes what was said; for a while it can be brought back. The ledger keeps what it cost. */
export async function deleteConversation(db: Db, memberId: string, id: string, at: Date): Promise<void> {
  const rows = await db
    .update(conversation)
    .set({ deletedAt: at })
    .where(own(memberId, id))
    .returning({ id: conversation.id });
  if (rows.length === 0) throw new AppError("not_found", {}, { message: MISSING });
}

/**
 * Brings a deleted conversation back as it was. One that the workspace would keep no longer counts as touched now, or it would
 * go again at once. @throws AppError `not_found` once it is removed for good
 */
export async function restoreConversation(db: Db, memberId: string, id: string, now: Date): Promise<void> {
  const { retentionDays } = await readWorkspace(db);
  const [oldest, at] = [keptSince(retentionDays, now), now.toISOString()];
  const { updatedAt } = conversation;
  const rows = await db
    .update(conversation)
    .set({
      deletedAt: null,
      ...(oldest && {
        updatedAt: sql`case when ${updatedAt} < ${oldest.toISOString()}::timestamptz then ${at}::timestamptz else ${updatedAt} end`,
      }),
    })
    .where(and(eq(conversation.id, id), eq(conversation.memberId, memberId)))
    .returning({ id: conversation.id });
  if (rows.length === 0) throw new AppError("not_found", {}, { message: MISSING });
}

/** Removes for good what was deleted before the given time. @returns how many conversations are gone */
export async function removeDeleted(db: Db, before: Date): Promise<number> {
  const rows = await db
    .delete(conversation)
    .where(lt(conversation.deletedAt, before))
    .returning({ id: conversation.id });
  return rows.length;
}
