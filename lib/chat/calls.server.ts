import "server-only";
import { findConversation, requireSeeing } from "@/lib/conversations/conversations.server";
import { readPanes } from "@/lib/conversations/load.server";
import { readBranches } from "@/lib/conversations/turns.server";
import type { JsonRecord } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import type { PaneCall } from "./calls-api";
import { completionBody } from "./completion-body";
import { readTexts } from "./files.server";
import { picturesOf, toMessages } from "./history";

/**
 * What was last asked on the current branch of each pane; nothing of panes in which nothing was.
 * @throws AppError `not_found`; `conflict` while the conversation is blind
 */
export async function paneCalls(db: Db, memberId: string, conversationId: string): Promise<PaneCall[]> {
  requireSeeing(await findConversation(db, memberId, conversationId));
  const panes = await readPanes(db, conversationId);
  const branches = await readBranches(db, conversationId, panes);
  const asked = panes.map((pane) => {
    const branch = branches.get(pane.id) ?? [];
    return { pane, turns: branch.slice(0, branch.findLastIndex(({ role }) => role !== "assistant") + 1) };
  });
  const files = await readTexts(
    db,
    asked.flatMap(({ turns }) => turns.flatMap(({ attachments }) => attachments)),
  );
  return asked
    .filter(({ turns }) => turns.length > 0)
    .map(({ pane: { id, ...settings }, turns }) => ({
      ...{ paneId: id, model: settings.model },
      body: completionBody(settings, toMessages(settings.system, turns.map(withoutPictures), files)),
    }));
}

/** A picture in code is a word that stands for it, as a file is. */
function withoutPictures<T extends { extras: JsonRecord | null }>(turn: T): T {
  const images = picturesOf(turn).map((url) => url.replace(/^(data:[^,]*,).*$/s, "$1<base64 of a picture>"));
  return images.length === 0 ? turn : { ...turn, extras: { ...turn.extras, images } };
}
