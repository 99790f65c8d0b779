"use client";

import { GitCompareArrows, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { MOST_COMPARED } from "./search-params";

type Props = {
  ids: readonly string[];
  onRemove: (id: string) => void;
  onClear: () => void;
  onCompare: () => void;
};

/** The models that are ticked, and the way to see them side by side. */
export function CompareTray({ ids, onRemove, onClear, onCompare }: Props) {
  "use memo";
  return (
    <section
      aria-label="Chosen for comparing"
      className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-sunken px-4 py-2 sm:px-6"
    >
      <ul className="flex min-w-0 flex-1 gap-1.5 overflow-x-auto">
        {ids.map((id) => (
          <li
            key={id}
            className="flex h-7 shrink-0 items-center gap-0.5 rounded-control bg-accent-soft pl-2 font-mono text-xs touch:h-11"
          >
            {id}
            <IconButton size="icon-sm" label={`Do not compare ${id}`} onClick={() => onRemove(id)}>
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <span className="text-xs text-muted max-sm:hidden">
        {ids.length === 1
          ? `Tick up to ${MOST_COMPARED - 1} more`
          : ids.length === MOST_COMPARED
            ? `${MOST_COMPARED} is the most`
            : ""}
      </span>
      <Button look="ghost" onClick={onClear}>
        Clear
      </Button>
      <Button look="primary" disabled={ids.length < 2} onClick={onCompare}>
        <GitCompareArrows aria-hidden />
        Compare {ids.length}
      </Button>
    </section>
  );
}
