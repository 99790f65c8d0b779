"use client";

import { observeElementRect, useVirtualizer } from "@tanstack/react-virtual";
import { Info } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { useSmallScreen } from "@/components/ui/use-small-screen";
import type { CatalogResponse } from "@/lib/catalog/api";
import type { ModelQuery } from "@/lib/catalog/model-query";
import { lineOf, OPTION_HEIGHT, optionId, PickerLine } from "./picker-line";
import { asksBarred, idOf, type Option, type Pins, type Row } from "./picker-rows";

type Props = {
  rows: readonly Row[];
  /** What of the rows can be chosen. */
  options: readonly Option[];
  /** What the rows answer. */
  asked: ModelQuery;
  /** The index of the highlighted option. */
  active: number;
  /** The id of the chosen row. */
  chosen: string | null;
  pins: Pick<Pins, "favourites" | "recommended"> & { allowed: readonly string[] | null };
  repriced: CatalogResponse["repriced"];
  onActive: (index: number) => void;
  onChoose: (option: Option) => void;
  onDetails: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

const HEADING = 28;
/** What of the picker's height stands above and below the list on a wide screen: a first guess, so that it is drawn once. */
const AROUND = 158;
/** How long the pointer rests on a line before it is highlighted: on its way to the details it crosses others. */
const REST_MS = 60;

/** Hundreds of models, of which only those in view are in the page. The focus stays in the search field. */
export function ModelListbox({ rows, options, asked, active, chosen, pins, repriced, ...on }: Props) {
  "use memo";
  "use no memo"; // The virtualizer changes in place, which the compiler cannot see.
  const scroller = useRef<HTMLDivElement>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isSmall = useSmallScreen();
  // Whenever this is another function, the virtualizer measures all lines anew.
  const getItemKey = useCallback((at: number) => keyOf(rows[at]) ?? at, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (rows[at]?.kind === "heading" ? HEADING : OPTION_HEIGHT),
    getItemKey,
    overscan: 4,
    initialRect: { width: 600, height: Math.min(window.innerHeight * 0.8, 768) - AROUND },
    // A dialog that is not shown yet has no height, and the list would be drawn for that, and scrolled, and drawn again.
    observeElementRect: (instance, onRect) =>
      observeElementRect(instance, (rect) => {
        if (rect.height > 0) onRect(rect);
      }),
  });
  const line = rows.findIndex((row) => row.kind === "option" && row.index === active);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what answers another question is read from its beginning
  useEffect(() => {
    // The heading above the first line belongs to it.
    const to = line <= 1 ? 0 : line;
    // Scrolling has the page laid out at once, so it is left out where nothing moves.
    if (line >= 0 && !isInView(virtualizer, to)) virtualizer.scrollToIndex(to, { align: "auto" });
  }, [line, asked, virtualizer]);
  useEffect(() => () => clearTimeout(resting.current), []);

  const rest = (index: number | null) => {
    clearTimeout(resting.current);
    if (index !== null && index !== active) resting.current = setTimeout(() => on.onActive(index), REST_MS);
  };
  const shown = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const row = rows[index];
    return row ? [{ row, start }] : [];
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        <div
          id="model-options"
          role="listbox"
          aria-label="Models"
          tabIndex={0}
          aria-activedescendant={optionId(active)}
          onKeyDown={on.onKeyDown}
          onPointerMove={({ pointerType, target }) => pointerType === "mouse" && rest(lineOf(target))}
          onPointerLeave={() => clearTimeout(resting.current)}
          onClick={({ target }) => {
            const option = options[lineOf(target) ?? -1];
            if (option) on.onChoose(option);
          }}
          className="absolute inset-0"
        >
          {shown.map(({ row, start }) =>
            row.kind === "heading" ? (
              <div
                key={keyOf(row)}
                role="presentation"
                className="absolute inset-x-0 top-0 flex items-end px-2.5 pb-1 text-xs text-faint"
                style={{ height: HEADING, transform: `translateY(${start}px)` }}
              >
                {row.text}
              </div>
            ) : (
              <PickerLine
                // By its place: what is found next is written into the lines that are there.
                key={row.index}
                option={row.option}
                index={row.index}
                count={options.length}
                start={start}
                active={row.index === active}
                chosen={idOf(row.option) === chosen}
                favourite={pins.favourites.includes(idOf(row.option))}
                recommended={pins.recommended.includes(idOf(row.option))}
                barred={asksBarred(row.option, pins.allowed)}
                before={repriced[idOf(row.option)]?.before.prices}
              />
            ),
          )}
        </div>
        {/* Beside the list and not within: an option holds no button. Wide screens show the details anyway. */}
        {isSmall &&
          shown.map(({ row, start }) =>
            row.kind === "option" && row.option.kind !== "gone" ? (
              <div
                key={row.index}
                className="absolute top-0 right-0 flex items-center"
                style={{ height: OPTION_HEIGHT, transform: `translateY(${start}px)` }}
              >
                <IconButton
                  label={`Details of ${idOf(row.option)}`}
                  tabIndex={row.index === active ? 0 : -1}
                  onClick={() => on.onDetails(row.index)}
                >
                  <Info aria-hidden />
                </IconButton>
              </div>
            ) : null,
          )}
      </div>
    </div>
  );
}

const keyOf = (row: Row | undefined): string | undefined =>
  row?.kind === "option" ? idOf(row.option) : row?.text;

type Seen = Pick<
  ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>,
  "scrollOffset" | "scrollRect" | "measurementsCache"
>;

/** Whether a line is wholly in view, by what is known without asking the page. */
function isInView({ scrollOffset, scrollRect, measurementsCache }: Seen, at: number): boolean {
  const item = measurementsCache[at];
  if (!item || scrollOffset === null || scrollRect === null) return false;
  return item.start >= scrollOffset && item.end <= scrollOffset + scrollRect.height;
}
