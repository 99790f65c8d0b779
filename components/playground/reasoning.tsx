"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { formatDuration } from "@/lib/core/format-measures";
import { AnswerText } from "./answer-text";

type Props = {
  text: string;
  /** Still thinking: no word of the answer has come yet. */
  live: boolean;
  /** How long it took, where that is known. */
  tookMs: number | null;
};

/** What the model thought, folded away. */
export function Reasoning({ text, live, tookMs }: Props) {
  "use memo";
  const [open, setOpen] = useState(false);
  const title = live ? "Thinking…" : tookMs === null ? "Thought" : `Thought for ${formatDuration(tookMs)}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex h-7 items-center gap-1 rounded-control px-1 text-muted hover:text-ink touch:h-11"
      >
        <ChevronRight aria-hidden className={`size-4 transition-transform ${open ? "rotate-90" : ""}`} />
        {title}
        {live && <span aria-hidden className="ml-1 size-1.5 animate-pulse-live rounded-full bg-accent" />}
      </button>
      {open && (
        <div className="mt-1 mb-2 border-l border-line pl-4 text-muted">
          <AnswerText text={text} live={live} />
        </div>
      )}
    </div>
  );
}
