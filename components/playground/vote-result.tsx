"use client";

import { CornerDownRight, Trophy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { Conversation, Vote } from "@/lib/conversations/api";
import type { Ballot } from "@/lib/conversations/ballot";
import type { VoteAnswer } from "@/lib/conversations/votes-api";

type Props = {
  conversation: Conversation;
  ballot: Ballot;
  verdict: Vote;
  /** Whose the answers were, where the vote was given just now. */
  shown: VoteAnswer["answers"];
  busy: boolean;
  onContinue: (paneId: string) => void;
};

/** What a vote decided, whose the answers were, and how to go on from the best. */
export function VoteResult({ conversation, ballot: { answers }, verdict, shown, busy, onContinue }: Props) {
  "use memo";
  const holders = answers.filter(({ generationId }) => generationId === verdict.winner);
  const winner =
    verdict.winner === null ? undefined : conversation.panes.find(({ id }) => id === holders[0]?.paneId);
  const all = holders.length === answers.length;
  return (
    <>
      <p role="status" className="flex min-w-0 flex-wrap items-center gap-x-2">
        {verdict.outcome === "tie" && "A tie."}
        {verdict.outcome === "bothBad" && "No answer was good."}
        {winner && (
          <>
            <Trophy aria-hidden className="size-4 text-ok" />
            <span>
              <span className="font-mono text-xs">{winner.model}</span>{" "}
              {all ? "was voted best; every pane goes on from its answer." : "is voted best."}
            </span>
          </>
        )}
      </p>
      <span className="ml-auto flex flex-wrap items-center gap-1.5">
        {winner && !all && (
          <Button disabled={busy} onClick={() => onContinue(winner.id)}>
            <CornerDownRight aria-hidden /> Continue with the winner
          </Button>
        )}
        <LinkButton href="/votes" look="ghost">
          All votes
        </LinkButton>
      </span>
      {shown.length > 0 && (
        <ul
          aria-label="Whose answers they were"
          className="flex w-full flex-wrap gap-x-4 gap-y-1 text-xs text-muted"
        >
          {shown.map(({ paneId, alias, model, won }) => (
            <li key={paneId}>
              {alias} <span className={`font-mono ${won ? "text-ink" : ""}`}>{model}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
