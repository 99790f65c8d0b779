import { NORMAL_95 } from "@/lib/core/confidence";
import { add, divide, type Usd, ZERO } from "@/lib/core/money";
import { type Pairing, rate } from "./bradley-terry";
import type { Leaderboard, Standing } from "./votes-api";

/** A vote as it was given: what was compared, and what each answer cost. */
export type Verdict = {
  outcome: "winner" | "tie" | "bothBad";
  answers: readonly { model: string; won: boolean; cost: Usd | null }[];
};

/** One drawn game against an average model, so that a first vote moves a score and does not settle it. */
const DRAWN = 1;
/** Ten times the odds are 400 points, as in chess. */
const POINTS = 400 / Math.LN10;
const AVERAGE = 1_000;
/** Ranks models by blind votes. Answers of the same model are not compared with each other. */
export function leaderboard(verdicts: readonly Verdict[]): Leaderboard {
  const models = [
    ...new Set(verdicts.flatMap(({ answers }) => answers.map(({ model }) => model))),
  ].toSorted();
  const places = new Map(models.map((model, place) => [model, place]));
  const pairings = joined(verdicts.flatMap((verdict) => pairsOf(verdict, places)));
  const { strengths, covariance } = rate(models.length, pairings, DRAWN);
  const standings = models.map((model, place): Standing => {
    const score = AVERAGE + POINTS * (strengths[place] ?? 0);
    const margin = NORMAL_95 * POINTS * Math.sqrt(Math.max(0, covariance[place]?.[place] ?? 0));
    return { model, score, low: score - margin, high: score + margin, ...recordOf(model, verdicts) };
  });
  return { votes: verdicts.length, standings: standings.toSorted((one, other) => other.score - one.score) };
}

/** One pairing for every two models, however often they met. */
function joined(pairings: readonly Pairing[]): Pairing[] {
  const all = new Map<string, Pairing>();
  for (const pairing of pairings) {
    const { one, other, winsOfOne, winsOfOther } = pairing;
    const key = `${one} ${other}`;
    const known = all.get(key);
    all.set(key, {
      ...{ one, other },
      winsOfOne: winsOfOne + (known?.winsOfOne ?? 0),
      winsOfOther: winsOfOther + (known?.winsOfOther ?? 0),
    });
  }
  return [...all.values()];
}

/** A winner has beaten each of the others; with none, every two have drawn. */
function pairsOf({ outcome, answers }: Verdict, places: ReadonlyMap<string, number>): Pairing[] {
  return answers.flatMap((one, index) =>
    answers.slice(index + 1).flatMap((other) => {
      if (one.model === other.model) return [];
      // Of two that lost to a third nobody said which is better.
      if (outcome === "winner" && !one.won && !other.won) return [];
      const winsOfOne = outcome === "winner" ? Number(one.won) : 0.5;
      const [at, against] = [places.get(one.model) ?? 0, places.get(other.model) ?? 0];
      return [{ one: at, other: against, winsOfOne, winsOfOther: 1 - winsOfOne }];
    }),
  );
}

type Figures = Omit<Standing, "model" | "score" | "low" | "high">;

function recordOf(model: string, verdicts: readonly Verdict[]): Figures {
  const own = verdicts.filter(({ answers }) => answers.some((answer) => answer.model === model));
  const hasWon = ({ answers }: Verdict) => answers.some((answer) => answer.model === model && answer.won);
  const decided = own.filter(({ outcome }) => outcome === "winner");
  const wins = decided.filter(hasWon).length;
  const answers = own.flatMap((verdict) => verdict.answers.filter((answer) => answer.model === model));
  const costs = answers.flatMap(({ cost }) => cost ?? []);
  const spent = add(ZERO, ...costs);
  return {
    votes: own.length,
    wins,
    losses: decided.length - wins,
    ties: own.filter(({ outcome }) => outcome === "tie").length,
    bad: own.filter(({ outcome }) => outcome === "bothBad").length,
    averageCost: costs.length === 0 ? null : divide(spent, costs.length),
    costPerWin: costs.length === 0 || wins === 0 ? null : divide(spent, wins),
    unpriced: answers.length - costs.length,
  };
}
