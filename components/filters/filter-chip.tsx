"use client";

import clsx from "clsx";
import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

type Props = {
  name: string;
  /** What is chosen, short for the chip and in full for its name; null when nothing is yet. */
  words: { short: string; long: string } | null;
  /** Whether it opens as soon as it is there. */
  opens?: boolean;
  onToggle?: (isOpen: boolean) => void;
  onRemove: () => void;
  /** What is chosen in. */
  children: ReactNode;
};

const HALF =
  "inline-flex h-8 items-center gap-1 border border-line bg-raised text-sm transition-colors hover:bg-hover touch:h-11";

/** A filter that is set: it opens for another choice, and can be taken off. Its first field gets the focus. */
export function FilterChip({ name, words, opens = false, onToggle, onRemove, children }: Props) {
  "use memo";
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    if (!opens || opened.current) return;
    opened.current = true;
    // As by hand, so that it stands at its chip.
    button.current?.click();
  }, [opens]);
  return (
    <>
      <span className="inline-flex max-w-full min-w-0">
        <button
          ref={button}
          type="button"
          popoverTarget={id}
          aria-haspopup="dialog"
          aria-label={words ? `Filter: ${words.long}` : `Filter: ${name}`}
          // Moments are written in the viewer's own way, which the server does not know.
          suppressHydrationWarning
          className={clsx(
            HALF,
            "min-w-0 rounded-l-control pr-1.5 pl-2.5",
            words === null && "rounded-r-control",
          )}
        >
          <span className="max-w-64 truncate" suppressHydrationWarning>
            {words?.short ?? name}
          </span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
        {words && (
          <button
            type="button"
            aria-label={`Remove the filter “${words.long}”`}
            suppressHydrationWarning
            onClick={onRemove}
            className={clsx(
              HALF,
              "-ml-px justify-center rounded-r-control px-1.5 text-muted hover:text-ink touch:min-w-11",
            )}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </span>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={`Choose: ${name}`}
        onToggle={(event) => {
          const isOpen = event.newState === "open";
          onToggle?.(isOpen);
          if (isOpen) event.currentTarget.querySelector<HTMLElement>("[data-focus]")?.focus();
        }}
        className="inset-auto m-0 my-1 w-80 max-w-[calc(100vw-16px)] rounded-box bg-raised p-2 text-ink shadow-float [position-area:bottom_span-right] [position-try-fallbacks:flip-inline,flip-block]"
      >
        {children}
      </div>
    </>
  );
}
