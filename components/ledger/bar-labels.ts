import { viewerLocale } from "@/lib/core/locale";

const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than writing a bar's label. */
function formatOf(options: Intl.DateTimeFormatOptions, locale = viewerLocale()): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** What stands under a bar: the time of day within a day or two, else the day. */
export function barLabel(start: Date, from: Date, to: Date, timeZone: string, locale?: string): string {
  const isShort = to.getTime() - from.getTime() <= 2 * DAY;
  return formatOf(
    { timeZone, ...(isShort ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" }) },
    locale,
  ).format(start);
}

/** A time from its beginning to its end, in full. */
export function spanLabel(from: Date, to: Date, timeZone: string, locale?: string): string {
  return formatOf(
    { timeZone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    locale,
  ).formatRange(from, to);
}
