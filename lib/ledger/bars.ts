import { cutTime, lastDays, lastHours } from "@/lib/core/period";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is drawn of a time that has no beginning. */
const USUAL = DAY;
/** The most that is drawn where generations have to be counted one by one, and where sums of them are at hand. */
export const LONGEST = 31 * DAY;
export const LONGEST_SUMMED = 3_660 * DAY;

/** Bars this long where the time is not longer than that; beyond, hours and then days of the time zone. */
const STEPS = [
  { upTo: HOUR, step: MINUTE },
  { upTo: 6 * HOUR, step: 5 * MINUTE },
  { upTo: DAY, step: 15 * MINUTE },
];
const HOURS_UP_TO = 7 * DAY;
/** As on charts of spend: days, then weeks, then months. */
const DAYS_UP_TO = 92.5 * DAY;
const WEEKS_UP_TO = 400.5 * DAY;

type Asked = {
  from?: Date | undefined;
  to?: Date | undefined;
  timeZone: string;
  now: Date;
  /** In milliseconds. */
  longest?: number;
};

/**
 * Where the bars of a time begin, oldest first, then where the last one ends. A time without an end goes on until
 * now, one without a beginning is a day long, and of a very long one the end is drawn.
 */
export function barBoundaries({ from, to, timeZone, now, longest = LONGEST }: Asked): Date[] {
  const end = to?.getTime() ?? Math.max(now.getTime() + 1, from?.getTime() ?? 0);
  const start = Math.max(from?.getTime() ?? end - USUAL, end - longest);
  const length = end - start;
  if (length > LONGEST) {
    const bucket = length <= DAYS_UP_TO ? "day" : length <= WEEKS_UP_TO ? "week" : "month";
    return cutTime(new Date(start), new Date(end), bucket, timeZone);
  }
  // An empty time has one bar, so that there is something to say it with.
  const last = new Date(Math.max(end - 1, start));
  const step = STEPS.find(({ upTo }) => length <= upTo)?.step;
  if (step !== undefined) {
    const first = start - (start % step);
    const count = Math.floor((last.getTime() - first) / step) + 1;
    return Array.from({ length: count + 1 }, (_, index) => new Date(first + index * step));
  }
  // One more for the piece at each end, and one for an hour that clocks skip within.
  const all =
    length <= HOURS_UP_TO
      ? lastHours(last, Math.ceil(length / HOUR) + 2, timeZone)
      : lastDays(last, Math.ceil(length / DAY) + 2, timeZone);
  // Of those that end before it begins, none is wanted.
  return all.filter((_, index) => index === all.length - 1 || (all[index + 1]?.getTime() ?? 0) > start);
}
