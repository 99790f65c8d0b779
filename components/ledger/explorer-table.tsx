"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import { Th } from "@/components/ui/table";
import { useHotkey } from "@/components/ui/use-hotkey";
import { useRowMoves } from "@/components/ui/use-row-focus";
import type { ListedGeneration } from "@/lib/ledger/api";
import { GenerationRow, ROOM } from "./generation-row";

type Props = {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly ListedGeneration[];
  open: string | null;
  onOpen: (id: string | null) => void;
  /** Whether these are not all. */
  hasMore: boolean;
  /** Asks for further ones; null when there is nothing to ask for now. */
  onMore: (() => void) | null;
  /** Says whether the list stands at its beginning. */
  onTop: (isTop: boolean) => void;
  timeZone: string | null;
};

const ROW = 41;
/** How many rows before the end further ones are asked for. */
const AHEAD = 30;
/** Nobody notices a list that is so far from its top, in pixels. */
const NEARLY = 8;

/** Generations, newest first, of which only those in view are in the page. Arrows, J and K go from one to the next. */
export function ExplorerTable({ scroller, rows, open, onOpen, hasMore, onMore, onTop, timeZone }: Props) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 8,
    scrollPaddingStart: 34,
    initialRect: { width: 1200, height: 900 },
  });
  const scrollTo = (at: number) => virtualizer.scrollToIndex(at, { align: "auto" });
  const { onKeyDown, moveTo } = useRowMoves({
    scroller,
    count: rows.length,
    scrollTo,
    controlOf: () => LINK,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onMore?.();
  }, [last, rows.length, onMore]);

  const openAt = open === null ? -1 : rows.findIndex(({ id }) => id === open);
  const step = (by: number) => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset.index;
    const at = openAt !== -1 ? openAt : focused === undefined ? -1 : Number(focused);
    const to = Math.max(0, Math.min(rows.length - 1, at + by));
    const row = rows[to];
    if (!row) return;
    moveTo(to, LINK);
    if (open !== null) onOpen(row.id);
  };
  useHotkey("j", () => step(1));
  useHotkey("k", () => step(-1));
  useHotkey("Escape", () => onOpen(null), { enabled: open !== null });
  useReturn(open, openAt, moveTo);

  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      aria-label="List of generations"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) => onTop(currentTarget.scrollTop < NEARLY)}
      className="@container min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 outline-offset-[-2px] sm:px-6"
    >
      <table
        aria-label="Generations"
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        className="w-full table-fixed border-collapse text-left"
      >
        <thead className="sticky top-0 z-20 bg-canvas [&_th]:border-0 [&_th]:shadow-[inset_0_-1px_0_var(--color-line)]">
          <tr aria-rowindex={1}>
            <Th className={`w-36 ${ROOM.least}`}>Time</Th>
            <Th className="@max-xl:pl-0">Model</Th>
            <Th wide className={`w-36 ${ROOM.much}`}>
              Source
            </Th>
            <Th className={`w-36 @[68rem]:w-60 ${ROOM.least}`}>State</Th>
            <Th numeric wide className={`w-28 ${ROOM.little}`} data-tip="Tokens in, tokens out">
              Tokens
            </Th>
            <Th numeric className="w-30">
              Cost
            </Th>
            <Th numeric wide className={`w-20 ${ROOM.some}`} data-tip="Time to first token">
              TTFT
            </Th>
            <Th numeric wide className={`w-20 ${ROOM.some}`}>
              Duration
            </Th>
          </tr>
        </thead>
        <Gap height={above} />
        {shown.map(({ index, key }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <tbody key={key} ref={virtualizer.measureElement} data-index={index}>
              <GenerationRow
                generation={row}
                index={index}
                isOpen={row.id === open}
                onOpen={onOpen}
                timeZone={timeZone}
              />
            </tbody>
          );
        })}
        <Gap height={below} />
      </table>
    </section>
  );
}

const LINK = "th a";

/** Whoever closes what was open stands where it was in the list. */
function useReturn(open: string | null, openAt: number, moveTo: (at: number, control: string) => void) {
  const before = useRef(-1);
  useEffect(() => {
    if (open !== null) before.current = openAt;
    else if (before.current !== -1) {
      moveTo(before.current, LINK);
      before.current = -1;
    }
  });
}

/** Stands for the rows that are out of view. */
const Gap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tbody aria-hidden>
      <tr>
        <td className="p-0" style={{ height }} />
      </tr>
    </tbody>
  );
