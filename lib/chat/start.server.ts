import "server-only";
import { attach } from "@/lib/conversations/attachments.server";
import { setBlind } from "@/lib/conversations/change.server";
import { findConversation, requireSeeing } from "@/lib/conversations/conversations.server";
import { readPanes } from "@/lib/conversations/load.server";
import { findPane, insertPane, updatePane } from "@/lib/conversations/panes.server";
import {
  addTurns,
  createConversation,
  requireIdle,
  requireMessage,
  touchConversation,
} from "@/lib/conversations/turns.server";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { shuffled } from "@/lib/core/shuffle.server";
import type { Db, Transaction } from "@/lib/db/client.server";
import { requireRoom } from "@/lib/ledger/room.server";
import type { Actor } from "@/lib/team/actor";
import { limitsOfMember } from "@/lib/team/members.server";
import { countRequests, returnRequests } from "@/lib/team/rates.server";
import { keepPictures } from "./drawn-pictures";
import { readFiles, roomBeside } from "./files.server";
import { type PanePlan, type PlanDeps, planPane } from "./plan.server";
import { type Asked, prepare } from "./prepare.server";
import type { ChatRequest } from "./request";
import type { Runner } from "./runner.server";
import type { ChatStarted } from "./start-api";

type Deps = PlanDeps & { runner: Runner };

/**
 * Starts the answers to one message: everything is on record, hold included, before anything is sent.
 * @throws AppError `not_found` for foreign conversations, panes and messages, `conflict` while a pane still
 * answers, and for settings of panes whose models nobody may know, `rate_limited` and `too_many_streams` beyond the
 * limits of the member
 */
export async function startChat(
  deps: Deps,
  db: Db,
  actor: Actor,
  request: ChatRequest,
): Promise<ChatStarted> {
  const conversationId = request.conversationId ?? newId();
  if (request.conversationId !== undefined)
    await findConversation(db, actor.memberId, request.conversationId);
  const wishes = "message" in request && request.blind === true;
  // Ids follow one another in time: given in the order of the request they would tell who is who.
  const prepared = await prepare(
    db,
    actor.memberId,
    wishes ? { ...request, panes: shuffled(request.panes) } : request,
  );
  const contents = await readFiles(db, prepared);
  const panes = await Promise.all(prepared.map((asked) => withPictures(deps, asked)));
  // Whoever has just made a budget on another instance would be refused here, since nothing set a bound on the cost.
  deps.bounder.forget();
  const planned = await Promise.all(
    panes.map(async (asked) => ({
      asked,
      ...(await planPane(deps, db, actor, conversationId, asked, contents)),
    })),
  );
  const limited = await limitsOfMember(db, actor.memberId);
  const sent = planned.filter(({ plan }) => !plan.refusal).length;
  await countRequests(db, limited, sent);
  let blind = false;
  let order: string[] = [];
  const start = deps.runner.start(
    planned.map(({ plan }) => plan),
    async (transaction, at) => {
      if (sent > 0) await requireRoom(transaction, limited, sent, at);
      const place = { id: conversationId, memberId: actor.memberId, at };
      if (request.conversationId === undefined && "message" in request)
        await createConversation(transaction, { ...place, firstMessage: titleOf(panes) });
      // It is locked from here on: of two messages sent at once, the second finds the first one's answer running.
      else ({ blind } = await touchConversation(transaction, place));
      const names = panes.some(({ isNew, change }) => isNew || Object.keys(change).length > 0);
      if (names) requireSeeing({ blind });
      for (const pane of planned) await putOnRecord(transaction, conversationId, pane, at);
      if (wishes && !blind) await setBlind(transaction, conversationId, true, at);
      blind ||= wishes;
      order = (await readPanes(transaction, conversationId)).map(({ id }) => id);
    },
  );
  // Counted within, their row would be locked before those of budgets, and by a settlement after them.
  await start.catch(async (error: unknown) => {
    if (error instanceof AppError && IS_STALE.has(error.code))
      await returnRequests(db, limited, sent).catch(() => {});
    throw error;
  });
  return {
    conversationId,
    turnId: panes[0]?.turnId ?? newId(),
    generations: planned
      .map(({ asked, plan, messageId, userMessageId }) => ({
        generationId: plan.opening.id,
        paneId: asked.paneId,
        userMessageId,
        messageId,
        model: blind ? "" : asked.settings.model,
      }))
      .toSorted((one, other) => order.indexOf(one.paneId) - order.indexOf(other.paneId)),
  };
}

/** With what was drawn before, as far as it fits and all models that may answer look at it: others would refuse to. */
async function withPictures({ takesPictures }: Deps, asked: Asked): Promise<Asked> {
  const { model, fallbackModels } = asked.settings;
  const taken = (await takesPictures?.([model, ...fallbackModels])) ?? true;
  return { ...asked, turns: keepPictures(asked.turns, taken ? roomBeside(asked) : -1) };
}

/** What was asked does not fit what is there by now: nothing was sent, and no limit is to blame. */
const IS_STALE: ReadonlySet<ErrorCode> = new Set(["conflict", "not_found"]);

/** What a conversation is named after: its first question, or the file that stands for it. */
function titleOf([first]: readonly Asked[]): string {
  const { content, attachments } = first?.said[0] ?? {};
  return content?.trim() ? content : (attachments?.[0]?.name ?? "");
}

async function putOnRecord(
  transaction: Transaction,
  conversationId: string,
  { asked, turns, messageId }: PanePlan & { asked: Asked },
  at: Date,
): Promise<void> {
  const { paneId: id, isNew, settings, change, leafId } = asked;
  if (isNew) {
    await insertPane(transaction, { id, conversationId, ...settings });
  } else {
    await requireIdle(transaction, [id]);
    // What came since the branch was read would be missing from what is asked.
    const now = await findPane(transaction, conversationId, id);
    if (now.leafId !== leafId) throw new AppError("conflict");
    // What is asked after need not be on the branch that is shown, and may have been deleted meanwhile.
    const parentId = turns[0]?.parentId ?? null;
    if (parentId !== null) await requireMessage(transaction, id, parentId);
  }
  await updatePane(transaction, id, { ...change, leafId: messageId });
  await addTurns(
    transaction,
    turns.map(({ attachments: _files, ...turn }) => ({ ...turn, createdAt: at })),
  );
  await attach(transaction, turns, at);
}
