"use client";

import type { ReactNode } from "react";
import {
  CartesianGrid,
  ErrorBar,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { GRID, TIP, X_AXIS, Y_AXIS } from "./axes";

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
            shape={(shape: { cx?: number | undefined; cy?: number | undefined }) => (
              <Point {...shape} row={row} named={rows.length <= MOST_LABELS} before={row.x > middle} />
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
      </ScatterChart>
    </ResponsiveContainer>
  );
}

type PointProps = {
  cx?: number | undefined;
  cy?: number | undefined;
  row: LogPoint;
  named: boolean;
  before: boolean;
};

/** The name stands on the side where there is room. */
function Point({ cx = 0, cy = 0, row, named, before }: PointProps) {
  return (
    <g>
      <circle cx={cx} cy={cy} r={5} fill={row.colour} />
      {named && (
        <text
          x={cx + (before ? -10 : 10)}
          y={cy + 4}
          textAnchor={before ? "end" : "start"}
          fill="var(--color-ink)"
          fontSize={12}
        >
          {row.label}
        </text>
      )}
    </g>
  );
}
