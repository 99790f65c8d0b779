/** From an instant up to another, in milliseconds. */
export type Range = { from: number; to: number };

/** What the figures of a time are put together from; the three never overlap. */
export type Cover = {
  /** Starts of days. */
  days: number[];
  quarters: Range[];
  /** Times of which generations are read one by one. */
  raw: Range[];
};

type Known = {
  /** Days that are rolled up and right, oldest first, none overlapping another. */
  days: readonly Range[];
  /** Starts of quarters that are not right. */
  marked: ReadonlySet<number>;
  /** Whether quarters serve at all. */
  hasQuarters: boolean;
};

export const QUARTER = 15 * 60_000;

/**
 * Covers all time between the first and the last of some boundaries, none of which is crossed: with days where whole
 * ones fit, with quarters of an hour around them, and with generations themselves where neither is right.
 */
export function coverTime(boundaries: readonly number[], known: Known): Cover {
  const cover: Cover = { days: [], quarters: [], raw: [] };
  let next = 0;
  for (const [index, to] of boundaries.slice(1).entries()) {
    let from = boundaries[index] ?? to;
    for (; next < known.days.length; next++) {
      const day = known.days[next];
      if (!day || day.to > to) break;
      if (day.from < from) continue;
      fillGap({ from, to: day.from }, known, cover);
      if (overlapsMark(day, known.marked)) fillGap(day, known, cover);
      else cover.days.push(day.from);
      from = day.to;
    }
    fillGap({ from, to }, known, cover);
  }
  return cover;
}

function overlapsMark({ from, to }: Range, marked: ReadonlySet<number>): boolean {
  if (marked.size === 0) return false;
  for (let quarter = floor(from); quarter < to; quarter += QUARTER) if (marked.has(quarter)) return true;
  return false;
}

function fillGap({ from, to }: Range, { marked, hasQuarters }: Known, { quarters, raw }: Cover): void {
  const [first, last] = [floor(from + QUARTER - 1), floor(to)];
  if (!hasQuarters || first >= last) {
    append(raw, { from, to });
    return;
  }
  append(raw, { from, to: first });
  for (let quarter = first; quarter < last; quarter += QUARTER) {
    append(marked.has(quarter) ? raw : quarters, { from: quarter, to: quarter + QUARTER });
  }
  append(raw, { from: last, to });
}

/** Adds a range, to the one before it where they meet. */
function append(ranges: Range[], { from, to }: Range): void {
  if (from >= to) return;
  const before = ranges.at(-1);
  if (before?.to === from) before.to = to;
  else ranges.push({ from, to });
}

const floor = (instant: number): number => instant - (((instant % QUARTER) + QUARTER) % QUARTER);
