import "server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { cleanJson, cleanText } from "@/lib/core/storable";
import type { Db, Transaction } from "@/lib/db/client.server";
import { pane } from "@/lib/db/schema/conversations";
import { lockConversation, requireSeeing } from "./conversations.server";
import { copyBranch } from "./copy.server";
import { MOST_PANES } from "./limits";
import { readPanes } from "./load.server";
import type { NewPane, PaneChange } from "./request";
import { newestLeaf } from "./tree";
import { readNodes, requireIdle } from "./turns.server";

export type PaneSettings = Pick<
  typeof pane.$inferSelect,
  "model" | "fallbackModels" | "system" | "parameters"
>;

/** @throws AppError `not_found` unless the pane is one of the conversation */
export async function findPane(db: Db | Transaction, conversationId: string, paneId: string) {
  const [found] = await db
    .select()
    .from(pane)
    .where(and(eq(pane.id, paneId), eq(pane.conversationId, conversationId)));
  if (!found) throw new AppError("not_found", {}, { message: "There is no such pane in this conversation." });
  return found;
}

/** Adds an empty pane after the others of a locked conversation. @throws AppError `conflict` when there are eight */
export async function insertPane(
  tx: Transaction,
  { id, conversationId, ...settings }: PaneSettings & { id: string; conversationId: string },
): Promise<void> {
  const count = Number(await tx.$count(pane, eq(pane.conversationId, conversationId)));
  if (count >= MOST_PANES) {
    const words = `A conversation has ${MOST_PANES} panes at most.`;
    throw new AppError("conflict", {}, { message: words });
  }
  await tx.insert(pane).values({ id, conversationId, position: count, ...storable(settings) });
}

/** Changes what is named of a pane. */
export async function updatePane(
  tx: Transaction,
  id: string,
  change: Partial<PaneSettings & { leafId: string | null }>,
): Promise<void> {
  if (Object.keys(change).length > 0) await tx.update(pane).set(storable(change)).where(eq(pane.id, id));
}

/**
 * Adds a pane, empty or as a copy of another with its current branch.
 * @returns its id
 * @throws AppError `not_found`; `conflict` for a ninth one, while the original answers, or while nobody may know the models
 */
export async function addPane(
  db: Db,
  memberId: string,
  conversationId: string,
  { copyOf, withMessages = true, ...named }: NewPane,
  at: Date,
): Promise<string> {
  const id = newId();
  await db.transaction(async (tx) => {
    requireSeeing(await lockConversation(tx, memberId, conversationId));
    const original = copyOf === undefined ? null : await findPane(tx, conversationId, copyOf);
    const { model, fallbackModels, system, parameters } = { ...(original ?? EMPTY), ...named };
    await insertPane(tx, { id, conversationId, model, fallbackModels, system, parameters });
    if (!original || !withMessages) return;
    await requireIdle(tx, [original.id]);
    await copyBranch(tx, original, id, at);
  });
  return id;
}

const EMPTY: PaneSettings = { model: "", fallbackModels: [], system: null, parameters: {} };

/**
 * Changes a pane: its settings, its place, the branch that it shows.
 * @throws AppError `not_found`; `conflict` for settings and places while the conversation is blind
 */
export async function changePane(
  db: Db,
  memberId: string,
  conversationId: string,
  paneId: string,
  { position, messageId, ...settings }: PaneChange,
): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockConversation(tx, memberId, conversationId);
    if (position !== undefined || Object.keys(settings).length > 0) requireSeeing(locked);
    await findPane(tx, conversationId, paneId);
    await updatePane(tx, paneId, settings);
    if (messageId !== undefined) {
      const nodes = await readNodes(tx, paneId);
      if (!nodes.some(({ id }) => id === messageId))
        throw new AppError("not_found", {}, { message: "There is no such message here." });
      await updatePane(tx, paneId, { leafId: newestLeaf(nodes, messageId) });
    }
    if (position === undefined) return;
    const others = (await readPanes(tx, conversationId)).map(({ id }) => id).filter((id) => id !== paneId);
    await orderPanes(tx, others.toSpliced(position, 0, paneId));
  });
}

/**
 * Removes a pane with all that was said in it; the ledger keeps what it cost.
 * @throws AppError `not_found`; `conflict` while it answers, and for the last one
 */
export async function removePane(
  db: Db,
  memberId: string,
  conversationId: string,
  paneId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockConversation(tx, memberId, conversationId);
    await findPane(tx, conversationId, paneId);
    await requireIdle(tx, [paneId]);
    const others = (await readPanes(tx, conversationId)).map(({ id }) => id).filter((id) => id !== paneId);
    if (others.length === 0)
      throw new AppError("conflict", {}, { message: "The last pane of a conversation stays." });
    await tx.delete(pane).where(eq(pane.id, paneId));
    await orderPanes(tx, others);
  });
}

/**
 * Has other panes go on from a pane's current branch; what was said in them stays as a branch of its own.
 * @throws AppError `not_found`; `conflict` while one of them answers
 */
export async function continueElsewhere(
  db: Db,
  memberId: string,
  conversationId: string,
  { from, to }: { from: string; to: string[] },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockConversation(tx, memberId, conversationId);
    const original = await findPane(tx, conversationId, from);
    const targets = [...new Set(to)].filter((id) => id !== from);
    for (const id of targets) await findPane(tx, conversationId, id);
    await requireIdle(tx, [from, ...targets]);
    for (const id of targets) await copyBranch(tx, original, id, at);
  });
}

/** Puts the panes of a locked conversation into this order. */
export async function orderPanes(tx: Transaction, ids: string[]): Promise<void> {
  for (const [position, id] of ids.entries()) {
    await tx.update(pane).set({ position }).where(eq(pane.id, id));
  }
}

/** The same settings without what no engine stores. */
function storable<Settings extends Partial<PaneSettings>>(settings: Settings): Settings {
  const { system, parameters } = settings;
  return {
    ...settings,
    ...(typeof system === "string" ? { system: cleanText(system) } : {}),
    ...(parameters === undefined ? {} : { parameters: cleanJson(parameters) as Record<string, unknown> }),
  };
}
