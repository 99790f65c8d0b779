"use client";

import { Cable } from "lucide-react";
import { chainOf } from "@/lib/routing/preferences";

type Props = { model: string; fallbackModels: readonly string[]; onOpen: () => void };

/** Says that a pane asks a chain of models, and leads to where it is set. */
export default function PaneChain({ model, fallbackModels, onOpen }: Props) {
  "use memo";
  const chain = chainOf(model, fallbackModels);
  if (chain.length < 2) return null;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={onOpen}
      className="flex min-h-7 w-full min-w-0 items-center gap-1.5 border-b border-line px-3 text-left text-xs text-muted hover:bg-hover sm:px-4 touch:min-h-11"
    >
      <Cable aria-hidden className="size-3.5 shrink-0" />
      <span className="shrink-0">{chain.length} models in a chain</span>
      <span className="truncate font-mono text-faint">{chain.join(" → ")}</span>
    </button>
  );
}
