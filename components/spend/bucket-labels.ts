import { viewerLocale } from "@/lib/core/locale";
import type { Overview } from "@/lib/spend/overview-api";

type Frame = Pick<Overview, "bucket" | "timeZone">;

const SHORT = {
  hour: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
} as const;

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const LONG = {
  // The zone's name tells the two hours apart that a change of the clocks makes of one.
  hour: { ...DAY, ...SHORT.hour, timeZoneName: "short" },
  day: DAY,
  week: DAY,
  month: { month: "long", year: "numeric" },
} as const;

/** Making one takes longer than naming a bar, and a page names thousands. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(size: typeof SHORT | typeof LONG, { bucket, timeZone }: Frame, locale = viewerLocale()) {
  const key = `${size === SHORT} ${bucket} ${timeZone} ${locale}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...size[bucket] });
  formats.set(key, format);
  return format;
}

/** What stands under a bar: `14:00`, `21 Nov` or `Nov 2026`, in the view's time zone and the viewer's way of writing. */
export const shortLabel = (start: Date, frame: Frame, locale?: string): string =>
  formatOf(SHORT, frame, locale).format(start);

/** The same in full: `Sat, 21 Nov 2026`, with the hour where bars are hours. */
export function longLabel(start: Date, frame: Frame, locale?: string): string {
  const text = formatOf(LONG, frame, locale).format(start);
  return frame.bucket === "week" ? `Week from ${text}` : text;
}

/** What day it is, as a zone's calendar has it: `2026-11-21`. */
export function dayOf(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", {
    ...{ timeZone, calendar: "iso8601", numberingSystem: "latn" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** First and last day of a time that ends just before `to`. */
export const daysOf = (from: Date, to: Date, timeZone: string): { from: string; to: string } => ({
  from: dayOf(from, timeZone),
  to: dayOf(new Date(to.getTime() - 1), timeZone),
});

const MONTH = 29 * 24 * 3_600_000;

/** The last thirty days of something that began and ended, or all where it was shorter. */
export const daysUpTo = (first: Date, last: Date, timeZone: string) =>
  daysOf(new Date(Math.max(first.getTime(), last.getTime() - MONTH)), new Date(last.getTime() + 1), timeZone);

/** The days of a view in words: `28 Oct – 26 Nov 2026`. */
export const daysText = (from: Date, to: Date, timeZone: string, locale = viewerLocale()): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ timeZone, day: "numeric", month: "short", year: "numeric" },
  }).formatRange(from, new Date(to.getTime() - 1));

/** The time of a view and by whose clock: `28 Oct – 26 Nov 2026, Europe/Berlin time`. */
export const timeText = ({ from, to, timeZone }: Pick<Overview, "from" | "to" | "timeZone">): string =>
  `${daysText(from, to, timeZone)}, ${timeZone.replaceAll("_", " ")} time`;
