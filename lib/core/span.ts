import { AppError } from "./errors";
import {
  addDays,
  addMonths,
  type CivilDay,
  civilDay,
  isTimeZone,
  lastHours,
  startOfCivilDay,
} from "./period";
import type { SpanName } from "./span-names";

/** A time as people ask for it: a span, or its first and last day in its place, by the clock of a zone. */
export type AskedSpan = {
  span: SpanName;
  from?: string | undefined;
  to?: string | undefined;
  timeZone: string;
};

const DAY = 24 * 3_600_000;
const MOST_DAYS = 4_000;
const DAYS = { "7d": 7, "30d": 30, "90d": 90, "365d": 365 } as const;

/** When a span begins, and when it is over: half-open. @throws AppError `invalid_request` for a zone or days that cannot be */
export function endsOfSpan(asked: AskedSpan, now: Date): [from: Date, to: Date] {
  const { span, timeZone } = asked;
  if (!isTimeZone(timeZone)) throw spanRefusal("timeZone", "is not a time zone");
  const today = civilDay(now, timeZone);
  const starting = (day: CivilDay) => startOfCivilDay(day, timeZone);
  if (asked.from !== undefined || asked.to !== undefined) {
    const [first, last] = daysOf(asked);
    return [starting(first), starting(addDays(last, 1))];
  }
  switch (span) {
    case "24h": {
      const hours = lastHours(now, 24, timeZone);
      return [hours[0] ?? now, hours.at(-1) ?? now];
    }
    case "today":
      return [starting(today), starting(addDays(today, 1))];
    case "month":
      return [starting(addMonths(today, 0)), starting(addMonths(today, 1))];
    case "last-month":
      return [starting(addMonths(today, -1)), starting(addMonths(today, 0))];
    default:
      return [starting(addDays(today, 1 - DAYS[span])), starting(addDays(today, 1))];
  }
}

function daysOf({ from, to }: AskedSpan): [first: CivilDay, last: CivilDay] {
  if (from === undefined || to === undefined) {
    throw spanRefusal(from === undefined ? "from" : "to", "goes with the other one");
  }
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (!(first >= Date.UTC(2000, 0, 1) && last < Date.UTC(2200, 0, 1)))
    throw spanRefusal("from", "is too far away");
  if (last < first) throw spanRefusal("to", "lies before the first day");
  if (last - first >= MOST_DAYS * DAY)
    throw spanRefusal("to", `is more than ${MOST_DAYS} days after the first`);
  return [first, last];
}

export const spanRefusal = (path: string, message: string) =>
  new AppError("invalid_request", { issues: [{ path, message }] });
