import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db } from "@/lib/db/client.server";
import { conversation, share } from "@/lib/db/schema/conversations";
import { member } from "@/lib/db/schema/team";
import { findConversation, lockConversation, requireSeeing } from "./conversations.server";
import { readPanes, readTurns, toMessage } from "./load.server";
import type { ShareRequest } from "./request";
import type { CreatedShare, Share, SharedConversation } from "./share-api";
import { branchTo } from "./tree";

const DAY = 24 * 60 * 60_000;
const MISSING = "There is no such link, or it has ended.";

/**
 * Makes a link to a conversation as far as it goes now. Its token is returned here and never again.
 * @throws AppError `not_found`; `conflict` while the conversation is blind
 */
export async function createShare(
  db: Db,
  memberId: string,
  conversationId: string,
  { days, ...included }: ShareRequest,
  at: Date,
): Promise<CreatedShare> {
  // 256 bits: nobody finds one by trying.
  const token = `pb-share-${randomBytes(32).toString("base64url")}`;
  const shown: Share = {
    id: newId(),
    ...included,
    createdAt: at,
    expiresAt: new Date(at.getTime() + days * DAY),
  };
  await db.transaction(async (tx) => {
    // Whoever deletes a message meanwhile would not find this link to shorten.
    const { title, blind } = await lockConversation(tx, memberId, conversationId);
    requireSeeing({ blind });
    const panes = await readPanes(tx, conversationId);
    await tx.insert(share).values({
      ...shown,
      conversationId,
      digest: digestOf(token),
      leafIds: panes.flatMap(({ leafId }) => leafId ?? []),
      title,
      // What becomes of them later is not shared.
      panes: panes.map(({ id, model, system }) => ({ id, model, system })),
    });
  });
  return { ...shown, token };
}

/** The links to a conversation that work, newest first. @throws AppError `not_found` */
export async function listShares(
  db: Db,
  memberId: string,
  conversationId: string,
  now: Date,
): Promise<Share[]> {
  await findConversation(db, memberId, conversationId);
  return db
    .select({
      id: share.id,
      includeSystem: share.includeSystem,
      includeCosts: share.includeCosts,
      createdAt: share.createdAt,
      expiresAt: share.expiresAt,
    })
    .from(share)
    .where(and(eq(share.conversationId, conversationId), working(now)))
    .orderBy(desc(share.id));
}

/** Ends a link at once. @throws AppError `not_found` also when it had ended already */
export async function revokeShare(
  db: Db,
  memberId: string,
  conversationId: string,
  id: string,
  at: Date,
): Promise<void> {
  await findConversation(db, memberId, conversationId);
  const rows = await db
    .update(share)
    .set({ revokedAt: at })
    .where(and(eq(share.id, id), eq(share.conversationId, conversationId), working(at)))
    .returning({ id: share.id });
  if (rows.length === 0) throw new AppError("not_found", {}, { message: MISSING });
}

/** What a link shows. @throws AppError `not_found` for whatever is no link, or no more */
export async function loadShared(db: Db, token: string, now: Date): Promise<SharedConversation> {
  const [found] = await db
    .select({ share, conversation })
    .from(share)
    .innerJoin(conversation, eq(conversation.id, share.conversationId))
    // Nobody else could end what somebody shared who is out.
    .innerJoin(
      member,
      and(eq(member.id, conversation.memberId), isNull(member.suspendedAt), isNull(member.removedAt)),
    )
    .where(and(eq(share.digest, digestOf(token)), working(now), isNull(conversation.deletedAt)));
  if (!found) throw new AppError("not_found", {}, { message: MISSING });
  const { leafIds, title, panes, includeSystem, includeCosts, createdAt: sharedAt, expiresAt } = found.share;
  const { id, blind } = found.conversation;
  const turns = await readTurns(db, id);
  const shown = panes.map((pane) => ({
    model: blind ? null : pane.model,
    system: includeSystem && !blind ? pane.system : null,
    messages: branchTo(
      turns.filter(({ paneId }) => paneId === pane.id),
      turns.find((turn) => turn.paneId === pane.id && leafIds.includes(turn.id))?.id ?? null,
    ).map((turn) => {
      const { role, content, images, toolCalls, createdAt, generation, ...shown } = toMessage(turn, []);
      const attachments = shown.attachments.map(({ id: _id, ...file }) => file);
      const model = blind ? null : (generation?.model ?? generation?.models[0] ?? null);
      const cost = includeCosts && !blind ? (generation?.cost ?? null) : null;
      return { role, content, attachments, images, toolCalls, createdAt, model, cost };
    }),
  }));
  return { title, sharedAt, expiresAt, panes: shown.filter(({ messages }) => messages.length > 0) };
}

const working = (now: Date) => and(isNull(share.revokedAt), gt(share.expiresAt, now));

const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");
