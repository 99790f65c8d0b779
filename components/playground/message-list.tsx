"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { NearTo } from "./near";
import { useFollow } from "./use-follow";

type Props = {
  /** Grows with every message sent from here; then the view goes to the end, wherever it was. */
  sent: number;
  /** Something is still to come above all that is there. */
  more: boolean;
  children: ReactNode;
};

/** The messages of one pane in their own scrolling box, which follows the newest line. */
export function MessageList({ sent, more, children }: Props) {
  "use memo";
  const { scroller, content, away, toLatest } = useFollow(more);
  const jump = useEffectEvent(toLatest);
  useEffect(() => {
    if (sent > 0) jump();
  }, [sent]);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        data-pane-scroll
        // What is drawn anew above the reader must not move the line that is being read; the end is followed anyway.
        className={`relative h-full overflow-y-auto overscroll-contain contain-strict ${away ? "" : "[overflow-anchor:none]"}`}
      >
        <div ref={content} className="mx-auto max-w-184 px-4 pt-2 pb-8 sm:px-6">
          <NearTo scroller={scroller}>{children}</NearTo>
        </div>
      </div>
      {away && (
        <button
          type="button"
          onClick={toLatest}
          className="absolute bottom-3 left-1/2 inline-flex h-8 -translate-x-1/2 animate-appear items-center gap-1.5 rounded-full bg-raised px-3 text-xs shadow-float hover:bg-hover touch:h-11"
        >
          <ArrowDown aria-hidden className="size-3.5" /> Jump to latest
        </button>
      )}
    </div>
  );
}
