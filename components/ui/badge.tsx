import clsx from "clsx";
import type { ReactNode } from "react";

const TONES = {
  neutral: "bg-hover text-muted",
  live: "bg-accent-soft text-accent-text",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
} as const;

export type Tone = keyof typeof TONES;

/** A word of status. Colour never says it alone. */
export function Badge({
  tone = "neutral",
  children,
  className,
}: {
  tone?: Tone;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs whitespace-nowrap",
        TONES[tone],
        className,
      )}
    >
      {tone === "live" && <span aria-hidden className="size-1.5 animate-pulse-live rounded-full bg-accent" />}
      {children}
    </span>
  );
}
