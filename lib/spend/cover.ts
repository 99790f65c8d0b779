/** From an instant up to another, in milliseconds. */
export type Range = { from: number; to: number };

/** A week, a day or an hour that is rolled up: in the table it goes by that name and by when it begins. */
export type Piece = Range & { name: string };

/** What the figures of a time are put together from; none of it overlaps. */
export type Cover = {
  /** Weeks, days and hours, as far as the table has them. */
  pieces: Piece[];
  quarters: Range[];
  /** Times of which generations are read one by one. */
  raw: Range[];
};

type Known = {
  /** In any order; of those that overlap, what begins first is taken, and of these the longest. */
  pieces: readonly Piece[];
  /** Starts of quarters that are not right. */
  marked: ReadonlySet<number>;
  /** Whether quarters serve at all. */
  hasQuarters: boolean;
};

export const QUARTER = 15 * 60_000;

/**
 * Covers all time between the first and the last of some boundaries, none of which is crossed: with pieces where whole
 * ones fit, with quarters of an hour around them, and with generations themselves where neither is right.
 */
export function coverTime(boundaries: readonly number[], known: Known): Cover {
  const cover: Cover = { pieces: [], quarters: [], raw: [] };
  const pieces = known.pieces.toSorted((left, right) => left.from - right.from || right.to - left.to);
  let next = 0;
  for (const [index, to] of boundaries.slice(1).entries()) {
    let from = boundaries[index] ?? to;
    for (; next < pieces.length; next++) {
      const piece = pieces[next];
      if (!piece || piece.from >= to) break;
      // It begins within what is covered, is crossed, or is not right: smaller ones fill its place.
      if (piece.from < from || piece.to > to || overlapsMark(piece, known.marked)) continue;
      fillGap({ from, to: piece.from }, known, cover);
      cover.pieces.push(piece);
      from = piece.to;
    }
    fillGap({ from, to }, known, cover);
  }
  return cover;
}

/** One of several times, none of which overlaps another. */
export const joinCovers = (covers: readonly Cover[]): Cover => ({
  pieces: covers.flatMap(({ pieces }) => pieces),
  quarters: covers.flatMap(({ quarters }) => quarters),
  raw: covers.flatMap(({ raw }) => raw),
});

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
