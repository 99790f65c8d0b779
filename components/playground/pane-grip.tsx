"use client";

import { GripVertical } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { PANE_DRAG } from "./pane-state";

type Props = {
  paneKey: string;
  name: string;
  index: number;
  count: number;
  onMove: (position: number) => void;
};

/** The handle at the head of one of several panes. */
export default function PaneGrip({ paneKey, name, index, count, onMove }: Props) {
  "use memo";
  const grip = useRef<HTMLSpanElement>(null);
  const moving = useRef(false);
  // What is moved within the page loses the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index is what tells of a move
  useLayoutEffect(() => {
    if (moving.current) grip.current?.focus();
    moving.current = false;
  }, [index]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= count || to === index) return;
    moving.current = true;
    onMove(to);
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(PANE_DRAG, paneKey);
    event.dataTransfer.effectAllowed = "move";
    const pane = grip.current?.closest("section");
    if (pane) event.dataTransfer.setDragImage(pane, 16, 16);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: Firefox does not let buttons be dragged
    <span
      ref={grip}
      role="button"
      tabIndex={0}
      draggable
      aria-label={`Move pane ${index + 1} of ${count}, ${name}`}
      aria-keyshortcuts="ArrowLeft ArrowRight"
      data-tip="Drag, or press ← →, to move"
      onDragStart={onDragStart}
      onKeyDown={onKeyDown}
      className="-ml-1.5 inline-flex size-6 shrink-0 cursor-grab items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink active:cursor-grabbing max-md:hidden"
    >
      <GripVertical aria-hidden className="size-3.5" />
    </span>
  );
}
