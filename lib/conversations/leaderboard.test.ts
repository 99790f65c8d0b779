import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { leaderboard, type Verdict } from "./leaderboard";

/** `winner("a 0.1", "b")`: a won, at ten cents; what b cost is unknown. */
const answersOf = (texts: string[], won: (index: number) => boolean) =>
  texts.map((text, index) => {
    const [model = "", cost] = text.split(" ");
    return { model, won: won(index), cost: cost === undefined ? null : parseUsd(cost) };
  });
const winner = (...texts: string[]): Verdict => ({
  outcome: "winner",
  answers: answersOf(texts, (index) => index === 0),
});
const none = (outcome: "tie" | "bothBad", ...texts: string[]): Verdict => ({
  outcome,
  answers: answersOf(texts, () => false),
});
const times = (count: number, verdict: Verdict) => Array.from({ length: count }, () => verdict);
const byModel = (verdicts: Verdict[]) =>
  new Map(leaderboard(verdicts).standings.map((standing) => [standing.model, standing]));

test("without votes there is nothing to rank", () => {
  expect(leaderboard([])).toEqual({ votes: 0, standings: [] });
});

test("who wins more stands first, around the average, with an interval that narrows", () => {
  const few = leaderboard([...times(3, winner("a", "b")), winner("b", "a")]);
  expect(few.standings.map(({ model }) => model)).toEqual(["a", "b"]);
  const [first, second] = few.standings;
  expect((first?.score ?? 0) + (second?.score ?? 0)).toBeCloseTo(2_000, 6);
  const many = leaderboard([...times(300, winner("a", "b")), ...times(100, winner("b", "a"))]);
  const width = ({ standings }: typeof few) => (standings[0]?.high ?? 0) - (standings[0]?.low ?? 0);
  expect(width(many)).toBeLessThan(width(few) / 5);
  // Three wins to one are 190.8 points.
  expect((many.standings[0]?.score ?? 0) - (many.standings[1]?.score ?? 0)).toBeCloseTo(190, -1);
});

test("it does not matter which answer of a pair is named first", () => {
  const one = leaderboard([winner("a", "b"), none("tie", "a", "c"), winner("c", "b", "a")]);
  const other = leaderboard([winner("c", "a", "b"), none("tie", "c", "a"), winner("a", "b")]);
  for (const [at, { model, score, low }] of one.standings.entries()) {
    expect(other.standings[at]?.model).toBe(model);
    expect(other.standings[at]?.score).toBeCloseTo(score, 6);
    expect(other.standings[at]?.low).toBeCloseTo(low, 6);
  }
});

test("wins, losses, draws and bad answers are counted apart", () => {
  const board = byModel([
    winner("a", "b", "c"),
    winner("b", "a"),
    none("tie", "a", "b"),
    none("bothBad", "a", "c"),
  ]);
  expect(board.get("a")).toMatchObject({ votes: 4, wins: 1, losses: 1, ties: 1, bad: 1 });
  expect(board.get("c")).toMatchObject({ votes: 2, wins: 0, losses: 1, ties: 0, bad: 1 });
});

test("two that lost to a third are not compared, nor two answers of one model", () => {
  const board = byModel(times(20, winner("a", "b", "c")));
  expect(board.get("b")?.score).toBeCloseTo(board.get("c")?.score ?? 0, 6);
  const alone = leaderboard(times(5, winner("a", "a")));
  expect(alone.standings).toMatchObject([{ model: "a", score: 1_000, wins: 5, losses: 0 }]);
});

test("a win costs what all answers cost, by the wins; what is not known stays unknown", () => {
  const board = byModel([
    winner("a 0.1", "b 0.3"),
    winner("b 0.2", "a 0.2"),
    winner("b", "a 0.3"),
    winner("c", "d"),
  ]);
  expect(board.get("a")).toMatchObject({
    averageCost: parseUsd("0.2"),
    costPerWin: parseUsd("0.6"),
    unpriced: 0,
  });
  expect(board.get("b")).toMatchObject({
    averageCost: parseUsd("0.25"),
    costPerWin: parseUsd("0.25"),
    unpriced: 1,
  });
  expect(board.get("c")).toMatchObject({ averageCost: null, costPerWin: null, unpriced: 1 });
  expect(byModel([winner("a 0.1", "b 0.3")]).get("b")?.costPerWin).toBeNull();
});
