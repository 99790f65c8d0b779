import "server-only";
import { asc, eq, inArray } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Transaction } from "@/lib/db/client.server";
import { message, pane } from "@/lib/db/schema/conversations";
import { copyAttachments } from "./attachments.server";
import { branchTo } from "./tree";
import { readNodes } from "./turns.server";

type Row = typeof message.$inferSelect;

/** Rows of one statement, well below what either engine takes. */
const BATCH = 500;

/**
 * Copies a pane's current branch into another pane of a locked conversation and shows it there; what was said
 * there stays as a branch of its own. Copies keep their generations, which were paid for once.
 */
export async function copyBranch(
  tx: Transaction,
  from: { id: string; leafId: string | null },
  toPaneId: string,
  at: Date,
): Promise<void> {
  const ids = branchTo(await readNodes(tx, from.id), from.leafId).map(({ id }) => id);
  if (ids.length === 0) return;
  const rows = await tx.select().from(message).where(inArray(message.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const branch = ids.flatMap((id) => byId.get(id) ?? []);
  const copies = await insertCopies(tx, branch, (row) => ({ ...row, paneId: toPaneId, createdAt: at }));
  await tx
    .update(pane)
    .set({ leafId: copies.get(ids.at(-1) ?? "") ?? null })
    .where(eq(pane.id, toPaneId));
}

/** Copies everything of one conversation into another that is empty, which has the given copies of its panes. */
export async function copyTurns(
  tx: Transaction,
  conversationId: string,
  to: { conversationId: string; panes: ReadonlyMap<string, string> },
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select()
    .from(message)
    .where(eq(message.conversationId, conversationId))
    .orderBy(asc(message.createdAt), asc(message.id));
  return insertCopies(tx, rows, (row) => ({
    ...row,
    conversationId: to.conversationId,
    paneId: to.panes.get(row.paneId) ?? row.paneId,
  }));
}

/** Inserts copies under new ids that keep the order and the tree. @returns the new id of each */
async function insertCopies(
  tx: Transaction,
  rows: readonly Row[],
  change: (row: Row) => Row,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map(rows.map(({ id }) => [id, newId()]));
  const copies = rows.map((row) => ({
    ...change(row),
    id: ids.get(row.id) ?? newId(),
    parentId: row.parentId === null ? null : (ids.get(row.parentId) ?? null),
  }));
  for (let start = 0; start < copies.length; start += BATCH) {
    await tx.insert(message).values(copies.slice(start, start + BATCH));
  }
  await copyAttachments(tx, ids);
  return ids;
}
