"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { Conversation } from "@/lib/conversations/api";
import { type Ballot, ballotOf } from "@/lib/conversations/ballot";
import type { Failure } from "@/lib/core/failure";
import { useVote } from "./use-vote";
import { VoteChoices } from "./vote-choices";
import { VoteResult } from "./vote-result";

type Props = {
  conversation: Conversation;
  onFailure: (failure: Failure | null) => void;
  /** Shows the models without a vote. */
  onReveal: () => void;
};

/** Below answers that have ended: the vote while nobody is to know the models, and then what came of it. */
export default function VoteBar({ conversation, onFailure, onReveal }: Props) {
  "use memo";
  const { blind, panes } = conversation;
  const ballot = ballotOf(conversation);
  const vote = useVote(conversation, onFailure);
  const stage = stageOf(ballot, blind);
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // Keys are for the vote unless someone is writing; whoever reads by ear hears what can be chosen.
    if (stage !== "nothing" && isIdle(document.activeElement)) bar.current?.focus({ preventScroll: true });
  }, [stage]);
  const asked = panes.some(({ messages }) => messages.length > 0);
  if (blind ? !asked : stage !== "decided") return null;
  const reveal = (
    <Button size="sm" look="ghost" onClick={onReveal} data-tip="Without a vote">
      Show models<span className="sr-only"> without a vote</span>
    </Button>
  );
  return (
    <section
      ref={bar}
      aria-label="Vote"
      tabIndex={-1}
      className="mx-auto w-full max-w-184 px-3 pb-2 outline-none sm:px-6"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-box border border-line bg-sunken px-3 py-2">
        {stage === "open" && ballot && (
          <VoteChoices
            ballot={ballot}
            busy={vote.busy}
            onVote={(winner) => void vote.cast(ballot.turnId, winner)}
          />
        )}
        {stage === "decided" && !blind && ballot?.verdict && (
          <VoteResult
            conversation={conversation}
            ballot={ballot}
            verdict={ballot.verdict}
            shown={vote.shown}
            busy={vote.busy}
            onContinue={(paneId) => void vote.goOn(paneId)}
          />
        )}
        {blind && stage !== "open" && (
          <p className="text-muted">
            {stage === "decided"
              ? "You have voted on these answers. Ask something else, and vote again."
              : "There are no two unseen answers to choose from yet."}
          </p>
        )}
        {blind && <span className="ml-auto">{reveal}</span>}
      </div>
    </section>
  );
}

const stageOf = (ballot: Ballot | null, blind: boolean): "nothing" | "open" | "decided" =>
  ballot === null ? "nothing" : ballot.verdict !== null ? "decided" : blind ? "open" : "nothing";

/** Nothing holds the focus but a field that nothing is written in. */
const isIdle = (element: Element | null): boolean =>
  element === null ||
  element === document.body ||
  (element instanceof HTMLTextAreaElement && element.value === "");
