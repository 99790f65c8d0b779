"use client";

import { Lock, LockOpen } from "lucide-react";

type Props = {
  /** What it is about, within a sentence. */
  about: string;
  may: boolean;
  onMay: (may: boolean) => void;
};

/** Whether callers may set something themselves: an open lock or a closed one. */
export function OverrideSwitch({ about, may, onMay }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={may}
      aria-label={`Callers may override ${about}`}
      data-tip={
        may
          ? "Callers may override it. Locked, the route's value holds, or none where it has none."
          : "Locked: callers cannot set it. The route's value holds, or none where it has none."
      }
      onClick={() => onMay(!may)}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control hover:bg-hover touch:size-11 [&_svg]:size-4 ${may ? "text-faint hover:text-ink" : "bg-accent-soft text-accent-text"}`}
    >
      {may ? <LockOpen aria-hidden /> : <Lock aria-hidden />}
    </button>
  );
}
