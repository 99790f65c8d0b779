import type { PriceOverride } from "./model";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const DAY_END = 2400;

/**
 * Whether an override's days and hours hold at a moment, in UTC. Hours run from their start up to but not
 * including their end, across midnight when the end is the smaller. One that is missing is the day's own.
 */
export function appliesAt({ utcStart, utcEnd, utcDays }: PriceOverride, at: Date): boolean {
  const today = DAYS[at.getUTCDay()];
  if (utcDays !== undefined && !utcDays.some((day) => day === today)) return false;
  const [start, end] = [utcStart ?? 0, utcEnd ?? DAY_END];
  const time = at.getUTCHours() * 100 + at.getUTCMinutes();
  return start <= end ? time >= start && time < end : time >= start || time < end;
}
