import type { KeyboardEvent, ReactNode } from "react";

/** What the arrow keys do, for whoever does not see it. */
const KEYS = "Arrow keys go from one to the next, Enter picks.";

/** A chart's name, as a property of Recharts' own elements, which pass it on although their types do not say so. */
export const named = (name: string) => ({ "aria-label": `${name}. ${KEYS}` });

type PointedProps = { index: number; children: ReactNode };

/** What a tooltip says, aloud as well: arrow keys lead it from point to point. */
export const Pointed = ({ index, children }: PointedProps) => (
  <div role="status" data-point={index}>
    {children}
  </div>
);

type PickingProps = { onPick: (index: number) => void; children: ReactNode };

/** Around a chart: Enter picks the point that its tooltip is at, as a click does. */
export function Picking({ onPick, children }: PickingProps) {
  "use memo";
  const pick = (event: KeyboardEvent<HTMLElement>) => {
    const point = event.currentTarget.querySelector<HTMLElement>("[data-point]")?.dataset.point;
    if (event.key !== "Enter" || point === undefined) return;
    event.preventDefault();
    onPick(Number(point));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the chart within has the focus, and takes no such handler
    <div className="h-full" onKeyDown={pick}>
      {children}
    </div>
  );
}
