import { divide, type Usd, ZERO } from "@/lib/core/money";

/** A day that is over; weekdays are any seven numbers from 0. */
export type PastDay = { weekday: number; cost: Usd };

/** A day to come, or as much of it as is left. */
export type ComingDay = { weekday: number; share: number };

/** Two of each weekday: with fewer, a quiet Sunday and the beginning of the end look the same. */
export const NEEDED_DAYS = 14;
/** Further back a team was another team. */
export const MOST_DAYS = 56;
/** The level is that of the last weeks, while weekdays are told apart by all. */
const LEVEL_DAYS = 28;
/** One day in so many may be anything. */
const TAIL = 20;
/** Spans of the middle half beyond which such a day is cut down to what is usual. */
const FENCE = 3;
/** Days without which a weekday is believed to be like any other, so that few samples do not say too much. */
const DOUBT = 1;
/** Costly days follow costly days, and sums then vary more; beyond this it is a trend, which nobody can promise. */
const MOST_CORRELATED = 0.6;

/**
 * What days cost and how much they vary. Statistics are floating-point numbers in units of `scale`, an amount of the
 * history itself, so that twice the amounts give exactly twice the results.
 */
export type DailyModel = {
  scale: Usd;
  /** What each weekday costs. */
  means: readonly number[];
  variance: number;
  /** How much more sums vary than if each day stood alone. */
  inflation: number;
  /** Days that the level is taken from. */
  samples: number;
};

/** Learns from days that are over, oldest first; null when there are too few. */
export function fitDays(history: readonly PastDay[]): DailyModel | null {
  if (history.length < NEEDED_DAYS) return null;
  const days = history.slice(-MOST_DAYS);
  const scale = days.reduce<Usd>((most, { cost }) => (cost > most ? cost : most), ZERO);
  const values = cutPeaks(days.map(({ cost }) => ratioOf(cost, scale)));
  const average = mean(values);
  const recent = values.slice(-LEVEL_DAYS);
  const level = mean(recent);
  const byWeekday = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
    values.filter((_, index) => days[index]?.weekday === weekday),
  );
  const counts = byWeekday.map(({ length }) => length);
  const means = byWeekday.map((own) => {
    const believed = (sum(own) + DOUBT * average) / (own.length + DOUBT);
    return average === 0 ? 0 : level * (believed / average);
  });
  const rest = values.map((value, index) => value - (means[days[index]?.weekday ?? 0] ?? 0));
  // Seven weekdays were learnt from the same days, and fit them better than they will fit others.
  const learnt = sum(counts.map((count) => count / (count + DOUBT)));
  const variance = sum(rest.map((value) => value ** 2)) / (rest.length - learnt);
  const correlated = Math.min(MOST_CORRELATED, Math.max(0, autocorrelation(rest)));
  return {
    ...{ scale, means, variance },
    inflation: (1 + correlated) / (1 - correlated),
    samples: recent.length,
  };
}

/** What days to come will cost together, in units of the model's scale, and by how much that may be off. */
export function project(
  { means, variance, inflation, samples }: DailyModel,
  days: readonly ComingDay[],
): { mean: number; deviation: number } {
  const expected = sum(days.map(({ weekday, share }) => share * (means[weekday] ?? 0)));
  const shares = sum(days.map(({ share }) => share));
  const squares = sum(days.map(({ share }) => share ** 2));
  // Each day is off by itself, and all of them are off together by as much as the level is.
  const off = variance * inflation * (squares + shares ** 2 / samples);
  return { mean: expected, deviation: Math.sqrt(off) };
}

/** Deviations to either side that hold 80 %: Student's factor, since the variance is a guess, too. */
export function bandFactor({ samples }: Pick<DailyModel, "samples">): number {
  return NORMAL_80 + (NORMAL_80 ** 3 + NORMAL_80) / (4 * (samples - 1));
}

const NORMAL_80 = 1.281552;

/** An amount of so many scales, rounded to the billionth of one. */
export const toUsd = (ratio: number, scale: Usd): Usd =>
  divide((BigInt(Math.round(ratio * 1e9)) * scale) as Usd, BILLION);

export const ratioOf = (cost: Usd, scale: Usd): number =>
  scale === ZERO ? 0 : Number((cost * BILLION) / scale) / 1e9;

const BILLION = 1_000_000_000n;

/** The few greatest, as far as they lie outside of what is usual, become the greatest that does not. */
function cutPeaks(values: readonly number[]): number[] {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const fence = at(0.75) + FENCE * (at(0.75) - at(0.25));
  const few = Math.max(1, Math.floor(values.length / TAIL));
  // What is seen more often than that is no accident, however rare it is.
  const most = Math.max(fence, sorted.at(-1 - few) ?? 0);
  return values.map((value) => Math.min(most, value));
}

/** How much a value says of the next one, from −1 to 1. */
function autocorrelation(values: readonly number[]): number {
  const squares = sum(values.map((value) => value ** 2));
  const products = sum(values.slice(1).map((value, index) => value * (values[index] ?? 0)));
  return squares === 0 ? 0 : products / squares;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length);
