import "server-only";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { vote, voteAnswer } from "@/lib/db/schema/conversations";
import { aliasOf } from "./alias";
import { setBlind } from "./change.server";
import { lockConversation } from "./conversations.server";
import { readPanes, readTurns } from "./load.server";
import type { VoteRequest } from "./request";
import { branchTo } from "./tree";
import type { VoteAnswer } from "./votes-api";

type Scope = { memberId: string; account: string };

/**
 * Keeps a verdict on the answers to one question and shows whose they are.
 * @throws AppError `not_found`; `conflict` while it answers, unless it is blind, with fewer than two answers to
 * choose from, and for a question that was voted on before
 */
export async function castVote(
  db: Db,
  { memberId, account }: Scope,
  conversationId: string,
  { turnId, winner }: VoteRequest,
  at: Date,
): Promise<VoteAnswer> {
  return db.transaction(async (tx) => {
    const { blind, blindSince } = await lockConversation(tx, memberId, conversationId);
    if (!blind) throw conflict("Only answers of models that nobody knows are voted on.");
    const answers = await readAnswers(tx, conversationId, turnId, blindSince);
    const rivals = new Map(answers.map((answer) => [answer.generationId, answer]));
    if (rivals.size < 2) throw conflict("There are no two answers to this question to choose from.");
    const outcome = winner === "tie" || winner === "bothBad" ? winner : "winner";
    const best = answers.find(({ paneId }) => paneId === winner);
    if (outcome === "winner" && !best)
      throw new AppError("not_found", {}, { message: "That pane has no answer to this question." });
    await setBlind(tx, conversationId, false, at);
    const id = newId();
    const [kept] = await tx
      .insert(vote)
      .values({ id, memberId, account, conversationId, turnId, outcome, createdAt: at })
      .onConflictDoNothing({ target: vote.turnId })
      .returning({ id: vote.id });
    if (!kept) throw conflict("This question was voted on before.");
    const won = (generationId: string) => generationId === best?.generationId;
    await tx.insert(voteAnswer).values(
      [...rivals.values()].map(({ generationId, model }) => ({
        ...{ voteId: id, generationId, model },
        won: won(generationId),
      })),
    );
    return {
      answers: answers.map(({ generationId, ...answer }) => ({ ...answer, won: won(generationId) })),
    };
  });
}

/** The answers to a question, begun since then, on the branches that are shown. What says nothing was no answer. */
async function readAnswers(tx: Transaction, conversationId: string, turnId: string, since: Date | null) {
  const panes = await readPanes(tx, conversationId);
  const turns = await readTurns(tx, conversationId);
  return panes.flatMap(({ id: paneId, leafId }, position) => {
    const branch = branchTo(
      turns.filter((turn) => turn.paneId === paneId),
      leafId,
    );
    const steps = branch.filter((turn) => turn.turnId === turnId && turn.role === "assistant");
    const answer = steps.at(-1);
    const made = answer?.generation;
    // Of one that called tools a step before may have been seen: that gives it away.
    const wasSeen = steps.some(
      ({ generation }) => since !== null && generation !== null && generation.startedAt < since,
    );
    if (!answer || !made || wasSeen) return [];
    if (answer.content === "" && answer.images === null && answer.toolCalls === null) return [];
    // Of a chain or a router it is what answered that was judged; else the name that was asked for.
    const asked =
      made.models.length === 1 && !made.models[0]?.startsWith("openrouter/") ? made.models[0] : null;
    const model = asked ?? made.model ?? made.models[0] ?? "";
    return [{ paneId, alias: aliasOf(position), generationId: made.id, model }];
  });
}

const conflict = (message: string) => new AppError("conflict", {}, { message });
