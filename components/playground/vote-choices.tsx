"use client";

import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { useHotkey } from "@/components/ui/use-hotkey";
import { aliasOf } from "@/lib/conversations/alias";
import type { Ballot } from "@/lib/conversations/ballot";
import { ariaKeys } from "@/lib/core/hotkeys";

type Props = {
  ballot: Ballot;
  busy: boolean;
  /** A pane's id, `tie` or `bothBad`. */
  onVote: (winner: string) => void;
};

/** One button and one key per answer, whatever their number; 9 and 0 are for when none is the best. */
export function VoteChoices({ ballot: { answers }, busy, onVote }: Props) {
  "use memo";
  const first = aliasOf(0);
  const last = aliasOf(answers.length - 1);
  const bad = answers.length > 2 ? "All bad" : "Both bad";
  return (
    <>
      <p role="status">
        Which answer is best?
        <span className="sr-only">
          {" "}
          Press 1 to {answers.length} for {first} to {last}, 9 for a tie, 0 for {bad.toLowerCase()}.
        </span>
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form */}
      <div role="group" aria-label="Which answer is best?" className="flex flex-wrap gap-1.5">
        {answers.map(({ paneId, generationId }, index) => (
          <Choice
            key={paneId}
            label={aliasOf(index)}
            press={String(index + 1)}
            disabled={busy || generationId === null}
            onChoose={() => onVote(paneId)}
          />
        ))}
        <span aria-hidden className="mx-0.5 w-px bg-line max-sm:hidden" />
        <Choice label="Tie" press="9" disabled={busy} onChoose={() => onVote("tie")} />
        <Choice label={bad} press="0" disabled={busy} onChoose={() => onVote("bothBad")} />
      </div>
    </>
  );
}

type ChoiceProps = { label: string; press: string; disabled: boolean; onChoose: () => void };

function Choice({ label, press, disabled, onChoose }: ChoiceProps) {
  "use memo";
  useHotkey(press, onChoose, { enabled: !disabled });
  return (
    <Button disabled={disabled} onClick={onChoose} aria-keyshortcuts={ariaKeys(press)}>
      {label}
      <span aria-hidden className="touch:hidden">
        <Kbd>{press}</Kbd>
      </span>
    </Button>
  );
}
