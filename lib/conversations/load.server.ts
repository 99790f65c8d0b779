import "server-only";
import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { asArray } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import {
  attachment,
  message,
  messageAttachment,
  pane,
  vote,
  voteAnswer,
} from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { generationColumns, toGeneration } from "@/lib/ledger/view.server";
import type { Conversation, Message, Pane, Vote } from "./api";
import type { Attachment } from "./attachments-api";
import { maskMessage, maskPane } from "./blind";
import { findConversation, requireSeeing } from "./conversations.server";
import { TokenChance } from "./token-chances";
import { readToolCalls } from "./tool-calls";
import { branchTo, siblingsIn } from "./tree";

type Loaded = Omit<Conversation, "panes"> & { panes: (Pane & { leafId: string | null })[] };

type Options = {
  allBranches?: boolean;
  /** How many messages of each branch, from its end; all when left out. */
  last?: number | undefined;
};

/**
 * One conversation with the current branch of every pane, or its end, or with all branches; masked while it is blind.
 * @throws AppError `not_found` unless it is the member's own
 */
export async function loadConversation(
  db: Db,
  memberId: string,
  id: string,
  { allBranches = false, last }: Options = {},
): Promise<Loaded> {
  const { title, createdAt, updatedAt, pinned, folder, sync, blind, blindSince } = await findConversation(
    db,
    memberId,
    id,
  );
  const [panes, votes, nodes] = await Promise.all([
    readPanes(db, id),
    readVotes(db, id),
    last === undefined ? readTurns(db, id) : readOutline(db, id),
  ]);
  const branches = panes.map(({ leafId, ...settings }) => {
    const own = nodes.filter(({ paneId }) => paneId === settings.id);
    const branch = allBranches ? own : branchTo(own, leafId);
    return { ...settings, leafId, own, branch, end: last === undefined ? branch : branch.slice(-last) };
  });
  const turns = await wholeTurns(
    db,
    branches.flatMap(({ end }) => end),
  );
  const shown = branches.map(
    ({ id: paneId, model, fallbackModels, system, parameters, leafId, own, branch, end }) => {
      const siblings = siblingsIn(own);
      const messages = end.flatMap((node) => {
        const turn = turns.get(node.id);
        return turn ? [toMessage(turn, siblings(turn))] : [];
      });
      const earlier = branch.length - end.length;
      return {
        ...{ id: paneId, alias: null, model, fallbackModels, system, parameters, leafId, messages },
        running: own.flatMap(({ generation }) => (generation?.state === "running" ? [generation.id] : [])),
        ...(earlier > 0 && { earlier }),
      };
    },
  );
  return {
    ...{ id, title, createdAt, updatedAt, pinned, folder, sync, blind, blindSince },
    votes: blind ? votes.map((kept) => ({ ...kept, winner: null })) : votes,
    panes: blind ? shown.map(maskPane) : shown,
  };
}

/** Messages by id, read now unless they have been. */
async function wholeTurns(db: Db, nodes: readonly (Turn | TurnRow)[]): Promise<ReadonlyMap<string, TurnRow>> {
  const isWhole = (node: Turn | TurnRow): node is TurnRow => "content" in node;
  const whole = nodes.every(isWhole)
    ? nodes
    : await turnsOf(
        db,
        inArray(
          message.id,
          nodes.map(({ id }) => id),
        ),
      );
  return new Map(whole.map((turn) => [turn.id, turn]));
}

/** The panes as they stand. */
export function readPanes(db: Pick<Db, "select">, conversationId: string) {
  return db
    .select()
    .from(pane)
    .where(eq(pane.conversationId, conversationId))
    .orderBy(asc(pane.position), asc(pane.id));
}

/** The verdicts on what was asked here, or where this was copied from. */
function readVotes(db: Db, conversationId: string): Promise<Vote[]> {
  const asked = db
    .select({ turnId: message.turnId })
    .from(message)
    .where(eq(message.conversationId, conversationId));
  return db
    .select({ turnId: vote.turnId, outcome: vote.outcome, winner: voteAnswer.generationId })
    .from(vote)
    .leftJoin(voteAnswer, and(eq(voteAnswer.voteId, vote.id), eq(voteAnswer.won, true)))
    .where(inArray(vote.turnId, asked))
    .orderBy(asc(vote.createdAt), asc(vote.id));
}
/** The files of a message as JSON, in order. */
const filesOf = sql<Attachment[] | null>`(
  select json_agg(json_build_object('id', ${attachment.id}, 'kind', ${attachment.kind}, 'name', ${attachment.name},
    'type', ${attachment.type}, 'bytes', ${attachment.bytes}) order by ${messageAttachment.position})
  from ${messageAttachment} join ${attachment} on ${attachment.id} = ${messageAttachment.attachmentId}
  where ${messageAttachment.messageId} = ${message.id})`;

type TurnRow = Awaited<ReturnType<typeof readTurns>>[number];

/** All messages of all panes, oldest first, in one query and without what only goes back to providers. */
export const readTurns = (db: Pick<Db, "select">, conversationId: string) =>
  turnsOf(db, eq(message.conversationId, conversationId));

type Turn = Awaited<ReturnType<typeof readOutline>>[number];

/** How all messages hang together, oldest first, and what runs, without what they say. */
const readOutline = (db: Pick<Db, "select">, conversationId: string) =>
  db
    .select({
      id: message.id,
      paneId: message.paneId,
      parentId: message.parentId,
      generation: { id: generation.id, state: generation.state },
    })
    .from(message)
    .leftJoin(generation, eq(generation.id, message.generationId))
    .where(eq(message.conversationId, conversationId))
    .orderBy(asc(message.createdAt), asc(message.id));

/**
 * One message of a conversation, masked while that is blind.
 * @throws AppError `not_found` unless it is in a conversation of the member's own
 */
export async function loadMessage(
  db: Db,
  memberId: string,
  conversationId: string,
  id: string,
): Promise<Message> {
  const { blind } = await findConversation(db, memberId, conversationId);
  const [turn] = await turnsOf(db, and(eq(message.conversationId, conversationId), eq(message.id, id)));
  if (!turn) throw new AppError("not_found", {}, { message: "There is no such message here." });
  const { paneId, parentId } = turn;
  const siblings = await db
    .select({ id: message.id })
    .from(message)
    .where(
      and(
        eq(message.paneId, paneId),
        parentId === null ? isNull(message.parentId) : eq(message.parentId, parentId),
      ),
    )
    .orderBy(asc(message.createdAt), asc(message.id));
  const shown = toMessage(
    turn,
    siblings.map((sibling) => sibling.id),
  );
  return blind ? maskMessage(shown) : shown;
}

/**
 * How likely the tokens of an answer were; none where nobody asked.
 * @throws AppError `not_found`; `conflict` while nobody may know the model, which its tokens would tell
 */
export async function loadChances(
  db: Db,
  memberId: string,
  conversationId: string,
  id: string,
): Promise<TokenChance[]> {
  requireSeeing(await findConversation(db, memberId, conversationId));
  const [found] = await db
    .select({ chances: sql<unknown>`${message.extras}->'chances'` })
    .from(message)
    .where(and(eq(message.conversationId, conversationId), eq(message.id, id)));
  if (!found) throw new AppError("not_found", {}, { message: "There is no such message here." });
  return asArray(found.chances).flatMap((told) => TokenChance.safeParse(told).data ?? []);
}

/** Messages with all that people see of them, oldest first. */
export function turnsOf(db: Pick<Db, "select">, which: SQL | undefined) {
  return db
    .select({
      id: message.id,
      paneId: message.paneId,
      parentId: message.parentId,
      turnId: message.turnId,
      role: message.role,
      content: message.content,
      reasoning: message.reasoning,
      images: sql<unknown>`${message.extras}->'images'`,
      toolCalls: sql<unknown>`${message.extras}->'toolCalls'`,
      hasChances: sql<boolean | null>`jsonb_exists(${message.extras}, 'chances')`,
      answerSchema: message.answerSchema,
      attachments: filesOf,
      createdAt: message.createdAt,
      generation: generationColumns,
    })
    .from(message)
    .leftJoin(generation, and(eq(generation.id, message.generationId)))
    .where(which)
    .orderBy(asc(message.createdAt), asc(message.id));
}

export function toMessage(turn: TurnRow, siblings: string[]): Message {
  const { id, parentId, turnId, role, content, reasoning, answerSchema, createdAt } = turn;
  return {
    ...{ id, parentId, turnId, role, content, reasoning, answerSchema, createdAt, siblings },
    attachments: turn.attachments ?? [],
    ...(turn.hasChances === true && { hasChances: turn.hasChances }),
    images: asArray(turn.images).filter((image) => typeof image === "string"),
    toolCalls: readToolCalls(asArray(turn.toolCalls)),
    generation: turn.generation && toGeneration(turn.generation),
  };
}
