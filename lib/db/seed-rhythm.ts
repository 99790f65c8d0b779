import type { Random } from "./seed-random";

export type SeedHour = {
  start: number;
  weight: number;
  /** Somebody's evaluations run away with the money. */
  surging: boolean;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How busy each hour of a working day is, in UTC. */
const BUSY = [1, 1, 1, 1, 2, 3, 6, 14, 24, 28, 27, 22, 18, 25, 28, 26, 22, 15, 9, 6, 4, 3, 2, 1];

/** So many days ago; each only where weeks before it show what is usual. */
const SURGES = new Set([5, 6, 88, 203, 204]);
const LEAST_BEFORE = 15;

/**
 * Every whole hour of the past days with its weight: busy on weekdays, growing, quiet when a year ends. The last one or
 * two are left out: what ran then has ended.
 */
export function inventHours(random: Random, days: number, now: Date): SeedHour[] {
  const today = now.getTime() - (now.getTime() % DAY);
  return Array.from({ length: days }, (_, index) => {
    const daysAgo = days - 1 - index;
    const midnight = today - daysAgo * DAY;
    const surging = SURGES.has(daysAgo) && index >= LEAST_BEFORE;
    const grown = 0.4 + (1.2 * index) / days;
    const mood = 0.7 + 0.6 * random.unit();
    const weight = grown * (surging ? 1.5 : dayOff(new Date(midnight)) * mood);
    return BUSY.map((busy, hour) => ({ start: midnight + hour * HOUR, weight: weight * busy, surging }));
  })
    .flat()
    .filter(({ start }) => start < now.getTime() - 2 * HOUR);
}

/** What is left of a working day. */
function dayOff(date: Date): number {
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
  if ((month === 11 && day >= 24) || (month === 0 && day === 1)) return 0.2;
  return [0, 6].includes(date.getUTCDay()) ? 0.25 : 1;
}

/**
 * How many fall into each hour. Told hour after hour and not one by one, so that history is written in the order in
 * which it happened: an index takes that far more quickly.
 */
export function countPerHour(random: Random, hours: readonly [SeedHour, ...SeedHour[]], total: number) {
  const counts = new Map(hours.map((hour) => [hour, 0]));
  const pick = random.picker(hours);
  for (let made = 0; made < total; made++) {
    const hour = pick();
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  return counts;
}
