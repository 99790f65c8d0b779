import "server-only";
import { eq } from "drizzle-orm";
import { shuffled } from "@/lib/core/shuffle.server";
import { cleanText } from "@/lib/core/storable";
import type { Db, Transaction } from "@/lib/db/client.server";
import { conversation } from "@/lib/db/schema/conversations";
import { lockConversation } from "./conversations.server";
import { readPanes } from "./load.server";
import { orderPanes } from "./panes.server";
import type { ConversationChange } from "./request";
import { requireIdle } from "./turns.server";

/**
 * Changes what is named.
 * @throws AppError `not_found`; `conflict` when it is to become blind, or no longer, while it answers
 */
export async function changeConversation(
  db: Db,
  memberId: string,
  id: string,
  { blind, ...change }: ConversationChange,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await lockConversation(tx, memberId, id);
    if (blind !== undefined && blind !== before.blind) await setBlind(tx, id, blind, at);
    const title = change.title === undefined ? {} : { title: cleanText(change.title) };
    if (Object.keys(change).length === 0) return;
    await tx
      .update(conversation)
      .set({ ...change, ...title })
      .where(eq(conversation.id, id));
  });
}

/**
 * Withholds what tells the panes of a locked conversation apart, and shuffles them; or shows everything.
 * @throws AppError `conflict` while it answers: half of a stream would have been read already
 */
export async function setBlind(tx: Transaction, id: string, blind: boolean, at: Date): Promise<void> {
  const paneIds = (await readPanes(tx, id)).map((pane) => pane.id);
  await requireIdle(tx, paneIds);
  if (blind) await orderPanes(tx, shuffled(paneIds));
  await tx
    .update(conversation)
    .set({ blind, blindSince: blind ? at : null })
    .where(eq(conversation.id, id));
}
