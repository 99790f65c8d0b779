import { viewerLocale } from "./locale";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Where = { locale?: string | undefined; timeZone?: string | undefined };

/** Relative under a day (`just now`, `4 min ago`, `3 h ago`), else date and time in the viewer's way. */
export function formatInstant(instant: Date, now: Date, where: Where = {}): string {
  const age = now.getTime() - instant.getTime();
  if (Math.abs(age) >= DAY) return formatDate(instant, now, where);
  const [size, ending] = [Math.abs(age), age < 0 ? "from now" : "ago"];
  if (size < MINUTE) return "just now";
  return size < HOUR
    ? `${Math.floor(size / MINUTE)} min ${ending}`
    : `${Math.floor(size / HOUR)} h ${ending}`;
}

/** `14:02`. */
const formatClock = (instant: Date, { locale = viewerLocale(), timeZone }: Where = {}): string =>
  new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone }).format(instant);

/** `14:02` for something of the last hours; from a day on with its date, since a time alone would seem to be today's. */
export const formatAge = (instant: Date, now: Date, where: Where = {}): string =>
  Math.abs(now.getTime() - instant.getTime()) < DAY / 2
    ? formatClock(instant, where)
    : formatDate(instant, now, where);

/** A day without a time, `2026-12-31`, in the viewer's way. */
export const formatDay = (day: string, { locale = viewerLocale() }: Pick<Where, "locale"> = {}): string =>
  inUtc({ dateStyle: "medium" }, locale).format(new Date(`${day}T00:00Z`));

/** From one day to another by UTC, `12 Mar – 4 Jun 2026`, or the one day that both are. */
export const formatDays = (
  first: Date,
  last: Date,
  { locale = viewerLocale() }: Pick<Where, "locale"> = {},
): string => inUtc({ dateStyle: "medium" }, locale).formatRange(first, last);

/** `Nov 2026`, by UTC. */
export const formatMonth = (instant: Date): string =>
  inUtc({ month: "short", year: "numeric" }, viewerLocale()).format(instant);

/** Making one takes longer than drawing a line of a list. */
const formats = new Map<string, Intl.DateTimeFormat>();

function inUtc(options: Intl.DateTimeFormatOptions, locale: string | undefined): Intl.DateTimeFormat {
  const key = `${locale} ${options.dateStyle}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  formats.set(key, format);
  return format;
}

function formatDate(instant: Date, now: Date, { locale = viewerLocale(), timeZone }: Where): string {
  const year = (date: Date) => new Intl.DateTimeFormat("en", { year: "numeric", timeZone }).format(date);
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    ...(year(instant) === year(now) ? {} : { year: "numeric" }),
  }).format(instant);
}

/** `Nov 27, 2026, 2:02 PM`. */
export const formatMoment = (instant: Date): string =>
  new Intl.DateTimeFormat(viewerLocale(), { dateStyle: "medium", timeStyle: "short" }).format(instant);
