import type { YAxisTickContentProps } from "recharts";

// What the axes of all charts have in common, as properties of Recharts' own elements.

export const TICK = { fill: "var(--color-muted)", fontSize: 12 };
const STRONG = { stroke: "var(--color-line-strong)" };

export const GRID = { stroke: "var(--color-line)" };
export const X_AXIS = { tickLine: false, axisLine: STRONG, tick: TICK, height: 24 };
/** As wide as it turns out to be: for words that are not known before. */
export const Y_AXIS = { tickLine: false, axisLine: false, tick: TICK, width: "auto" } as const;
export const TIP = { isAnimationActive: false, wrapperStyle: { zIndex: 20, outline: "none" } };
/** Where the pointer is, on a chart of lines. */
export const LINE_CURSOR = STRONG;

/**
 * About how wide a word is beside an axis, in pixels, and rather too wide. Measuring it, as Recharts does for each, makes
 * the browser lay the whole page out each time.
 */
export const textWidth = (text: string): number =>
  // From here on are signs that are as wide as they are high, as in 11月28日.
  [...text].reduce((width, sign) => width + (sign < "\u2e80" ? 7.5 : 12), 0);

/** Where a word under a point has its middle, so that all of it is within a chart of some width. */
export function labelMiddle(x: number, text: string, width: number): number {
  const half = textWidth(text) / 2;
  return Math.max(half, Math.min(x, width - half));
}

/** Between a word and what it tells of; an M is wider than most. */
const GAP = 12;

/** The axis of amounts, from its first tick to its last. */
export const amountAxis = (ticks: number[], tickFormatter: (value: number) => string) => ({
  ...Y_AXIS,
  ...{ ticks, tickFormatter },
  width: GAP + Math.max(...ticks.map((tick) => textWidth(tickFormatter(tick)))),
  // Recharts' own breaks words into lines that fit, and measures them for that.
  tick: ({ x, y, payload }: YAxisTickContentProps) => (
    <text x={x} y={y} dy="0.355em" textAnchor="end" {...TICK}>
      {tickFormatter(Number(payload.value))}
    </text>
  ),
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
