import "server-only";
import { and, arrayOverlaps, eq } from "drizzle-orm";
import type { Transaction } from "@/lib/db/client.server";
import { share } from "@/lib/db/schema/conversations";

/**
 * Lets the links to a locked conversation that ended with what is deleted end before it, so that they go on showing
 * what was said until then.
 * @param parentId the message before what is deleted; null when that was the first
 */
export async function shortenShares(
  tx: Transaction,
  conversationId: string,
  deleted: ReadonlySet<string>,
  parentId: string | null,
): Promise<void> {
  const rows = await tx
    .select({ id: share.id, leafIds: share.leafIds })
    .from(share)
    .where(and(eq(share.conversationId, conversationId), arrayOverlaps(share.leafIds, [...deleted])));
  for (const { id, leafIds } of rows) {
    const left = leafIds.flatMap((leafId) => (deleted.has(leafId) ? (parentId ?? []) : leafId));
    await tx.update(share).set({ leafIds: left }).where(eq(share.id, id));
  }
}
