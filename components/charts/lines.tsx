"use client";

import type { ReactNode } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  YAxis,
} from "recharts";
import { amountAxis, GRID, LINE_CURSOR, pointedIndex, TIP } from "./axes";
import { rangeTicks } from "./geometry";
import { LabelAxis } from "./label-axis";
import { named, Picking, Pointed } from "./pointed";

export type LineSeries = {
  key: string;
  colour: string;
  dashed?: boolean | undefined;
  values: readonly (number | null)[];
};

type Props = {
  /** What the chart is of. */
  name: string;
  /** One per point: what stands under it. */
  labels: readonly string[];
  series: readonly LineSeries[];
  /** Whether the space between the first two is filled, as between a median and what few exceed. */
  band: boolean;
  formatTick: (value: number) => string;
  /** What the tooltip says of a point. */
  describe: (index: number) => ReactNode;
  onPick: (index: number) => void;
};

/** Lines that break where nothing is known. Loaded when first needed, since Recharts is heavy; hence the default export. */
export default function Lines({ name, labels, series, band, formatTick, describe, onPick }: Props) {
  "use memo";
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const ticks = rangeTicks(Math.min(0, ...all), Math.max(0, ...all));
  const [first, second] = series;
  const rows = labels.map((_, index) => {
    const [low, high] = [first?.values[index] ?? null, second?.values[index] ?? null];
    return { index, band: low === null || high === null ? null : [low, high] };
  });
  const pick = (state: Parameters<typeof pointedIndex>[0]) => {
    const index = pointedIndex(state);
    if (index !== null) onPick(index);
  };
  return (
    <Picking onPick={onPick}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 160 }}>
        <ComposedChart
          data={rows}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          onClick={pick}
          {...named(name)}
          className="cursor-pointer"
        >
          <CartesianGrid vertical={false} {...GRID} />
          <LabelAxis labels={labels} />
          <YAxis {...amountAxis(ticks, formatTick)} />
          <Tooltip
            {...TIP}
            cursor={LINE_CURSOR}
            content={({ active, label }) =>
              active ? <Pointed index={Number(label)}>{describe(Number(label))}</Pointed> : null
            }
          />
          {(ticks[0] ?? 0) < 0 && <ReferenceLine y={0} stroke="var(--color-line-strong)" />}
          {band && (
            <Area
              dataKey="band"
              stroke="none"
              fill={second?.colour ?? "none"}
              fillOpacity={0.14}
              activeDot={false}
              isAnimationActive={false}
            />
          )}
          {series.map(({ key, colour, dashed, values }) => (
            <Line
              key={key}
              dataKey={({ index }: { index: number }) => values[index] ?? null}
              stroke={colour}
              strokeWidth={2}
              {...(dashed && { strokeDasharray: "4 4" })}
              dot={({
                cx,
                cy,
                index,
              }: {
                cx?: number | undefined;
                cy?: number | undefined;
                index: number;
              }) => <Alone key={index} {...{ cx, cy, index, values, colour }} />}
              isAnimationActive={false}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </Picking>
  );
}

type AloneProps = {
  cx: number | undefined;
  cy: number | undefined;
  index: number;
  values: readonly (number | null)[];
  colour: string;
};

/** A point between two gaps, of which no line can tell. */
function Alone({ cx = 0, cy = 0, index, values, colour }: AloneProps) {
  const known = (at: number) => typeof values[at] === "number";
  if (!known(index) || known(index - 1) || known(index + 1)) return <g />;
  return <circle cx={cx} cy={cy} r={2.5} fill={colour} />;
}
