/**
 * Histograms with bars of growing width: a percentile read from one is off by at most {@link ERROR}, whatever the
 * figures are, and adding up the counts of two is as good as having counted both together.
 */
export const ERROR = 0.025;
const GROWTH = (1 + ERROR) / (1 - ERROR);
/** What the logarithm is divided by; the database uses the same. */
export const BAR_WIDTH = Math.log(GROWTH);
export const LAST_BAR = 511;

/** A count for each bar, by its position; of no length where nothing was counted. */
export type Sketch = Float64Array;

export const NO_SKETCH: Sketch = new Float64Array();

/** @returns both together: the first, which is added to, where it holds anything */
export function addSketch(to: Sketch, from: Sketch): Sketch {
  if (from.length === 0) return to;
  if (to.length === 0) return from.slice();
  for (let bar = 0; bar <= LAST_BAR; bar++) to[bar] = countOf(to, bar) + countOf(from, bar);
  return to;
}

const countOf = (sketch: Sketch, bar: number): number => sketch[bar] ?? 0;

/**
 * Adds up histograms as the database holds them, written one after the other with commas between: each number is a
 * count, and below it nine bits of its bar's position.
 */
export function readCodes(text: string): Sketch {
  const sketch: Sketch = new Float64Array(LAST_BAR + 1);
  // By hand: there are hundreds of thousands of them, and streams wait meanwhile.
  let code = 0;
  for (let at = 0; at <= text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0) code = code * 10 + digit;
    else {
      sketch[code & LAST_BAR] = countOf(sketch, code & LAST_BAR) + (code >>> 9);
      code = 0;
    }
  }
  return sketch;
}
const ZERO = "0".charCodeAt(0);

/** The least figure that this share of all figures does not exceed; null when there are none. */
export function percentile(sketch: Sketch, share: number, all = countAll(sketch)): number | null {
  const rank = Math.max(1, Math.ceil(share * all));
  let seen = 0;
  for (let bar = 0; bar < sketch.length; bar++) {
    seen += countOf(sketch, bar);
    if (seen >= rank) return middleOf(bar);
  }
  return null;
}

/** How many figures there are. */
export function countAll(sketch: Sketch): number {
  let all = 0;
  for (const count of sketch) all += count;
  return all;
}

/** As far from the bar's one end as from its other, relative to them. */
const middleOf = (bar: number): number => (2 * GROWTH ** bar) / (GROWTH + 1);
