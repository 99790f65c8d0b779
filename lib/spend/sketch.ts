/**
 * Histograms with bars of growing width: a percentile read from one is off by at most {@link ERROR}, whatever the
 * figures are, and adding up the counts of two is as good as having counted both together.
 */
export const ERROR = 0.025;
const GROWTH = (1 + ERROR) / (1 - ERROR);
/** What the logarithm is divided by; the database uses the same. */
export const BAR_WIDTH = Math.log(GROWTH);
export const LAST_BAR = 511;

/** Bars by position, each with its count. */
export type Sketch = Map<number, number>;

export function addSketch(to: Sketch, from: Iterable<readonly [bar: number, count: number]>): void {
  for (const [bar, count] of from) to.set(bar, (to.get(bar) ?? 0) + count);
}

/** The least figure that this share of all figures does not exceed; null when there are none. */
export function percentile(sketch: Sketch, share: number): number | null {
  const bars = [...sketch].sort(([left], [right]) => left - right);
  const all = bars.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * all));
  let seen = 0;
  for (const [bar, count] of bars) {
    seen += count;
    if (seen >= rank) return middleOf(bar);
  }
  return null;
}

/** As far from the bar's one end as from its other, relative to them. */
const middleOf = (bar: number): number => (2 * GROWTH ** bar) / (GROWTH + 1);
