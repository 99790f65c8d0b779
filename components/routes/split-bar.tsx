"use client";

import { assignColours } from "@/components/charts/series-colours";
import type { Arm } from "./edit-spec";

/** The split as a bar; the fields beside it say the same in figures. */
export function SplitBar({ arms }: { arms: readonly Arm[] }) {
  const names = arms.map(({ name }) => name);
  const colours = assignColours(names, names);
  const starts = arms.map((_, at) => arms.slice(0, at).reduce((sum, { share }) => sum + share, 0));
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${Math.max(100, total)} 4`}
      preserveAspectRatio="none"
      className="my-1.5 h-1.5 w-full rounded-full bg-hover"
    >
      {arms.map(({ name, share }, at) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same while they are written
          key={at}
          x={starts[at]}
          width={share}
          height="4"
          fill={colours.get(name)}
        />
      ))}
    </svg>
  );
}
