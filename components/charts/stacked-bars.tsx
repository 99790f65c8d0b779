"use client";

import { type ReactNode, useState } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  YAxis,
} from "recharts";
import { amountAxis, GRID, pointedIndex, TIP } from "./axes";
import { axisTicks, boxPath, MARK_ROOM, markPath, stackPaths } from "./geometry";
import { LabelAxis } from "./label-axis";
import { named, Picking, Pointed } from "./pointed";

export type BarSeries = { key: string; colour: string; values: readonly number[] };
/** How high a bar is expected to become, and between what. */
export type ExpectedBar = { expected: number; low: number; high: number };

type Props = {
  /** What the chart is of. */
  name: string;
  /** One per bar: what stands under it. */
  labels: readonly string[];
  /** What stands there where those have no room; without it some of them are left out. */
  short?: readonly string[];
  /** From the foot of the stack to its top. */
  series: readonly BarSeries[];
  /** Bars, by their place, with a mark above them; what it means is for the tooltip to say. */
  marks?: ReadonlySet<number> | undefined;
  /** One per bar that is not over: drawn dashed, with what it will lie between. */
  expected?: readonly (ExpectedBar | null)[] | undefined;
  /** How high a line lies that all bars are measured against. */
  line?: number | null;
  formatTick: (value: number) => string;
  /** Of things that have no halves. */
  whole?: boolean;
  /** What the tooltip says of a bar. */
  describe: (index: number) => ReactNode;
  onPick: (index: number) => void;
  /** For bars that are passed over with the button held down, the first and the last of them. */
  onBrush?: (first: number, last: number) => void;
};

/** Stacked bars with one path per series. Loaded when first needed, since Recharts is heavy; hence the default export. */
export default function StackedBars({
  name,
  labels,
  short,
  series,
  marks,
  expected,
  line = null,
  formatTick,
  whole = false,
  describe,
  onPick,
  onBrush,
}: Props) {
  "use memo";
  const points = labels.map((label, index) => ({
    index,
    label,
    total: series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  }));
  const tops = points.map(({ total, index }) => Math.max(total, expected?.[index]?.high ?? 0));
  const ticks = axisTicks(Math.max(...tops, line ?? 0), { whole });
  /** Where the button went down, and where the pointer is since. */
  const [held, setHeld] = useState<{ start: number; end: number } | null>(null);
  const press = (state: Pointing) => {
    const index = pointedIndex(state);
    if (onBrush && index !== null) setHeld({ start: index, end: index });
  };
  const move = (state: Pointing) => {
    const index = pointedIndex(state);
    if (held && index !== null && index !== held.end) setHeld({ ...held, end: index });
  };
  const release = (state: Pointing) => {
    setHeld(null);
    const index = held && held.start !== held.end ? null : pointedIndex(state);
    if (index !== null) onPick(index);
    else if (held) onBrush?.(Math.min(held.start, held.end), Math.max(held.start, held.end));
  };
  return (
    <Picking onPick={onPick}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 240 }}>
        <BarChart
          data={points}
          margin={{ top: marks?.size ? MARK_ROOM + 2 : 8, right: 8, bottom: 0, left: 0 }}
          onClick={release}
          onMouseDown={press}
          onMouseMove={move}
          onMouseLeave={() => setHeld(null)}
          {...named(name)}
          className="cursor-pointer select-none"
        >
          <CartesianGrid vertical={false} {...GRID} />
          <LabelAxis labels={labels} short={short} />
          <YAxis {...amountAxis(ticks, formatTick)} />
          <Tooltip
            {...TIP}
            cursor={{ fill: "var(--color-ink)", fillOpacity: 0.07 }}
            content={({ active, label }) =>
              active ? <Pointed index={Number(label)}>{describe(Number(label))}</Pointed> : null
            }
          />
          {/* Gives the axes their range and the tooltip its bars; what one sees is the paths. */}
          <Bar dataKey="total" shape={NOTHING} isAnimationActive={false} />
          <Stack
            series={series}
            totals={points.map(({ total }) => total)}
            {...{ tops, marks, expected, line }}
          />
          {held && held.start !== held.end && (
            <ReferenceArea
              x1={Math.min(held.start, held.end)}
              x2={Math.max(held.start, held.end)}
              fill="var(--color-accent)"
              fillOpacity={0.18}
            />
          )}
        </BarChart>
      </ResponsiveContainer>
    </Picking>
  );
}

type Pointing = Parameters<typeof pointedIndex>[0];
const NOTHING = () => <g />;

type StackProps = Pick<Props, "series" | "marks" | "expected" | "line"> & {
  totals: readonly number[];
  /** How far up each bar reaches with all that is drawn of it. */
  tops: readonly number[];
};

function Stack({ series, totals, tops, marks, expected, line }: StackProps) {
  "use memo";
  const count = totals.length;
  const [plot, x, y] = [usePlotArea(), useXAxisScale(), useYAxisScale()];
  if (!plot || !x || !y) return null;
  const band = plot.width / Math.max(1, count);
  // Slim gaps between many bars, and no slabs when there are few.
  const width = Math.min(44, Math.max(1, band - Math.max(1, band * 0.22)));
  const bands = Array.from({ length: count }, (_, index) => ({
    left: (x(index, { position: "middle" }) ?? 0) - width / 2,
    width,
  }));
  const height = (value: number) => y(value) ?? 0;
  const paths = stackPaths(
    series.map(({ values }) => values),
    bands,
    height,
  );
  const between = expected?.map((one) => one && ([one.low, one.high] as const)) ?? [];
  const rest = expected?.map((one, index) => one && ([totals[index] ?? 0, one.expected] as const)) ?? [];
  return (
    <g pointerEvents="none">
      {expected && (
        <>
          <path d={boxPath(between, bands, height)} fill="var(--color-ink)" fillOpacity={0.1} />
          <path
            d={boxPath(rest, bands, height)}
            fill="none"
            stroke="var(--color-muted)"
            strokeDasharray="3 2"
          />
        </>
      )}
      {series.map(({ key, colour }, index) => (
        <path key={key} d={paths[index]} fill={colour} />
      ))}
      {line != null && (
        <path
          d={`M${plot.x} ${height(line)}h${plot.width}`}
          fill="none"
          stroke="var(--color-ink)"
          strokeDasharray="6 4"
        />
      )}
      {marks && (
        <path
          d={markPath(
            tops.map((top, index) => (marks.has(index) ? top : null)),
            bands,
            height,
          )}
          fill="var(--color-warn)"
        />
      )}
    </g>
  );
}
