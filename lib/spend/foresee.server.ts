import "server-only";
import { addDays, type CivilDay, startOfCivilDay } from "@/lib/core/period";
import { type DaySums, type Days, weekdayOf } from "./daily.server";
import { type ComingDay, MOST_DAYS, type PastDay } from "./daily-model";
import { forecast, type Period } from "./forecast";
import type { Foreseen } from "./outlook-api";

/** A day to come and which one it is. */
type Coming = ComingDay & { day: CivilDay };

/** The days before today, from the second on which anything ran: the first one may be half a day. */
export function historyOf({ days }: Days, sums: readonly DaySums[]): PastDay[] {
  const first = sums.findIndex(({ generations }) => generations > 0);
  if (first === -1) return [];
  const past = sums.slice(0, -1).map(({ cost }, index) => ({ weekday: weekdayOf(days[index] ?? 0), cost }));
  // Where something ran on the first day of all, more is likely to have run before it.
  return (first === 0 ? past : past.slice(first + 1)).slice(-MOST_DAYS);
}

/** How much of today is still to come. */
export function leftOf({ boundaries }: Days, now: Date): number {
  const [start, end] = [boundaries.at(-2) ?? now, boundaries.at(-1) ?? now].map((at) => at.getTime());
  return end === undefined || start === undefined ? 0 : (end - now.getTime()) / (end - start);
}

/** What is left of today, and each day after it up to one that is not among them. */
export function comingDays(days: Days, now: Date, end: CivilDay): Coming[] {
  const coming = [{ day: days.today, weekday: weekdayOf(days.today), share: leftOf(days, now) }];
  for (let day = addDays(days.today, 1); day < end; day = addDays(day, 1))
    coming.push({ day, weekday: weekdayOf(day), share: 1 });
  return coming;
}

/** What a period will have cost by its end, learnt from the days before today; each day to come with its beginning. */
export function foresee(
  days: Days,
  sums: readonly DaySums[],
  period: Period & { ahead: readonly Coming[] },
): Foreseen {
  const found = forecast(historyOf(days, sums), period);
  if (found.kind === "too_little") return found;
  const beginning = (index: number) => startOfCivilDay(period.ahead[index]?.day ?? days.today, days.timeZone);
  return { ...found, ahead: found.ahead.map((guess, index) => ({ ...guess, from: beginning(index) })) };
}
