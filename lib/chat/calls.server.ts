import "server-only";
import { findConversation, requireSeeing } from "@/lib/conversations/conversations.server";
import { readPanes } from "@/lib/conversations/load.server";
import { readBranches } from "@/lib/conversations/turns.server";
import type { JsonRecord } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import { askedWith, wordsIn } from "./asked-with.server";
import type { PaneCall } from "./calls-api";
import { completionBody } from "./completion-body";
import { readTexts } from "./files.server";
import { picturesOf, toMessages } from "./history";
import type { PlanDeps } from "./plan.server";

/**
 * What was last asked on the current branch of each pane; nothing of panes in which nothing was. Where an answer is
 * shown it is asked as that answer was, else as the pane is set now.
 * @throws AppError `not_found`; `conflict` while the conversation is blind
 */
export async function paneCalls(
  { takenSettings }: Pick<PlanDeps, "takenSettings">,
  db: Db,
  memberId: string,
  conversationId: string,
): Promise<PaneCall[]> {
  requireSeeing(await findConversation(db, memberId, conversationId));
  const panes = await readPanes(db, conversationId);
  const branches = await readBranches(db, conversationId, panes);
  const asked = panes.flatMap((pane) => {
    const branch = branches.get(pane.id) ?? [];
    const end = branch.findLastIndex(({ role }) => role !== "assistant") + 1;
    const answer = branch[end]?.generationId ?? null;
    return end === 0 ? [] : [{ pane, turns: branch.slice(0, end), answer }];
  });
  const files = await readTexts(
    db,
    asked.flatMap(({ turns }) => turns.flatMap(({ attachments }) => attachments)),
  );
  const answers = await askedWith(
    db,
    asked.flatMap(({ answer }) => answer ?? []),
  );
  return Promise.all(
    asked.map(async ({ pane, turns, answer }) => {
      const then = answers.get(answer ?? "");
      const { model, fallbackModels } = then ?? pane;
      const set = then ? wordsIn(pane.parameters) : pane.parameters;
      const now = (await takenSettings?.([model, ...fallbackModels], set)) ?? set;
      const settings = { model, fallbackModels, parameters: { ...now, ...then?.parameters } };
      return {
        ...{ paneId: pane.id, model, answered: then !== undefined },
        body: completionBody(settings, toMessages(pane.system, turns.map(withoutPictures), files)),
        setNow: then ? [...(pane.system === null ? [] : ["system"]), ...Object.keys(now)] : [],
      };
    }),
  );
}

/** A picture in code is a word that stands for it, as a file is. */
function withoutPictures<T extends { extras: JsonRecord | null }>(turn: T): T {
  const images = picturesOf(turn).map((url) => url.replace(/^(data:[^,]*,).*$/s, "$1<base64 of a picture>"));
  return images.length === 0 ? turn : { ...turn, extras: { ...turn.extras, images } };
}
