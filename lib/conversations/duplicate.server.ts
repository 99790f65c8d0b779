import "server-only";
import { newId } from "@/lib/core/ids";
import type { Db } from "@/lib/db/client.server";
import { conversation, pane } from "@/lib/db/schema/conversations";
import { lockConversation, requireSeeing } from "./conversations.server";
import { copyTurns } from "./copy.server";
import { readPanes } from "./load.server";
import { updatePane } from "./panes.server";
import { requireIdle } from "./turns.server";

/**
 * Copies a conversation with all branches of its panes; generations stay those of the original.
 * @returns the id of the copy
 * @throws AppError `not_found`; `conflict` while it answers or is blind
 */
export async function duplicateConversation(db: Db, memberId: string, id: string, at: Date): Promise<string> {
  const copyId = newId();
  await db.transaction(async (tx) => {
    const original = await lockConversation(tx, memberId, id);
    requireSeeing(original);
    const { title, folder, sync } = original;
    const panes = await readPanes(tx, id);
    const paneIds = panes.map((each) => each.id);
    if (paneIds.length > 0) await requireIdle(tx, paneIds);
    await tx
      .insert(conversation)
      .values({ id: copyId, memberId, title, folder, sync, createdAt: at, updatedAt: at });
    const copies = panes.map((original) => ({ original, paneId: newId() }));
    for (const {
      original: { id: _id, ...settings },
      paneId,
    } of copies)
      await tx.insert(pane).values({ ...settings, id: paneId, conversationId: copyId });
    const targets = new Map(copies.map(({ original, paneId }) => [original.id, paneId]));
    const turns = await copyTurns(tx, id, { conversationId: copyId, panes: targets });
    for (const { original, paneId } of copies)
      await updatePane(tx, paneId, { leafId: turns.get(original.leafId ?? "") ?? null });
  });
  return copyId;
}
