"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/button";

type Props = {
  id: string;
  /** All versions of it, itself included, oldest first. */
  siblings: readonly string[];
  disabled: boolean;
  onWalk: (id: string) => void;
};

/** Leads to the other versions of a message, where there are any. */
export function BranchSwitch({ id, siblings, disabled, onWalk }: Props) {
  "use memo";
  const at = siblings.indexOf(id);
  if (siblings.length < 2 || at < 0) return null;
  const step = (by: number) => () => {
    const next = siblings[at + by];
    if (next !== undefined) onWalk(next);
  };
  /** At an end it goes nowhere, and keeps the focus that an arrow which is off would lose. */
  const arrow = (label: string, by: number, icon: ReactNode) => {
    const isEnd = siblings[at + by] === undefined;
    return (
      <IconButton
        size="icon-sm"
        label={label}
        disabled={disabled}
        aria-disabled={isEnd || disabled}
        onClick={step(by)}
        className={isEnd ? "cursor-default opacity-50 hover:bg-transparent hover:text-muted" : ""}
      >
        {icon}
      </IconButton>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <span role="group" aria-label="Versions" className="inline-flex items-center text-xs text-muted">
      {arrow("Previous version", -1, <ChevronLeft aria-hidden />)}
      <span>
        {at + 1}/{siblings.length}
      </span>
      {arrow("Next version", 1, <ChevronRight aria-hidden />)}
    </span>
  );
}
