import { add, subtract, type Usd, ZERO } from "@/lib/core/money";
import {
  bandFactor,
  type ComingDay,
  type DailyModel,
  fitDays,
  NEEDED_DAYS,
  type PastDay,
  project,
  toUsd,
} from "./daily-model";

/** What a period has come to, and what is left of it. */
export type Period = {
  /** So far, what today has cost included. */
  spent: Usd;
  /** Today as far as it is left, then the days after it. */
  ahead: readonly ComingDay[];
};

export type Forecast =
  /** So many days of history there are, and so many it takes. */
  | { kind: "too_little"; days: number; needed: number }
  /** At the end of the period, and in each day of what is left of it; the days add up to the whole. */
  | ({ kind: "forecast"; days: number; ahead: Guess[] } & Guess);

/** The best guess, and between what it will be in four of five cases. */
export type Guess = { expected: Usd; low: Usd; high: Usd };

/**
 * What a period will have cost when it ends, from days that are over, oldest first. Weekdays are told apart, and one
 * day in twenty may be off without being heeded. Never below what is already spent.
 */
export function forecast(history: readonly PastDay[], { spent, ahead }: Period): Forecast {
  const days = history.length;
  const model = fitDays(history);
  if (model === null) return { kind: "too_little", days, needed: NEEDED_DAYS };
  const upTo = ahead.map((_, index) => guess(model, ahead.slice(0, index + 1)).expected);
  const { expected, low, high } = guess(model, ahead);
  return {
    ...{ kind: "forecast", days },
    ...{ expected: add(spent, expected), low: add(spent, low), high: add(spent, high) },
    ahead: ahead.map((day, index) => {
      // What it adds to the days before it, so that roundings do not add up. They may lead out of the band by a hair.
      const own = subtract(upTo[index] ?? ZERO, upTo[index - 1] ?? ZERO);
      const band = guess(model, [day]);
      return {
        expected: own,
        low: own < band.low ? own : band.low,
        high: own > band.high ? own : band.high,
      };
    }),
  };
}

function guess(model: DailyModel, days: readonly ComingDay[]): Guess {
  const { mean, deviation } = project(model, days);
  const margin = bandFactor(model) * deviation;
  const amount = (ratio: number): Usd => toUsd(Math.max(0, ratio), model.scale);
  return { expected: amount(mean), low: amount(mean - margin), high: amount(mean + margin) };
}
