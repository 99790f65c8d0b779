"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Usd } from "@/components/ui/usd";
import type { Budget } from "@/lib/budgets/api";
import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { formatUsd } from "@/lib/core/format";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { answerAsk } from "./ask-queries";
import { aboutWords } from "./ask-words";

/** Why nobody can grant it any more; null while somebody can. */
function overWords({ state, member }: BudgetAsk): string | null {
  if (state === "deleted") return "The budget was deleted since.";
  if (state === "reset") return "The budget has begun anew since.";
  if (state === "removed") return `${member} was removed from the team since.`;
  return state === "suspended" ? `${member} is suspended. Let in again, they can be granted it.` : null;
}

type Props = { ask: BudgetAsk /** As it is now, where it is still there. */; budget: Budget | undefined };

/** One request that waits: who wants how much more of what, and the answer in one click. */
export function AskRow({ ask, budget }: Props) {
  const client = useQueryClient();
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, member, amount, note, askedAt } = ask;
  const over = overWords(ask);
  const answer = async (how: "grant" | "decline") => {
    setBusy(true);
    setFailure(null);
    try {
      await answerAsk(client, id, how, words);
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <li aria-label={`${member} asks for ${formatUsd(amount)}`} className="space-y-1.5 py-3">
      <p className="wrap-anywhere">
        <span className="font-medium">{member}</span> asks for <Usd amount={amount} className="font-medium" />{" "}
        more of {aboutWords(ask)}. <Instant at={askedAt} className="text-muted" />
      </p>
      {note && <p className="text-muted wrap-anywhere">“{revealHidden(note)}”</p>}
      {over && <p className="text-muted wrap-anywhere">{over}</p>}
      {!over && budget && (
        <p className="text-xs text-muted">
          <Usd amount={budget.spent} /> is spent, <Usd amount={budget.left} /> left.
          {budget.raise && (
            <>
              {" "}
              It is raised until <Instant at={budget.raise.until} />: what is granted ends then, too.
            </>
          )}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {over ? (
          <Button size="sm" disabled={busy} onClick={() => void answer("decline")}>
            Put away
          </Button>
        ) : (
          <>
            <div className="w-full sm:w-64">
              <TextField
                label={`What to say to ${member}`}
                hiddenLabel
                placeholder="A sentence (optional)"
                value={words}
                maxLength={500}
                autoComplete="off"
                onChange={(event) => setWords(event.target.value)}
              />
            </div>
            <Button size="sm" look="primary" disabled={busy} onClick={() => void answer("grant")}>
              Grant
            </Button>
            <Button size="sm" disabled={busy} onClick={() => void answer("decline")}>
              Decline
            </Button>
          </>
        )}
      </div>
      {failure && <FailureNotice compact failure={failure} />}
    </li>
  );
}
