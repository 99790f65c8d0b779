import "server-only";
import { eq } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Db } from "@/lib/db/client.server";
import { message, pane } from "@/lib/db/schema/conversations";
import { openAndSettle } from "@/lib/ledger/testing.server";
import { insertPane, updatePane } from "./panes.server";
import { addTurns, createConversation } from "./turns.server";

type Said = { model?: string; turns?: string[] };

/** A conversation with these panes; questions and settled answers take turns in each. */
export async function addConversation(
  db: Db,
  memberId: string,
  panes: Said[] = [{ turns: ["Hi", "Ho"] }],
  at = new Date(),
) {
  const id = newId();
  const added: { id: string; messageIds: string[] }[] = [];
  await db.transaction(async (tx) => {
    await createConversation(tx, { id, memberId, firstMessage: panes[0]?.turns?.[0] ?? "", at });
    for (const { model = "acme/demo" } of panes) {
      const settings = { model, fallbackModels: [], system: null, parameters: {} };
      const paneId = newId();
      await insertPane(tx, { id: paneId, conversationId: id, ...settings });
      added.push({ id: paneId, messageIds: [] });
    }
  });
  for (const [index, { turns = [] }] of panes.entries()) {
    const target = added[index];
    for (const content of turns) target?.messageIds.push(await say(db, id, target.id, content, memberId));
  }
  return { id, panes: added };
}

/** Adds a turn to what a pane shows: an answer after a question, a question otherwise. */
export async function say(
  db: Db,
  conversationId: string,
  paneId: string,
  content: string,
  memberId: string,
): Promise<string> {
  const [before] = await db
    .select({ id: message.id, role: message.role })
    .from(pane)
    .innerJoin(message, eq(message.id, pane.leafId))
    .where(eq(pane.id, paneId));
  const answers = before?.role === "user";
  const generationId = answers ? (await openAndSettle(db, memberId)).id : null;
  const turn = { id: newId(), conversationId, paneId, parentId: before?.id ?? null, content, generationId };
  await db.transaction(async (tx) => {
    await addTurns(tx, [{ ...turn, role: answers ? "assistant" : "user", createdAt: new Date() }]);
    await updatePane(tx, paneId, { leafId: turn.id });
  });
  return turn.id;
}

/** A picture of one pixel. */
export const PNG = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);
