import fc from "fast-check";
import { expect, test } from "vitest";
import { type Pairing, rate } from "./bradley-terry";

/** Wins of the row against the column: the American League East of 1987, from Agresti's textbook. */
const TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"];
const WINS = [
  [0, 7, 9, 7, 7, 9, 11],
  [6, 0, 7, 5, 11, 9, 9],
  [4, 6, 0, 7, 7, 8, 12],
  [6, 8, 6, 0, 6, 7, 10],
  [6, 2, 6, 7, 0, 7, 12],
  [4, 4, 5, 6, 6, 0, 6],
  [2, 4, 1, 3, 1, 7, 0],
];
const pairingsOf = (wins: number[][]): Pairing[] =>
  wins.flatMap((row, one) =>
    row.flatMap((winsOfOne, other) =>
      other > one ? [{ one, other, winsOfOne, winsOfOther: wins[other]?.[one] ?? 0 }] : [],
    ),
  );

test("the baseball season comes out as it is printed, errors included", () => {
  const { strengths, covariance } = rate(TEAMS.length, pairingsOf(WINS), 0);
  const last = TEAMS.indexOf("Baltimore");
  const against = (team: string) => {
    const at = TEAMS.indexOf(team);
    const variance =
      (covariance[at]?.[at] ?? 0) + (covariance[last]?.[last] ?? 0) - 2 * (covariance[at]?.[last] ?? 0);
    return [(strengths[at] ?? 0) - (strengths[last] ?? 0), Math.sqrt(variance)].map((value) =>
      value.toFixed(4),
    );
  };
  expect(TEAMS.slice(0, -1).map((team) => [team, ...against(team)])).toEqual([
    ["Milwaukee", "1.5814", "0.3433"],
    ["Detroit", "1.4364", "0.3396"],
    ["Toronto", "1.2945", "0.3367"],
    ["New York", "1.2476", "0.3359"],
    ["Boston", "1.1077", "0.3339"],
    ["Cleveland", "0.6839", "0.3319"],
  ]);
});

test("of two, the odds are the wins, and the error that of a proportion", () => {
  const { strengths, covariance } = rate(2, [{ one: 0, other: 1, winsOfOne: 30, winsOfOther: 10 }], 0);
  expect((strengths[0] ?? 0) - (strengths[1] ?? 0)).toBeCloseTo(Math.log(3), 6);
  expect(strengths[0]).toBeCloseTo(Math.log(3) / 2, 6);
  // The variance of the difference is games / (wins · losses); each of the two has a quarter of it.
  expect(covariance[0]?.[0]).toBeCloseTo(40 / 300 / 4, 6);
});

test("whoever always won, or met nobody, has a finite strength and a wide interval", () => {
  const { strengths, covariance } = rate(3, [{ one: 0, other: 1, winsOfOne: 5, winsOfOther: 0 }], 1);
  expect(strengths.every(Number.isFinite)).toBe(true);
  expect((strengths[0] ?? 0) > (strengths[2] ?? 0) && (strengths[2] ?? 0) > (strengths[1] ?? 0)).toBe(true);
  expect(covariance[2]?.[2]).toBeGreaterThan(1);
  expect(rate(0, [], 1)).toEqual({ strengths: [], covariance: [] });
  expect(rate(1, [], 1).strengths).toEqual([0]);
});

const leagues = fc.integer({ min: 2, max: 8 }).chain((players) =>
  fc.record({
    players: fc.constant(players),
    games: fc.array(
      fc.record({
        one: fc.nat(players - 1),
        other: fc.nat(players - 1),
        winsOfOne: fc.nat(20),
        winsOfOther: fc.nat(20),
      }),
      { maxLength: 30 },
    ),
  }),
);

test("in any league strengths average zero, errors are positive, and names do not matter", () => {
  fc.assert(
    fc.property(leagues, ({ players, games }) => {
      const played = games.filter(({ one, other }) => one !== other);
      const { strengths, covariance } = rate(players, played, 1);
      expect(strengths.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
      for (const [at, row] of covariance.entries()) expect(row[at]).toBeGreaterThan(0);
      // Renaming the players renames the strengths.
      const turned = played.map((game) => ({
        ...{ one: players - 1 - game.one, other: players - 1 - game.other },
        ...{ winsOfOne: game.winsOfOne, winsOfOther: game.winsOfOther },
      }));
      const again = rate(players, turned, 1).strengths.toReversed();
      for (const [at, value] of strengths.entries()) expect(again[at]).toBeCloseTo(value, 4);
    }),
    { numRuns: 200 },
  );
});

test("a draw is half a win for each", () => {
  const draws = rate(2, [{ one: 0, other: 1, winsOfOne: 2.5, winsOfOther: 2.5 }], 0);
  expect(draws.strengths[0]).toBeCloseTo(0, 12);
});

test("two hundred players are rated while one waits", () => {
  const pairings = Array.from({ length: 4_000 }, (_, index) => ({
    one: index % 200,
    other: (index * 7 + 1 + Math.floor(index / 200)) % 200,
    winsOfOne: index % 3,
    winsOfOther: (index + 1) % 2,
  })).filter(({ one, other }) => one !== other);
  const { strengths } = rate(200, pairings, 1);
  expect(strengths.every(Number.isFinite)).toBe(true);
});
