"use client";

import { Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import { toApproximateNumber } from "@/lib/core/money";
import { drawnColumns, hasExpected, hasMarks, lineHeight, type Sheet, tickText, toNumber } from "./sheet";
import { SheetTip } from "./sheet-tip";

const StackedBars = lazy(() => import("./stacked-bars"));
const Lines = lazy(() => import("./lines"));

export type Drawn = "bars" | "lines" | "band";

type Props = {
  name: string;
  sheet: Sheet;
  /** Bars are parts of a whole; a band fills what is between the first two lines. */
  drawn: Drawn;
  /** A row, or with the button held down over bars the first and the last of several. */
  onPick: (first: number, last?: number) => void;
  hint?: string | undefined;
};

/** Draws a sheet; the picture is there as soon as its library is. */
export function SheetChart({ name, sheet, drawn, onPick, hint }: Props) {
  "use memo";
  const columns = drawnColumns(sheet);
  const kind = columns[0]?.kind ?? "count";
  const labels = sheet.rows.map(({ short }) => short);
  const shared = {
    name,
    labels,
    onPick: (row: number) => onPick(row),
    formatTick: (value: number) => tickText(kind, value),
    describe: (row: number) => <SheetTip sheet={sheet} row={row} adds={drawn === "bars"} hint={hint} />,
  };
  return (
    <Suspense fallback={<Skeleton className="h-full w-full" />}>
      {drawn === "bars" ? (
        <StackedBars
          {...shared}
          onBrush={onPick}
          marks={hasMarks(sheet) ? markedRows(sheet) : undefined}
          expected={hasExpected(sheet) ? expectedRows(sheet) : undefined}
          line={lineHeight(sheet)}
          whole={kind === "count" || kind === "tokens"}
          series={columns.map(({ key, colour, values }) => ({
            ...{ key, colour },
            values: values.map((value) => toNumber(value) ?? 0),
          }))}
        />
      ) : (
        <Lines
          {...shared}
          band={drawn === "band"}
          series={columns.map(({ key, colour, dashed, values }) => ({
            ...{ key, colour, dashed },
            values: values.map(toNumber),
          }))}
        />
      )}
    </Suspense>
  );
}

const markedRows = ({ rows }: Sheet): ReadonlySet<number> =>
  new Set(rows.flatMap(({ mark }, index) => (mark === undefined ? [] : [index])));

const expectedRows = ({ rows }: Sheet) =>
  rows.map(({ expected }) =>
    expected
      ? {
          expected: toApproximateNumber(expected.expected),
          low: toApproximateNumber(expected.low),
          high: toApproximateNumber(expected.high),
        }
      : null,
  );
