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

/**
 * Adds up histograms as the database holds them, written one after the other with commas between: each number is a
 * count, and below it nine bits of its bar's position.
 */
export function readCodes(text: string): Sketch {
  const counts = new Float64Array(LAST_BAR + 1);
  // By hand: there are hundreds of thousands of them, and streams wait meanwhile.
  let code = 0;
  for (let at = 0; at <= text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0) code = code * 10 + digit;
    else {
      counts[code & LAST_BAR] = (counts[code & LAST_BAR] ?? 0) + (code >>> 9);
      code = 0;
    }
  }
  const sketch: Sketch = new Map();
  for (let bar = 0; bar <= LAST_BAR; bar++) {
    const count = counts[bar] ?? 0;
    if (count > 0) sketch.set(bar, count);
  }
  return sketch;
}
const ZERO = "0".charCodeAt(0);

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
