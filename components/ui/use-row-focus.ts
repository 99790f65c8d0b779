"use client";

import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";

/** Rows that PgUp and PgDn go. */
const PAGE = 10;

type Options = {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Brings a row into the page. */
  scrollTo: (at: number) => void;
  /** Which control of a row takes the focus, as a selector; by the control that has it now. */
  controlOf: (focused: HTMLElement) => string;
};

/**
 * Arrows, PgUp, PgDn, Home and End move the focus from row to row of a virtual list, whether these are in the page or
 * not. Rows bear `data-index`.
 */
export const useRowFocus = (options: Options) => useRowMoves(options).onKeyDown;

/** The same for lists that move by other keys, too: `moveTo` brings a row into view and the focus to its control. */
export function useRowMoves({ scroller, count, scrollTo, controlOf }: Options) {
  /** Where the focus goes once that row is in the page. */
  const wanted = useRef<{ at: number; control: string } | null>(null);
  const find = (at: number | undefined, control: string | undefined) =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"] ${control}`);
  useEffect(() => {
    const target = find(wanted.current?.at, wanted.current?.control);
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  });
  const moveTo = (to: number, control: string) => {
    const target = find(to, control);
    scrollTo(to);
    if (target) target.focus({ preventScroll: true });
    else wanted.current = { at: to, control };
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const focused = event.target as HTMLElement;
    // What a dialog's fields are told comes by here, too.
    if (!event.currentTarget.contains(focused)) return;
    const row = focused.closest<HTMLElement>("[data-index]");
    const at = row === null ? -1 : Number(row.dataset.index);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next === undefined || count === 0) return;
    event.preventDefault();
    moveTo(Math.max(0, Math.min(count - 1, next)), controlOf(focused));
  };
  return { onKeyDown, moveTo };
}
