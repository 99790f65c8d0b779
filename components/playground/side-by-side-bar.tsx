"use client";

import { Link2, Square } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";

type Props = {
  sync: boolean;
  onSync: () => void;
  blind: boolean;
  onBlind: () => void;
  /** Half of an answer would have been seen already. */
  answering: boolean;
  tied: boolean;
  onTied: () => void;
  /** Stops all answers; null when there is nothing to stop, or another button for it. */
  onStop: (() => void) | null;
};

/** What can be set when models stand side by side. */
export default function SideBySideBar({
  sync,
  onSync,
  blind,
  onBlind,
  answering,
  tied,
  onTied,
  onStop,
}: Props) {
  "use memo";
  return (
    <>
      {onStop && (
        <Button size="sm" onClick={onStop} aria-keyshortcuts="Escape" data-tip="Stop all answers">
          <Square aria-hidden className="fill-current" /> <span className="@max-6xl:sr-only">Stop all</span>
        </Button>
      )}
      <span className="@max-xl:hidden">
        <IconButton
          size="icon-sm"
          label="Scroll together"
          aria-pressed={tied}
          onClick={onTied}
          className={tied ? "bg-accent-soft text-accent-text" : ""}
        >
          <Link2 aria-hidden />
        </IconButton>
      </span>
      <Switch
        label="Sync"
        stacks
        on={sync}
        onToggle={onSync}
        tip={sync ? "Messages and settings go to all panes" : "Each pane has its own message and settings"}
      />
      <Switch
        label="Blind"
        stacks
        on={blind}
        onToggle={onBlind}
        disabled={answering}
        tip={
          answering
            ? "Not while answers arrive"
            : blind
              ? "Models, prices and speeds show after the vote"
              : "Shuffle the panes and hide which model is which until you have voted"
        }
      />
    </>
  );
}
