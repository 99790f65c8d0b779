"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";

const chipClass = (on: boolean): string =>
  clsx(
    "inline-flex h-7 shrink-0 items-center gap-1 rounded-full border px-2.5 text-xs whitespace-nowrap transition-colors touch:h-11 touch:px-3.5",
    on
      ? "border-accent-text bg-accent-soft text-accent-text"
      : "border-line text-muted hover:bg-hover hover:text-ink",
  );

type ChipProps = { on: boolean; onToggle: () => void; tip?: string; children: ReactNode };

/** A filter that is on or off. */
export function Chip({ on, onToggle, tip, children }: ChipProps) {
  return (
    <button type="button" aria-pressed={on} data-tip={tip} onClick={onToggle} className={chipClass(on)}>
      {children}
    </button>
  );
}

type ChipMenuProps = {
  label: string;
  /** What is chosen, in a few words; null when nothing is. */
  chosen: string | null;
  children: ReactNode;
};

/** A filter with several values, chosen in the browser's own popover: Escape or a click elsewhere closes it. */
export function ChipMenu({ label, chosen, children }: ChipMenuProps) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-label={chosen === null ? label : `${label}: ${chosen}`}
        className={chipClass(chosen !== null)}
      >
        {chosen ?? label}
        <ChevronDown aria-hidden className="size-3" />
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onToggle={(event) => {
          if (event.newState !== "open") return;
          const inputs = [...event.currentTarget.querySelectorAll("input")];
          (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus();
        }}
        className="inset-auto m-0 my-1 max-h-[min(24rem,70dvh)] max-w-[calc(100vw-16px)] overflow-y-auto rounded-box bg-raised p-1.5 text-ink shadow-float [position-area:bottom_span-right] [position-try-fallbacks:flip-inline,flip-block]"
      >
        {children}
      </div>
    </>
  );
}
