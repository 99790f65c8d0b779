import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { conversation, message, pane, searchable } from "@/lib/db/schema/conversations";
import { decodeCursor, encodeCursor, type Place } from "./cursor";
import { excerptOf } from "./excerpt";
import type { ConversationList } from "./list-api";
import type { ConversationsQuery } from "./request";
import { toWords } from "./words";

/**
 * One page of the member's conversations: pinned ones first, then the last used. Pages are cut by key.
 * @throws AppError `invalid_request` when the cursor is not one of ours
 */
export async function listConversations(
  db: Db,
  memberId: string,
  { q, folder, cursor, limit }: ConversationsQuery,
): Promise<ConversationList> {
  const words = q === undefined ? [] : toWords(q);
  const rows = await db
    .select({
      id: conversation.id,
      title: conversation.title,
      updatedAt: conversation.updatedAt,
      pinned: conversation.pinned,
      folder: conversation.folder,
      blind: conversation.blind,
    })
    .from(conversation)
    .where(
      and(
        eq(conversation.memberId, memberId),
        isNull(conversation.deletedAt),
        folder === undefined ? undefined : eq(conversation.folder, folder),
        q === undefined ? undefined : holds(db, memberId, words),
        cursor === undefined ? undefined : after(decodeCursor(cursor)),
      ),
    )
    .orderBy(desc(conversation.pinned), desc(conversation.updatedAt), desc(conversation.id))
    // One more than asked tells whether there is a next page.
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const ids = page.map(({ id }) => id);
  const [panes, matches, folders] = await Promise.all([
    ids.length === 0 ? [] : readModels(db, ids),
    ids.length === 0 || words.length === 0 ? [] : readMatches(db, ids, words),
    readFolders(db, memberId),
  ]);
  const matchOf = (id: string) => {
    const match = matches.find(({ conversationId }) => conversationId === id);
    return match ? excerptOf(match.text, match) : null;
  };
  return {
    conversations: page.map(({ blind, ...row }) => ({
      ...row,
      models: blind
        ? []
        : panes.filter(({ conversationId }) => conversationId === row.id).map(({ model }) => model),
      match: matchOf(row.id),
    })),
    nextCursor: last && rows.length > limit ? encodeCursor(last) : null,
    folders,
  };
}

const after = ({ pinned, updatedAt, id }: Place): SQL =>
  sql`(${conversation.pinned}, ${conversation.updatedAt}, ${conversation.id}) < (${pinned}::boolean, ${updatedAt.toISOString()}::timestamptz, ${id}::uuid)`;

/** Messages that a search looks at; whoever finds more writes another word. */
const MOST_FOUND = 10_000;

/** Every word begins a word of the title, or every word begins one of the same message. */
function holds(db: Db, memberId: string, words: string[]): SQL {
  // Nothing but punctuation was asked for.
  if (words.length === 0) return sql`false`;
  const query = queryOf(words);
  const owned = db
    .select({ id: message.conversationId })
    .from(message)
    .innerJoin(conversation, eq(conversation.id, message.conversationId))
    .where(and(sql`${searchable(message.content)} @@ ${query}`, eq(conversation.memberId, memberId)))
    // A letter or two can be in everything.
    .limit(MOST_FOUND);
  return sql`(${searchable(conversation.title)} @@ ${query} or ${inArray(conversation.id, owned)})`;
}

/** Each word by its beginning. Words are letters and digits only, so none can be mistaken for an operator. */
const queryOf = (words: string[]): SQL =>
  sql`to_tsquery('simple', ${words.map((word) => `${word}:*`).join(" & ")})`;

/** Characters around the first word that was found. */
const [BEFORE, LENGTH] = [40, 160];

function readMatches(db: Db, ids: string[], words: string[]) {
  const start = sql`greatest(1, strpos(lower(left(${message.content}, 50000)), ${words[0]}) - ${BEFORE}::int)`;
  return db
    .selectDistinctOn([message.conversationId], {
      conversationId: message.conversationId,
      text: sql<string>`substr(${message.content}, ${start}, ${LENGTH}::int)`,
      before: sql<boolean>`${start} > 1`,
      after: sql<boolean>`length(${message.content}) >= ${start} + ${LENGTH}::int`,
    })
    .from(message)
    .where(
      and(inArray(message.conversationId, ids), sql`${searchable(message.content)} @@ ${queryOf(words)}`),
    )
    .orderBy(asc(message.conversationId), desc(message.createdAt));
}

function readModels(db: Db, ids: string[]) {
  return db
    .select({ conversationId: pane.conversationId, model: pane.model })
    .from(pane)
    .where(inArray(pane.conversationId, ids))
    .orderBy(asc(pane.position), asc(pane.id));
}

async function readFolders(db: Db, memberId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ folder: conversation.folder })
    .from(conversation)
    .where(
      and(
        eq(conversation.memberId, memberId),
        isNull(conversation.deletedAt),
        isNotNull(conversation.folder),
      ),
    )
    .orderBy(asc(conversation.folder));
  return rows.flatMap(({ folder }) => folder ?? []);
}
