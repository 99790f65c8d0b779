"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { SortHeader } from "@/components/ui/sort-header";
import { Th } from "@/components/ui/table";
import { useFadingEdge } from "@/components/ui/use-fading-edge";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { useCrowdedScreen } from "@/components/ui/use-small-screen";
import { type Column, isNumeric } from "./columns";
import { ModelRow } from "./model-row";
import { MOST_COMPARED } from "./search-params";
import type { TableRow } from "./table-row";
import type { TableSort } from "./table-rows";

type Props = {
  rows: readonly TableRow[];
  columns: readonly Column[];
  sort: TableSort | null;
  onSort: (column: string) => void;
  /** Ids that are ticked for comparing. */
  chosen: readonly string[];
  onChoose: (id: string, on: boolean) => void;
};

const ROW = 49;
/** As much as an id of usual length needs; more where figures scroll away anyhow. */
const NAME_WIDTH = { usual: 216, crowded: 232 };
const TICK_WIDTH = 36;

/** All models, of which only the rows in view are in the page. Arrows go from row to row. */
export function ModelTable({ rows, columns, sort, onSort, chosen, onChoose }: Props) {
  const scroller = useRef<HTMLElement>(null);
  /** Opened on a phone; kept here, since rows leave the page when they leave the view. */
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 8,
    scrollPaddingStart: 36,
    initialRect: { width: 1200, height: 900 },
  });
  useFadingEdge(scroller);
  const go = useRowFocus({
    scroller,
    count: rows.length,
    scrollTo: (at) => virtualizer.scrollToIndex(at, { align: "auto" }),
    controlOf: (focused) => (focused.matches("input") ? "input" : "th a"),
  });

  const shown = virtualizer.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const nameWidth = useCrowdedScreen() ? NAME_WIDTH.crowded : NAME_WIDTH.usual;
  const width = columns.reduce((sum, column) => sum + column.width, nameWidth + TICK_WIDTH);
  const sortedAs = (column: string) =>
    sort?.column === column ? (sort.descending ? "descending" : "ascending") : null;
  return (
    <section
      ref={scroller}
      aria-label="Models"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      onKeyDown={go}
      className="fading-edge min-h-0 flex-1 overflow-auto overscroll-contain px-4 outline-offset-[-2px] sm:px-6"
    >
      <table
        aria-label="Models"
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-collapse text-left md:min-w-(--table-width)"
        style={{ "--table-width": `${width}px` } as React.CSSProperties}
      >
        <thead className="sticky top-0 z-20 bg-canvas [&_th]:border-0 [&_th]:shadow-[inset_0_-1px_0_var(--color-line)]">
          <tr aria-rowindex={1}>
            <Th style={{ width: TICK_WIDTH }}>
              <span className="sr-only">Compare</span>
            </Th>
            <SortHeader
              label="Model"
              sorted={sortedAs("name")}
              onSort={() => onSort("name")}
              className="sticky left-0 z-10 bg-canvas"
            />
            {columns.map((column) => (
              <SortHeader
                key={column.key}
                wide
                numeric={isNumeric(column)}
                label={column.label}
                data-tip={column.tip}
                sorted={sortedAs(column.key)}
                onSort={() => onSort(column.key)}
                style={{ width: column.width }}
              />
            ))}
            <Th numeric className="w-20 md:hidden">
              In, out /M
            </Th>
            <Th className="w-11 md:hidden">
              <span className="sr-only">More</span>
            </Th>
          </tr>
        </thead>
        <Gap height={above} />
        {shown.map(({ index, key }) => {
          const row = rows[index];
          if (!row) return null;
          const ticked = chosen.includes(row.id);
          return (
            <tbody key={key} ref={virtualizer.measureElement} data-index={index}>
              <ModelRow
                row={row}
                index={index}
                columns={columns}
                ticked={ticked}
                full={!ticked && chosen.length >= MOST_COMPARED}
                onTick={onChoose}
                open={open.has(row.id)}
                onOpen={(id, on) => setOpen(toggled(open, id, on))}
              />
            </tbody>
          );
        })}
        <Gap height={below} />
      </table>
    </section>
  );
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

function toggled(ids: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(ids);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
