/** Round numbers from 0 up to or above `most`, three to six of them, for an axis; of whole things only whole ones. */
export function axisTicks(most: number, { whole = false } = {}): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (whole ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10])
    .map((factor) => factor * power)
    .find((candidate) => candidate >= rough * 0.999);
  const width = Math.max(step ?? 10 * power, whole ? 1 : 0);
  return marks(0, Math.ceil((most / width) * 0.999_999), width);
}

/** The same from below `least` where that is under zero; zero is always among them. */
export function rangeTicks(least: number, most: number): number[] {
  if (!(least < 0)) return axisTicks(most);
  const [, width = 1] = axisTicks(Math.max(most, -least));
  return marks(Math.floor(least / width), Math.max(0, Math.ceil(most / width)), width);
}

// Multiplied, not summed up, so that 0.3 does not read 0.30000000000000004.
const marks = (first: number, last: number, width: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * width).toPrecision(12)));

/** Places at equal distances, no more than `most`, and the last one among them. */
export function labelledPlaces(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, most)));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => count - 1 - index * step).reverse();
}

/** No more marks than these are of use to whoever reads a time. */
const MOST_TIMES = 8;

/** Times at equal distances, both ends among them, no more than `most` where that is more than two. */
export function timesBetween(from: number, to: number, most: number): number[] {
  if (!(to > from)) return [from];
  const parts = Math.max(2, Math.min(MOST_TIMES, most)) - 1;
  return Array.from({ length: parts + 1 }, (_, index) => from + Math.round(((to - from) * index) / parts));
}

export type Band = { left: number; width: number };

/**
 * The outline of each series of a stack as one path: a series is one element however many bars it has.
 * `values[series][bar]` are lengths from the foot; `y` maps a height of the stack to the page, downwards.
 */
export function stackPaths(
  values: readonly (readonly number[])[],
  bands: readonly Band[],
  y: (value: number) => number,
): string[] {
  const tops = bands.map(() => 0);
  return values.map((series) => {
    const bars = bands.map(({ left, width }, index) => {
      const value = series[index] ?? 0;
      if (!(value > 0)) return "";
      const foot = tops[index] ?? 0;
      tops[index] = foot + value;
      const [low, high] = [y(foot), y(foot + value)];
      return `M${round(left)} ${round(low)}V${round(high)}h${round(width)}V${round(low)}z`;
    });
    return bars.join("");
  });
}

/** Boxes from one height to another, as one path; none where there is nothing between. */
export function boxPath(
  spans: readonly (readonly [low: number, high: number] | null)[],
  bands: readonly Band[],
  y: (value: number) => number,
): string {
  const boxes = bands.map(({ left, width }, index) => {
    const [low, high] = spans[index] ?? [0, 0];
    if (!(high > low)) return "";
    return `M${round(left)} ${round(y(low))}V${round(y(high))}h${round(width)}V${round(y(low))}z`;
  });
  return boxes.join("");
}

/** From the foot of a mark to its tip, half of its foot, and how far it floats above its bar. */
const MARK = { height: 7, half: 4.5, gap: 4 };
/** So much room a mark takes above a bar. */
export const MARK_ROOM = MARK.height + MARK.gap;

/** Small triangles above what has a height, as one path. */
export function markPath(
  tops: readonly (number | null)[],
  bands: readonly Band[],
  y: (value: number) => number,
): string {
  const marks = bands.map(({ left, width }, index) => {
    const top = tops[index] ?? null;
    if (top === null) return "";
    const foot = y(top) - MARK.gap;
    return `M${round(left + width / 2 - MARK.half)} ${round(foot)}h${2 * MARK.half}l${-MARK.half} ${-MARK.height}z`;
  });
  return marks.join("");
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Powers of ten that hold all of these figures between them, at least two. Figures are above zero. */
export function logTicks(figures: readonly number[]): number[] {
  if (figures.length === 0) return [1, 10];
  const least = Math.floor(Math.log10(Math.min(...figures)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...figures))));
  return Array.from({ length: most - least + 1 }, (_, index) => Number(`1e${least + index}`));
}
