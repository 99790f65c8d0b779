import "server-only";
import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { message } from "@/lib/db/schema/conversations";
import type { Message } from "./api";
import { maskMessage } from "./blind";
import { findConversation } from "./conversations.server";
import { toMessage, turnsOf } from "./load.server";
import { branchTo, siblingsIn } from "./tree";

/**
 * The last messages before one of a conversation, along the branch that leads to it, oldest first; masked while that is
 * blind. What a message follows never changes, so pages fit together whatever is said meanwhile.
 * @throws AppError `not_found` unless it is in a conversation of the member's own
 */
export async function loadBefore(
  db: Db,
  memberId: string,
  conversationId: string,
  { before, limit }: { before: string; limit: number },
): Promise<Message[]> {
  const { blind } = await findConversation(db, memberId, conversationId);
  const [from] = await db
    .select({ paneId: message.paneId, parentId: message.parentId })
    .from(message)
    .where(and(eq(message.conversationId, conversationId), eq(message.id, before)));
  if (!from) throw new AppError("not_found", {}, { message: "There is no such message here." });
  if (from.parentId === null) return [];
  const above = sql`(
    with recursive above (id, parent_id, place) as (
      select id, parent_id, 1 from message where id = ${from.parentId} and pane_id = ${from.paneId}
      union all
      select message.id, message.parent_id, place + 1 from message join above on message.id = above.parent_id
      where place < ${limit}
    )
    select id from above)`;
  const branch = branchTo(await turnsOf(db, inArray(message.id, above)), from.parentId);
  const parents = branch.flatMap(({ parentId }) => parentId ?? []);
  const siblings = siblingsIn(
    await db
      .select({ id: message.id, parentId: message.parentId })
      .from(message)
      .where(
        and(
          eq(message.paneId, from.paneId),
          or(inArray(message.parentId, parents), isNull(message.parentId)),
        ),
      )
      .orderBy(asc(message.createdAt), asc(message.id)),
  );
  const messages = branch.map((turn) => toMessage(turn, siblings(turn)));
  return blind ? messages.map(maskMessage) : messages;
}
