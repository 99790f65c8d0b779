"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useId } from "react";

type Props = { model: string | null; loading: boolean; onOpen: () => void };

/** Shows the model of a pane and opens the picker. */
export function ModelButton({ model, loading, onOpen }: Props) {
  const client = useQueryClient();
  const id = useId();
  // The picker is fetched before the click has landed; if that fails, the click tries again.
  const prepare = () => void import("./pane-picker").then((picker) => picker.prepare(client)).catch(() => {});
  return (
    <button
      type="button"
      aria-label="Model"
      aria-haspopup="dialog"
      aria-describedby={id}
      onClick={onOpen}
      onPointerEnter={prepare}
      onFocus={prepare}
      className="flex h-8 min-w-0 items-center gap-1.5 rounded-control border border-line bg-raised px-2.5 transition-colors hover:bg-hover touch:h-11"
    >
      <span id={id} className="truncate font-mono text-xs">
        {model ?? (loading ? "Loading models…" : "Choose a model")}
      </span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
    </button>
  );
}
