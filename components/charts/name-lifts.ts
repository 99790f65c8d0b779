/** A point with its name beside it, in pixels. */
type NamedPoint = {
  x: number;
  y: number;
  /** Of its name. */
  width: number;
  /** The name stands on its left. */
  before: boolean;
};

type Box = { left: number; right: number; top: number; bottom: number };

/** From the middle of a point to its name. */
export const NAME_GAP = 10;
const HALF_DOT = 5;
const HALF_LINE = 7;
/** Beside its point, above it, or below. */
const LIFTS = [0, 15, -15];

/** How far up each name is moved so that it lies neither on another one nor on a point; null for one without room. */
export function nameLifts(points: readonly NamedPoint[]): (number | null)[] {
  const taken = points.map(({ x, y }) => boxAround(y, x - HALF_DOT, x + HALF_DOT, HALF_DOT));
  return points.map(({ x, y, width, before }) => {
    const left = before ? x - NAME_GAP - width : x + NAME_GAP;
    for (const lift of LIFTS) {
      const box = boxAround(y - lift, left, left + width, HALF_LINE);
      if (taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      return lift;
    }
    return null;
  });
}

const boxAround = (y: number, left: number, right: number, half: number): Box => ({
  ...{ left, right, top: y - half, bottom: y + half },
});

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
