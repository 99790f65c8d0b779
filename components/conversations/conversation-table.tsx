"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useRowFocus } from "@/components/ui/use-row-focus";
import type { ConversationRow as Row } from "@/lib/conversations/list-api";
import { ConversationRow } from "./conversation-row";

type Props = {
  rows: readonly Row[];
  search: string;
  /** Asks for further ones; null when these are all. */
  onMore: (() => void) | null;
};

const ROW = 61;
/** How many rows before the end further ones are asked for. */
const AHEAD = 15;

/** The conversations, of which only those in view are in the page. Arrows go from one to the next. */
export function ConversationTable({ rows, search, onMore }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 8,
    initialRect: { width: 1200, height: 900 },
  });
  const go = useRowFocus({
    scroller,
    count: rows.length,
    scrollTo: (at) => virtualizer.scrollToIndex(at, { align: "auto" }),
    controlOf: (focused) => (focused.matches("button") ? "button" : "a"),
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onMore?.();
  }, [last, rows.length, onMore]);
  return (
    <section
      ref={scroller}
      aria-label="Conversations"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      onKeyDown={go}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={onMore ? -1 : rows.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ConversationRow row={row} search={search} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** From the search into the list. */
export const toFirstConversation = (): void =>
  document.querySelector<HTMLElement>('section[aria-label="Conversations"] [data-index="0"] a')?.focus();
