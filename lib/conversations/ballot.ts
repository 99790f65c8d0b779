import type { Conversation, Message, Vote } from "./api";

export type Ballot = {
  turnId: string;
  /** A line per pane, in their order; null where there is no answer to choose. */
  answers: readonly { paneId: string; generationId: string | null }[];
  /** What was decided before. */
  verdict: Vote | null;
};

/**
 * The answers to the newest question, on the branches that are shown; null when there are no two to choose from.
 * What was answered before the conversation became blind has been seen; so has an answer of which a step was.
 */
export function ballotOf({
  panes,
  votes,
  blindSince,
}: Pick<Conversation, "panes" | "votes" | "blindSince">): Ballot | null {
  // Only the last of each branch: what is copied to go on from a winner has one time for all of it.
  const questions = panes.flatMap(
    ({ messages }) => messages.findLast(({ role, turnId }) => role === "user" && turnId !== null) ?? [],
  );
  const newest = questions.reduce<Message | null>(
    (latest, question) => (latest !== null && latest.createdAt >= question.createdAt ? latest : question),
    null,
  );
  const wasSeen = ({ generation }: Message): boolean =>
    blindSince !== null && generation !== null && generation.startedAt < blindSince;
  const turnId = newest?.turnId ?? null;
  if (turnId === null) return null;
  const answers = panes.map(({ id, messages }) => {
    const steps = messages.filter((message) => message.turnId === turnId && message.role === "assistant");
    const answer = steps.at(-1);
    const isRival = answer && saysSomething(answer) && !steps.some(wasSeen);
    return { paneId: id, generationId: isRival ? (answer.generation?.id ?? null) : null };
  });
  const rivals = new Set(answers.flatMap(({ generationId }) => generationId ?? []));
  const verdict = votes.find((vote) => vote.turnId === turnId) ?? null;
  // Once the others go on from the winner, it has no rivals any more.
  return rivals.size < 2 && verdict === null ? null : { turnId, answers, verdict };
}

const saysSomething = ({ content, images, toolCalls }: Message): boolean =>
  content !== "" || images.length > 0 || toolCalls.length > 0;
