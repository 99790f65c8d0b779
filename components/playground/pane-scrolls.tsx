"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** How the scrolling boxes of panes are marked. */
const BOXES = "[data-pane-scroll]";

type Props = {
  row: RefObject<HTMLElement | null>;
  /** Tells one order of the panes from another. */
  order: string;
  tied: boolean;
};

/**
 * Looks after the scrolling boxes of a row of panes and draws nothing: a box that is moved within the page keeps its
 * position, and boxes that are tied move together, each by its own length.
 */
export default function PaneScrolls({ row, order, tied }: Props) {
  const positions = useRef(new WeakMap<Element, number>());

  // The browser forgets the position of what is taken out and put elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves them
  useLayoutEffect(() => {
    for (const box of row.current?.querySelectorAll(BOXES) ?? []) {
      const position = positions.current.get(box);
      if (position !== undefined && box.scrollTop !== position) box.scrollTop = position;
    }
  }, [order, row]);

  useEffect(() => {
    const container = row.current;
    if (!container) return;
    /** The boxes that were moved by another one; their own event says nothing new. */
    const led = new WeakSet<Element>();
    const onScroll = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.matches(BOXES)) return;
      positions.current.set(target, target.scrollTop);
      if (!tied || led.delete(target)) return;
      const share = target.scrollTop / Math.max(1, lengthOf(target));
      for (const box of container.querySelectorAll(BOXES)) {
        const position = Math.round(share * lengthOf(box));
        if (box === target || Math.abs(box.scrollTop - position) < 1) continue;
        led.add(box);
        box.scrollTop = position;
      }
    };
    container.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => container.removeEventListener("scroll", onScroll, { capture: true });
  }, [row, tied]);

  return null;
}

const lengthOf = ({ scrollHeight, clientHeight }: Element): number => scrollHeight - clientHeight;
