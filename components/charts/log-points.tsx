"use client";

import type { ReactNode } from "react";
import {
  CartesianGrid,
  ErrorBar,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts";
import { GRID, TIP, textWidth, X_AXIS, Y_AXIS } from "./axes";
import { NAME_GAP, nameLifts } from "./name-lifts";

export type LogPoint = {
  key: string;
  /** What stands beside the point. */
  label: string;
  colour: string;
  /** Above zero. */
  x: number;
  y: number;
  low: number;
  high: number;
};

type Props = {
  points: readonly LogPoint[];
  /** From below the least `x` to above the greatest. */
  ticks: readonly number[];
  formatTick: (value: number) => string;
  /** What the tooltip says of a point. */
  describe: (key: string) => ReactNode;
};

/** More names than these would lie on one another. */
const MOST_LABELS = 12;
const STEP = 100;

/** Points with intervals over a logarithmic axis. Loaded when first needed, since Recharts is heavy; hence the default export. */
export default function LogPoints({ points, ticks, formatTick, describe }: Props) {
  "use memo";
  const rows = points.map((point) => ({ ...point, interval: [point.y - point.low, point.high - point.y] }));
  const floor = Math.floor(Math.min(...points.map(({ low }) => low)) / STEP) * STEP;
  const ceiling = Math.ceil(Math.max(...points.map(({ high }) => high)) / STEP) * STEP;
  const [first = 1, last = 10] = [ticks[0], ticks.at(-1)];
  const middle = Math.sqrt(first * last);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 320 }}>
      <ScatterChart margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
        <CartesianGrid {...GRID} />
        <XAxis
          {...X_AXIS}
          dataKey="x"
          type="number"
          scale="log"
          domain={[first, last]}
          ticks={[...ticks]}
          allowDataOverflow
          tickFormatter={formatTick}
        />
        <YAxis
          {...Y_AXIS}
          dataKey="y"
          type="number"
          domain={[floor, ceiling]}
          tickCount={6}
          allowDecimals={false}
        />
        <Tooltip
          {...TIP}
          cursor={false}
          content={({ active, payload }) => {
            const row: { key?: string } | undefined = payload?.[0]?.payload;
            return active && row?.key !== undefined ? describe(row.key) : null;
          }}
        />
        {rows.map((row) => (
          <Scatter
            key={row.key}
            data={[row]}
            fill={row.colour}
            isAnimationActive={false}
            shape={({ cx, cy }: { cx?: number | undefined; cy?: number | undefined }) => (
              <circle cx={cx} cy={cy} r={5} fill={row.colour} />
            )}
          >
            <ErrorBar
              dataKey="interval"
              direction="y"
              width={0}
              strokeWidth={2}
              stroke={row.colour}
              opacity={0.45}
              isAnimationActive={false}
            />
          </Scatter>
        ))}
        {rows.length <= MOST_LABELS && <Names rows={points} middle={middle} />}
      </ScatterChart>
    </ResponsiveContainer>
  );
}

/** The names beside the points, where there is room for them. */
function Names({ rows, middle }: { rows: readonly LogPoint[]; middle: number }) {
  "use memo";
  const [plot, x, y] = [usePlotArea(), useXAxisScale(), useYAxisScale()];
  if (!plot || !x || !y) return null;
  const points = rows.map((row) => ({
    ...{ x: x(row.x) ?? 0, y: y(row.y) ?? 0, width: textWidth(row.label), before: row.x > middle },
  }));
  const lifts = nameLifts(points);
  return (
    <g pointerEvents="none" fill="var(--color-ink)" fontSize={12}>
      {points.map((point, index) => {
        const [row, lift = null] = [rows[index], lifts[index]];
        return (
          row &&
          lift !== null && (
            <text
              key={row.key}
              x={point.x + (point.before ? -NAME_GAP : NAME_GAP)}
              y={point.y - lift}
              dy={4}
              textAnchor={point.before ? "end" : "start"}
            >
              {row.label}
            </text>
          )
        );
      })}
    </g>
  );
}
