import "server-only";
import { and, eq, exists, isNull, lt, not, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { conversation } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { readWorkspace } from "@/lib/team/workspace.server";

const DAY = 86_400_000;

/** Since when somebody must have touched what is kept for so many days; null where everything is. */
export const keptSince = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() - days * DAY);

/** What nobody has touched for so many days: neither pinned nor deleted, nor still being answered in. */
const outlived = (db: Db, days: number, now: Date) =>
  and(
    isNull(conversation.deletedAt),
    eq(conversation.pinned, false),
    lt(conversation.updatedAt, new Date(now.getTime() - days * DAY)),
    not(
      exists(
        db
          .select({ one: sql`1` })
          .from(generation)
          .where(and(eq(generation.conversationId, conversation.id), eq(generation.state, "running"))),
      ),
    ),
  );

/** How many conversations would go now, if the workspace kept them for so many days. */
export const countOutlived = (db: Db, days: number, now: Date): Promise<number> =>
  db.$count(conversation, outlived(db, days, now));

/**
 * Deletes the conversations that the workspace keeps no longer, whoever's they are; a little later they are removed
 * for good, like any that is deleted. The ledger keeps what they cost. @returns how many were deleted
 */
export async function deleteOutlived(db: Db, now: Date): Promise<number> {
  const { retentionDays } = await readWorkspace(db);
  if (retentionDays === null) return 0;
  const rows = await db
    .update(conversation)
    .set({ deletedAt: now })
    .where(outlived(db, retentionDays, now))
    .returning({ id: conversation.id });
  return rows.length;
}
