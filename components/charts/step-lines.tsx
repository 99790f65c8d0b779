"use client";

import type { ReactNode } from "react";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, YAxis } from "recharts";
import { amountAxis, GRID, LINE_CURSOR, TIP } from "./axes";
import { axisTicks } from "./geometry";
import { TimeAxis } from "./label-axis";

export type StepSeries = { key: string; colour: string };

/** From a moment on, in milliseconds, until the next point; a missing value draws nothing. */
export type StepPoint = { at: number; values: Readonly<Record<string, number | null>> };

type Props = {
  /** In order; the last one ends the lines. */
  points: readonly StepPoint[];
  series: readonly StepSeries[];
  formatTick: (value: number) => string;
  formatTime: (at: number) => string;
  /** What the tooltip says from a point on. */
  describe: (index: number) => ReactNode;
};

/** Lines that stay level until they change. Loaded when first needed, since Recharts is heavy; hence the default export. */
export default function StepLines({ points, series, formatTick, formatTime, describe }: Props) {
  "use memo";
  const values = points.flatMap((point) => series.map(({ key }) => point.values[key] ?? 0));
  const ticks = axisTicks(Math.max(...values));
  const rows = points.map(({ at, values: own }, index) => ({ index, at, ...own }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 160 }}>
      <LineChart data={rows} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} {...GRID} />
        <TimeAxis from={points[0]?.at ?? 0} to={points.at(-1)?.at ?? 0} format={formatTime} />
        <YAxis {...amountAxis(ticks, formatTick)} />
        <Tooltip
          {...TIP}
          cursor={LINE_CURSOR}
          content={({ active, payload }) => {
            const row: { index?: number } | undefined = payload?.[0]?.payload;
            return active && row?.index !== undefined ? describe(row.index) : null;
          }}
        />
        {series.map(({ key, colour }) => (
          <Line
            key={key}
            dataKey={key}
            type="stepAfter"
            stroke={colour}
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
