/**
 * Hours and days as a person in some place counts them. Boundaries are instants; a bucket is half-open,
 * from its boundary up to the next one, so every moment belongs to exactly one bucket, on DST days too.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whether the text names a zone that this runtime knows (`Europe/Berlin`, `UTC`). */
export function isTimeZone(text: string): boolean {
  try {
    formatIn(text);
    return true;
  } catch {
    return false;
  }
}

/** A zone's own name, however it was written (`europe/berlin`, `Etc/UTC`). @throws RangeError for an unknown zone */
export const nameOfZone = (timeZone: string): string => formatIn(timeZone).resolvedOptions().timeZone;

/**
 * The starts of the last `count` local hours up to the one that holds `now`, oldest first, then the end
 * of that hour: `count + 1` instants.
 * @throws RangeError for an unknown zone
 */
export function lastHours(now: Date, count: number, timeZone: string): Date[] {
  const offsetAt = offsets(timeZone);
  const hourOf = (instant: number) => instant - mod(instant + offsetAt(instant), HOUR);
  const current = hourOf(now.getTime());
  // Stepping by what lies just before keeps whole hours where clocks shift by half an hour.
  const starts = [current];
  for (let start = current; starts.length < count; starts.unshift(start)) start = hourOf(start - 1);
  return [...starts, current + HOUR].map((instant) => new Date(instant));
}

/**
 * The starts of the last `count` calendar days up to the one that holds `now`, oldest first, then the
 * end of that day: `count + 1` instants. A day that a zone left out of its calendar is left out here too.
 * @throws RangeError for an unknown zone
 */
export function lastDays(now: Date, count: number, timeZone: string): Date[] {
  const offsetAt = offsets(timeZone);
  const local = now.getTime() + offsetAt(now.getTime());
  const today = local - mod(local, DAY);
  const starts = Array.from({ length: count + 1 }, (_, index) =>
    atLocal(today + (index + 1 - count) * DAY, offsetAt),
  );
  return [...new Set(starts)].map((instant) => new Date(instant));
}

/** A day of the calendar, as the instant at which it begins in UTC. Arithmetic with days is arithmetic with these. */
export type CivilDay = number;

/** What day it is in a zone. @throws RangeError for an unknown zone */
export function civilDay(instant: Date, timeZone: string): CivilDay {
  const local = instant.getTime() + offsets(timeZone)(instant.getTime());
  return local - mod(local, DAY);
}

/** When a day begins in a zone; one that the zone left out begins with the next. */
export const startOfCivilDay = (day: CivilDay, timeZone: string): Date =>
  new Date(atLocal(day, offsets(timeZone)));

export const addDays = (day: CivilDay, count: number): CivilDay => day + count * DAY;

/** The first of the month that lies so many months after that of the day. */
export function addMonths(day: CivilDay, count: number): CivilDay {
  const date = new Date(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
}

/** The Monday of the day's week. */
export const mondayOf = (day: CivilDay): CivilDay => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

export type Bucket = "hour" | "day" | "week" | "month";

/**
 * Cuts the time from one instant to another where a zone's hours, days, weeks (from Monday) or months begin. The first
 * piece and the last may be parts of one. Oldest first: the beginning, what lies between, the end.
 * @throws RangeError for an unknown zone
 */
export function cutTime(from: Date, to: Date, bucket: Bucket, timeZone: string): Date[] {
  const between =
    bucket === "hour" ? hoursWithin(from, to, timeZone) : daysWithin(from, to, bucket, timeZone);
  return [from, ...between, to];
}

function hoursWithin(from: Date, to: Date, timeZone: string): Date[] {
  const offsetAt = offsets(timeZone);
  const starts: Date[] = [];
  // Backwards, as in `lastHours`: whole hours stay whole where clocks shift by half an hour.
  for (let instant = to.getTime() - 1; ; instant -= 1) {
    instant -= mod(instant + offsetAt(instant), HOUR);
    if (instant <= from.getTime()) return starts.reverse();
    starts.push(new Date(instant));
  }
}

function daysWithin(from: Date, to: Date, bucket: "day" | "week" | "month", timeZone: string): Date[] {
  const offsetAt = offsets(timeZone);
  const starts: number[] = [];
  let day = FIRST_OF[bucket](civilDay(from, timeZone));
  for (;;) {
    day = NEXT_OF[bucket](day);
    const start = atLocal(day, offsetAt);
    if (start >= to.getTime()) break;
    if (start > from.getTime()) starts.push(start);
  }
  return [...new Set(starts)].map((start) => new Date(start));
}

const FIRST_OF = { day: (day: CivilDay) => day, week: mondayOf, month: (day: CivilDay) => addMonths(day, 0) };
const NEXT_OF = {
  day: (day: CivilDay) => addDays(day, 1),
  week: (day: CivilDay) => addDays(day, 7),
  month: (day: CivilDay) => addMonths(day, 1),
};

/** What a zone's clocks show at an instant, to the minute: `2026-11-21T05:30`. @throws RangeError for an unknown zone */
export const clockText = (instant: Date, timeZone: string): string =>
  new Date(instant.getTime() + offsets(timeZone)(instant.getTime())).toISOString().slice(0, 16);

/**
 * When a zone's clocks show such a text: of two instants the first; what they jump over is as much later as they jump.
 * Null for what is no such text.
 * @throws RangeError for an unknown zone
 */
export function atClock(text: string, timeZone: string): Date | null {
  const local = Date.parse(`${text}Z`);
  return Number.isNaN(local) ? null : new Date(atLocal(local, offsets(timeZone)));
}

/** The instant at which clocks show what `local` is, read as UTC; that of a midnight is when the day begins. */
function atLocal(local: number, offsetAt: (instant: number) => number): number {
  // No clock is further than 14 hours from UTC, so these two lie before and after the start.
  const candidates = [offsetAt(local - 15 * HOUR), offsetAt(local + 15 * HOUR)].map(
    (offset) => local - offset,
  );
  const real = candidates.filter((instant) => instant + offsetAt(instant) === local);
  // Clocks that jump over midnight leave no such instant; the day then begins with the jump, the later of the two.
  return real.length > 0 ? Math.min(...real) : Math.max(...candidates);
}

/** Making one takes longer than all that is asked of it. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** More than there are zones; a name can be written in many ways. */
const MOST_FORMATS = 1_000;

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-u-ca-iso8601", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(timeZone, format);
  return format;
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsets(timeZone: string): (instant: number) => number {
  if (timeZone === "UTC") return () => 0;
  const format = formatIn(timeZone);
  return (instant) => {
    const whole = instant - mod(instant, 1000);
    const parts = Object.fromEntries(
      format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
  };
}

const mod = (value: number, by: number) => ((value % by) + by) % by;
