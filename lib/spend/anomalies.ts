import { add, divide, parseUsd, subtract, type Usd, ZERO } from "@/lib/core/money";

/** A day's spending; the last one of a list may still be running. */
export type SpentDay = { weekday: number; cost: Usd };

export type Surprise = {
  /** Its place among the days. */
  index: number;
  cost: Usd;
  /** What such a day usually costs. */
  usual: Usd;
  /** Up to here it would not have been remarkable. */
  threshold: Usd;
};

/** Days before it that a day is compared with, and of its own weekday. */
export const BASELINE_DAYS = 28;
const BASELINE_WEEKDAYS = 8;
/** Fewer say nothing. */
export const LEAST_DAYS = 14;
const LEAST_WEEKDAYS = 3;

/** Less than this more is not worth a look. */
export const FLOOR = parseUsd("1");
/** So many deviations above what is usual, … */
const DEVIATIONS = 5n;
/** … a deviation being this many times the median distance from the median (of a normal distribution), in 10,000ths, … */
const SIGMA = 14_826n;
/** … and at least half as much again, since days that are all alike make any other remarkable. */
const LEAST_RISE = 2n;

/**
 * The days, of those from `from` on, that cost far more than the weeks before them let expect: more than the last 28
 * days do, and more than the same weekday did. Medians, so that one surprise does not hide the next.
 */
export function findSurprises(days: readonly SpentDay[], from: number, floor: Usd = FLOOR): Surprise[] {
  const costs = days.map(({ cost }) => cost);
  return days.flatMap(({ weekday, cost }, index) => {
    if (index < from || index < LEAST_DAYS) return [];
    const recently = costs.slice(Math.max(0, index - BASELINE_DAYS), index);
    // Most days end here: how far days vary only moves this up.
    if (cost <= leastThreshold(median(recently), floor)) return [];
    const recent = bound(recently, floor);
    const same = costs
      .filter((_, before) => before < index && days[before]?.weekday === weekday)
      .slice(-BASELINE_WEEKDAYS);
    const own = same.length < LEAST_WEEKDAYS ? recent : bound(same, floor);
    const { usual, threshold } = own.threshold > recent.threshold ? own : recent;
    return cost > threshold ? [{ index, cost, usual, threshold }] : [];
  });
}

const leastThreshold = (usual: Usd, floor: Usd): Usd => add(usual, largest(divide(usual, LEAST_RISE), floor));

function bound(costs: readonly Usd[], floor: Usd): Pick<Surprise, "usual" | "threshold"> {
  const usual = median(costs);
  const distance = median(
    costs.map((cost) => (cost > usual ? subtract(cost, usual) : subtract(usual, cost))),
  );
  const spread = divide((distance * SIGMA * DEVIATIONS) as Usd, 10_000n);
  return { usual, threshold: largest(add(usual, spread), leastThreshold(usual, floor)) };
}

/** One contribution to a day, and what it was on the days before. */
export type Contribution<Key> = { key: Key; cost: Usd; before: readonly Usd[] };

export type Cause<Key> = { key: Key; cost: Usd; usual: Usd };

/**
 * Whether a contribution that is so large can be the cause. Where it cannot, what it was before makes no difference:
 * nothing costs less than nothing.
 */
export const mayCause = ({ cost, usual }: Pick<Surprise, "cost" | "usual">, own: Usd): boolean =>
  own * 2n >= cost - usual;

/**
 * Whose contribution rose most; null when none explains at least half of the surprise, and when there is only one
 * to name anyway.
 */
export function causeOf<Key>(
  { cost, usual }: Pick<Surprise, "cost" | "usual">,
  contributions: readonly Contribution<Key>[],
): Cause<Key> | null {
  if (contributions.length < 2) return null;
  const causes = contributions.map(({ key, cost: own, before }) => ({
    key,
    cost: own,
    usual: median(before),
  }));
  const most = causes.reduce((one, other) => (riseOf(other) > riseOf(one) ? other : one));
  return riseOf(most) * 2n >= cost - usual ? most : null;
}

export const riseOf = ({ cost, usual }: Pick<Cause<unknown>, "cost" | "usual">): Usd => subtract(cost, usual);

/** The middle one; of two the mean. */
export function median(amounts: readonly Usd[]): Usd {
  const sorted = amounts.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? ZERO : divide(add(low, high), 2);
}

const largest = (...amounts: Usd[]): Usd => amounts.reduce((most, next) => (next > most ? next : most), ZERO);
