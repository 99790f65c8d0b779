import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { JsonRecord } from "@/lib/core/lenient";
import { cleanText } from "@/lib/core/storable";
import type { Db, Transaction } from "@/lib/db/client.server";
import { conversation, message, pane } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { attachmentsOf } from "./attachments.server";
import type { Attachment } from "./attachments-api";
import { lockConversation } from "./conversations.server";
import { shortenShares } from "./share-leaves.server";
import { titleFrom } from "./text";
import { branchTo, leafWithout, type Node, subtreeOf } from "./tree";

export type Turn = Pick<
  typeof message.$inferSelect,
  "id" | "turnId" | "role" | "content" | "extras" | "generationId"
> & { attachments: readonly Attachment[] };

/** Creates a conversation named after its first message. */
export async function createConversation(
  tx: Transaction,
  { id, memberId, firstMessage, at }: { id: string; memberId: string; firstMessage: string; at: Date },
): Promise<void> {
  await tx
    .insert(conversation)
    .values({ id, memberId, title: titleFrom(firstMessage), createdAt: at, updatedAt: at });
}

/** Locks a conversation and marks it as used. @throws AppError `not_found` unless it is the member's own */
export async function touchConversation(
  tx: Transaction,
  { id, memberId, at }: { id: string; memberId: string; at: Date },
): Promise<typeof conversation.$inferSelect> {
  const locked = await lockConversation(tx, memberId, id);
  await tx.update(conversation).set({ updatedAt: at }).where(eq(conversation.id, id));
  return locked;
}

/** @throws AppError `conflict` while an answer is being written in one of the panes, on whatever branch */
export async function requireIdle(tx: Transaction, paneIds: string[]): Promise<void> {
  const [busy] = await tx
    .select({ id: message.id })
    .from(message)
    .innerJoin(generation, eq(generation.id, message.generationId))
    .where(and(inArray(message.paneId, paneIds), eq(generation.state, "running")))
    .limit(1);
  if (!busy) return;
  const words = "An answer is still being written here. Stop it or wait for it.";
  throw new AppError("conflict", {}, { message: words });
}

/**
 * Holds on to a message until the transaction ends.
 * @throws AppError `not_found` when the pane has none of this id, or not any more
 */
export async function requireMessage(tx: Transaction, paneId: string, id: string): Promise<void> {
  const [found] = await tx
    .select({ id: message.id })
    .from(message)
    .where(and(eq(message.id, id), eq(message.paneId, paneId)))
    .for("share");
  if (!found) throw missing();
}

const missing = () => new AppError("not_found", {}, { message: "There is no such message here." });

/** All messages of a pane without their content, oldest first. */
export function readNodes(db: Db | Transaction, paneId: string): Promise<Node[]> {
  return db
    .select({ id: message.id, parentId: message.parentId })
    .from(message)
    .where(eq(message.paneId, paneId))
    .orderBy(asc(message.createdAt), asc(message.id));
}

/**
 * The turns of a pane from the beginning to one of its messages, oldest first; none for null.
 * @throws AppError `not_found` when the message is not one of the pane
 */
export async function readBranch(
  db: Db | Transaction,
  paneId: string,
  leafId: string | null,
): Promise<Turn[]> {
  if (leafId === null) return [];
  const ids = branchTo(await readNodes(db, paneId), leafId).map(({ id }) => id);
  if (ids.length === 0) throw missing();
  const turns = await readContent(db, ids);
  return ids.flatMap((id) => turns.get(id) ?? []);
}

/** The current branches of all panes of a conversation by the panes' ids, in as many queries as of one. */
export async function readBranches(
  db: Db | Transaction,
  conversationId: string,
  panes: readonly { id: string; leafId: string | null }[],
): Promise<ReadonlyMap<string, Turn[]>> {
  const nodes = await db
    .select({ id: message.id, parentId: message.parentId })
    .from(message)
    .where(eq(message.conversationId, conversationId));
  const branches = panes.map(({ id, leafId }) => ({ id, nodes: branchTo(nodes, leafId) }));
  const turns = await readContent(
    db,
    branches.flatMap((branch) => branch.nodes.map(({ id }) => id)),
  );
  return new Map(
    branches.map((branch) => [branch.id, branch.nodes.flatMap(({ id }) => turns.get(id) ?? [])]),
  );
}

async function readContent(db: Db | Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Turn>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: message.id,
      turnId: message.turnId,
      role: message.role,
      content: message.content,
      extras: message.extras,
      generationId: message.generationId,
    })
    .from(message)
    .where(inArray(message.id, [...ids]));
  const files = await attachmentsOf(db, ids);
  return new Map(rows.map((row) => [row.id, { ...row, attachments: files.get(row.id) ?? [] }]));
}

export type NewTurn = Omit<typeof message.$inferInsert, "reasoning" | "createdAt"> & { createdAt: Date };

export async function addTurns(tx: Transaction, turns: NewTurn[]): Promise<void> {
  await tx.insert(message).values(turns.map((turn) => ({ ...turn, content: cleanText(turn.content ?? "") })));
}

/** Writes down what a generation answered. The message may have been deleted meanwhile; then nothing is. */
export async function recordAnswer(
  tx: Transaction,
  messageId: string,
  { content, reasoning, extras }: { content: string; reasoning: string; extras: JsonRecord | null },
): Promise<void> {
  await tx
    .update(message)
    .set({ content: cleanText(content), reasoning: cleanText(reasoning), extras })
    .where(eq(message.id, messageId));
}

/**
 * Deletes a message and all that follows from it; the ledger keeps what it cost.
 * @throws AppError `not_found`; `conflict` while its pane answers
 */
export async function deleteTurn(
  db: Db,
  memberId: string,
  conversationId: string,
  id: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockConversation(tx, memberId, conversationId);
    const [found] = await tx
      .select({ id: message.id, parentId: message.parentId, paneId: pane.id, leafId: pane.leafId })
      .from(message)
      .innerJoin(pane, eq(pane.id, message.paneId))
      .where(and(eq(message.id, id), eq(message.conversationId, conversationId)));
    if (!found) throw missing();
    await requireIdle(tx, [found.paneId]);
    const nodes = await readNodes(tx, found.paneId);
    await tx
      .update(pane)
      .set({ leafId: leafWithout(nodes, found, found.leafId) })
      .where(eq(pane.id, found.paneId));
    const deleted = subtreeOf(nodes, id);
    await shortenShares(tx, conversationId, deleted, found.parentId);
    await tx.delete(message).where(inArray(message.id, [...deleted]));
  });
}
