import fc from "fast-check";
import { expect, test } from "vitest";
import { coverTime, type Piece, QUARTER } from "./cover";

const DAY = 96 * QUARTER;
const day = (index: number): Piece => ({ name: "day", from: index * DAY, to: (index + 1) * DAY });
const nothingMarked = new Set<number>();

test("whole days are taken as such, and what is around them as quarters", () => {
  const known = { pieces: [day(1), day(2)], marked: nothingMarked, hasQuarters: true };
  expect(coverTime([DAY - QUARTER - 7, 3 * DAY + QUARTER], known)).toEqual({
    pieces: [day(1), day(2)],
    quarters: [
      { from: DAY - QUARTER, to: DAY },
      { from: 3 * DAY, to: 3 * DAY + QUARTER },
    ],
    raw: [{ from: DAY - QUARTER - 7, to: DAY - QUARTER }],
  });
});

test("a day that a boundary crosses is not taken, nor one with a mark in it", () => {
  const known = { pieces: [day(0), day(1)], marked: new Set([DAY + QUARTER]), hasQuarters: true };
  expect(coverTime([0, 4 * QUARTER, 2 * DAY], known)).toEqual({
    pieces: [],
    quarters: [
      { from: 0, to: DAY + QUARTER },
      { from: DAY + 2 * QUARTER, to: 2 * DAY },
    ],
    raw: [{ from: DAY + QUARTER, to: DAY + 2 * QUARTER }],
  });
});

test("without quarters, everything but days is read one by one", () => {
  const known = { pieces: [day(1)], marked: nothingMarked, hasQuarters: false };
  expect(coverTime([QUARTER, 3 * DAY], known)).toEqual({
    pieces: [day(1)],
    quarters: [],
    raw: [
      { from: QUARTER, to: DAY },
      { from: 2 * DAY, to: 3 * DAY },
    ],
  });
});

test("of weeks and days the longest is taken that fits", () => {
  const week = { name: "week", from: DAY, to: 4 * DAY };
  const known = { pieces: [0, 1, 2, 3, 4].map(day).concat(week), marked: nothingMarked, hasQuarters: false };
  expect(coverTime([0, 5 * DAY], known).pieces).toEqual([day(0), week, day(4)]);
  expect(coverTime([0, 2 * DAY, 5 * DAY], known).pieces).toEqual([0, 1, 2, 3, 4].map(day));
  const marked = new Set([3 * DAY]);
  expect(coverTime([0, 5 * DAY], { ...known, marked }).pieces).toEqual([0, 1, 2, 4].map(day));
});

test("every moment is covered once, nothing crosses a boundary, and nothing marked is trusted", () => {
  const moment = fc.integer({ min: 0, max: 5 * DAY });
  const quarter = fc.integer({ min: 0, max: 5 * 96 - 1 }).map((index) => index * QUARTER);
  fc.assert(
    fc.property(
      fc.uniqueArray(moment, { minLength: 2, maxLength: 9 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
      fc.uniqueArray(quarter, { maxLength: 20 }),
      fc.boolean(),
      // The days of a zone that is some quarters off.
      fc.integer({ min: -40, max: 40 }),
      (cuts, indexes, marks, hasQuarters, shift) => {
        const boundaries = cuts.toSorted((left, right) => left - right);
        const pieces = indexes.map((index) => ({
          ...{ name: index % 2 === 0 ? "day" : "days", from: day(index).from + shift * QUARTER },
          // Some are longer, and overlap what comes after.
          to: day(index + (index % 2)).to + shift * QUARTER,
        }));
        const marked = new Set(marks);
        const cover = coverTime(boundaries, { pieces, marked, hasQuarters });
        const taken = cover.pieces;
        const covered = [...taken, ...cover.quarters, ...cover.raw].sort(
          (left, right) => left.from - right.from,
        );
        expect(covered[0]?.from).toBe(boundaries[0]);
        expect(covered.at(-1)?.to).toBe(boundaries.at(-1));
        for (const [index, piece] of covered.entries()) {
          expect(piece.to).toBeGreaterThan(piece.from);
          if (index > 0) expect(piece.from).toBe(covered[index - 1]?.to);
        }
        for (const mark of marks) {
          const trusted = [...taken, ...cover.quarters];
          expect(trusted.some(({ from, to }) => from < mark + QUARTER && mark < to)).toBe(false);
        }
        for (const { from, to } of taken) {
          expect(boundaries.some((boundary) => boundary > from && boundary < to)).toBe(false);
        }
        // A quarter is what it is: boundaries that cut one leave it to be read.
        for (const { from, to } of cover.quarters) expect([from % QUARTER, to % QUARTER]).toEqual([0, 0]);
        for (const boundary of boundaries) {
          const start = boundary - (boundary % QUARTER);
          const isCut =
            boundary !== start && cover.quarters.some(({ from, to }) => from <= start && start < to);
          expect(isCut).toBe(false);
        }
        if (!hasQuarters) expect(cover.quarters).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
