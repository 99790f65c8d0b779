"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { panesIn, showWeights, sizeOf } from "./pane-row-size";
import type { PaneState } from "./pane-state";
import { forgetWeights, placesOf, setWeights } from "./pane-weights";
import { type Row, rangeOf, weightsWith, widthAfter } from "./pane-widths";

type Props = {
  row: RefObject<HTMLElement | null>;
  panes: readonly PaneState[];
  names: readonly string[];
  /** Nobody is to know which pane asks which model. */
  blind: boolean;
  /** The position of the pane at its left. */
  index: number;
};

/** The handle between two panes; what it moves is their style, and only where it comes to rest is kept. */
export default function PaneResizer({ row, panes, names, blind, index }: Props) {
  "use memo";
  const drag = useRef<{ from: number; size: Row; weights: number[] | null } | null>(null);
  const values = useValues(row, index, panes.map(({ key }) => key).join());

  const keep = (weights: readonly number[]) => setWeights(placesOf(panes, blind), weights);
  const reset = () => {
    forgetWeights(placesOf(panes, blind));
    if (row.current) showWeights(row.current, []);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !row.current) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, size: sizeOf(row.current), weights: null };
  };
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (!drag.current || !row.current) return;
    const { from, size } = drag.current;
    drag.current.weights = weightsWith(size, index, (size.widths[index] ?? 0) + clientX - from);
    showWeights(row.current, drag.current.weights);
  };
  const onRelease = () => {
    if (drag.current?.weights) keep(drag.current.weights);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!row.current || event.altKey || event.ctrlKey || event.metaKey) return;
    const size = sizeOf(row.current);
    const to = widthAfter(event.key, event.shiftKey, size.widths[index] ?? 0, rangeOf(size, index));
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (to === undefined) return reset();
    const weights = weightsWith(size, index, to);
    showWeights(row.current, weights);
    keep(weights);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Resize ${names[index]} and ${names[index + 1]}`}
      aria-valuenow={values.now}
      aria-valuemin={values.least}
      aria-valuemax={values.most}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={onRelease}
      onDoubleClick={reset}
      onKeyDown={onKeyDown}
      className="relative z-10 -mr-1.5 -ml-0.5 w-2 shrink-0 cursor-col-resize touch-none outline-none select-none after:absolute after:inset-y-0 after:left-px after:w-0.5 hover:after:bg-line-strong focus-visible:after:bg-accent-text active:after:bg-accent-text max-md:hidden touch:-mr-3.5 touch:w-4"
    />
  );
}

/** What the handle says of itself, in percent of what the pane at its left may take from. */
function useValues(row: RefObject<HTMLElement | null>, index: number, order: string) {
  const [values, setValues] = useState({ now: 50, least: 0, most: 100 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order says which panes are beside it
  useEffect(() => {
    const box = row.current;
    if (!box) return;
    const measure = () => {
      const size = sizeOf(box);
      const { least, most, of } = rangeOf(size, index);
      const percent = (width: number) => Math.round((100 * width) / of);
      const [now, low, high] = [percent(size.widths[index] ?? 0), percent(least), percent(most)];
      setValues((before) =>
        before.now === now && before.least === low && before.most === high
          ? before
          : { now, least: low, most: high },
      );
    };
    const watching = new ResizeObserver(measure);
    for (const pane of [box, ...panesIn(box).slice(index, index + 2)]) watching.observe(pane);
    return () => watching.disconnect();
  }, [row, index, order]);
  return values;
}
