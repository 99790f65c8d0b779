import { viewerLocale } from "@/lib/core/locale";

const DAY = 86_400_000;
/** Where bars are months: a day more than weeks are drawn of. */
const YEAR = 401 * DAY;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than writing a bar's label. */
function formatOf(options: Intl.DateTimeFormatOptions, locale = viewerLocale()): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** What stands under a bar: the time of day within a day or two, the day within a year or so, else the month. */
export function barLabel(start: Date, from: Date, to: Date, timeZone: string, locale?: string): string {
  const length = to.getTime() - from.getTime();
  return formatOf(
    {
      timeZone,
      ...(length <= 2 * DAY
        ? { hour: "2-digit", minute: "2-digit" }
        : length <= YEAR
          ? { day: "numeric", month: "short" }
          : { month: "short", year: "numeric" }),
    },
    locale,
  ).format(start);
}

/** A time from its beginning to its end, in full. */
export function spanLabel(from: Date, to: Date, timeZone: string, now = new Date()): string {
  // Of a long time the minute does not matter, and the year does, as of any time half a year ago or more.
  const isLong = to.getTime() - from.getTime() > 92 * DAY;
  const isFar = isLong || now.getTime() - from.getTime() > 182 * DAY;
  return formatOf({
    ...{ timeZone, day: "numeric", month: "short" },
    ...(isFar && { year: "numeric" }),
    ...(!isLong && { hour: "2-digit", minute: "2-digit" }),
  }).formatRange(from, to);
}
