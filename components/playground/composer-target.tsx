"use client";

import type { PaneState } from "./pane-state";

type Props = {
  panes: readonly PaneState[];
  names: readonly string[];
  /** The key of the one pane that is asked; null when all are. */
  target: string | null;
  onTarget: (key: string | null) => void;
};

/** Whom the next message goes to. */
export default function ComposerTarget({ panes, names, target, onTarget }: Props) {
  "use memo";
  return (
    <select
      aria-label="Send to"
      value={target ?? ""}
      onChange={(event) => onTarget(event.target.value === "" ? null : event.target.value)}
      className="h-7 max-w-44 min-w-20 truncate rounded-control border border-line bg-raised px-1.5 text-xs text-ink hover:bg-hover @max-xl:w-24 @max-xl:max-w-32 @max-xl:grow touch:h-11"
    >
      <option value="">All {panes.length} models</option>
      {panes.map(({ key }, index) => (
        <option key={key} value={key}>
          {names[index]}
        </option>
      ))}
    </select>
  );
}
