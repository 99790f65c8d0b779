// What the axes of all charts have in common, as properties of Recharts' own elements: it looks for those only.

const TICK = { fill: "var(--color-muted)", fontSize: 12 };
const STRONG = { stroke: "var(--color-line-strong)" };

export const GRID = { stroke: "var(--color-line)" };
export const X_AXIS = { tickLine: false, axisLine: STRONG, tick: TICK, height: 24 };
export const Y_AXIS = { tickLine: false, axisLine: false, tick: TICK, width: "auto" } as const;
export const TIP = { isAnimationActive: false, wrapperStyle: { zIndex: 20, outline: "none" } };
/** Where the pointer is, on a chart of lines. */
export const LINE_CURSOR = STRONG;

/** The axis of points that are told apart by their `index` and have words under them. */
export const labelAxis = (labels: readonly string[]) => ({
  ...X_AXIS,
  dataKey: "index",
  tickFormatter: (index: number) => labels[index] ?? "",
  minTickGap: 24,
});

/** The axis of amounts, from its first tick to its last. */
export const amountAxis = (ticks: number[], tickFormatter: (value: number) => string) => ({
  ...Y_AXIS,
  ...{ ticks, tickFormatter },
  domain: [ticks[0] ?? 0, ticks.at(-1) ?? 1],
});

/** The point that the pointer is at, by its index; null where there is none. */
export function pointedIndex({
  activeTooltipIndex,
}: {
  activeTooltipIndex?: number | string | null | undefined;
}): number | null {
  const index = Number(activeTooltipIndex ?? Number.NaN);
  return Number.isInteger(index) ? index : null;
}
