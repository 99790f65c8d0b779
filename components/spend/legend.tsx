"use client";

import clsx from "clsx";
import { AmountCell } from "@/components/charts/amount";
import { OTHER_KEY, rowTotal, type SheetColumn } from "@/components/charts/sheet";
import { Swatch } from "@/components/charts/swatch";
import type { Overview } from "@/lib/spend/overview-api";
import { isOnly, toggleOnly, without } from "./narrow";
import { seriesKey } from "./overview-sheets";
import { useNarrowTip } from "./use-narrow-tip";
import type { SpendView } from "./use-spend-view";

type Props = {
  name: string;
  overview: Overview;
  columns: readonly (SheetColumn & { colour: string })[];
  view: SpendView;
};

/** What the colours mean and what each comes to. Picking one shows only it; with ⌥ all but it. */
export function Legend({ name, overview: { groupBy, series }, columns, view: { choices, narrow } }: Props) {
  "use memo";
  const tip = useNarrowTip();
  const valueIn = (column: string) =>
    series.find(({ key }) => seriesKey(groupBy, key) === column)?.key ?? null;
  return (
    <ul aria-label={name} className="-mx-1.5 flex flex-wrap gap-x-2 gap-y-0.5 text-xs text-muted">
      {columns.map((column) => {
        const isOther = column.key === OTHER_KEY;
        const value = isOther ? null : valueIn(column.key);
        const on = !isOther && isOnly(choices, groupBy, value);
        const pick = (leaveOut: boolean) => {
          if (isOther)
            narrow(
              without(
                choices,
                groupBy,
                series.map(({ key }) => key),
              ),
            );
          else narrow(leaveOut ? without(choices, groupBy, [value]) : toggleOnly(choices, groupBy, value));
        };
        return (
          <li key={column.key}>
            <button
              type="button"
              {...(!isOther && { "aria-pressed": on })}
              data-tip={isOther ? "Show all but these" : tip(on)}
              onClick={({ altKey }) => pick(altKey)}
              className={clsx(
                "flex h-7 items-center gap-1.5 rounded-control px-1.5 hover:bg-hover touch:h-11",
                on && "bg-accent-soft",
              )}
            >
              <Swatch colour={column.colour} />
              <span className="max-w-72 truncate text-ink">{column.label}</span>
              <AmountCell kind={column.kind} amount={sumOf(column)} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A column from top to bottom. */
const sumOf = ({ values, ...column }: SheetColumn) =>
  rowTotal(
    values.map((value) => ({ ...column, values: [value] })),
    0,
  );
