import { AppError } from "@/lib/core/errors";
import {
  addDays,
  addMonths,
  type Bucket,
  type CivilDay,
  civilDay,
  cutTime,
  isTimeZone,
  lastHours,
  nameOfZone,
  startOfCivilDay,
} from "@/lib/core/period";
import type { SPANS } from "./overview-api";

type Asked = {
  span: (typeof SPANS)[number];
  from?: string | undefined;
  to?: string | undefined;
  timeZone: string;
  bucket?: Bucket | undefined;
};

/** What time figures are asked for, and how it is cut. */
export type Span = {
  /** By its own name. */
  timeZone: string;
  bucket: Bucket;
  /** The beginning of each bucket, then the end of the last. */
  boundaries: Date[];
  /** Where the time begins that this one is compared with: as long before it as has passed of it. */
  beforeFrom: Date | null;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_BUCKETS = 400;
const MOST_DAYS = 4_000;
const DAYS = { "7d": 7, "30d": 30, "90d": 90, "365d": 365 } as const;
/** A bucket's usual length, and the longest time that is cut into such ones unasked. A day of 25 hours is one. */
const LENGTHS: Record<Bucket, { length: number; upTo: number }> = {
  hour: { length: HOUR, upTo: 50 * HOUR },
  day: { length: DAY, upTo: 92.5 * DAY },
  week: { length: 7 * DAY, upTo: 400.5 * DAY },
  month: { length: 30 * DAY, upTo: Number.POSITIVE_INFINITY },
};

/** @throws AppError `invalid_request` for a zone, days or buckets that cannot be */
export function spanOf(asked: Asked, now: Date): Span {
  if (!isTimeZone(asked.timeZone)) throw refusal("timeZone", "is not a time zone");
  const timeZone = nameOfZone(asked.timeZone);
  const [from, to] = endsOf(asked, now);
  const length = to.getTime() - from.getTime();
  const bucket = asked.bucket ?? suiting(length);
  if (length / LENGTHS[bucket].length > MOST_BUCKETS + 1) throw tooMany();
  const boundaries = cutTime(from, to, bucket, timeZone);
  if (boundaries.length - 1 > MOST_BUCKETS) throw tooMany();
  const passed = Math.min(now.getTime(), to.getTime()) - from.getTime();
  return { timeZone, bucket, boundaries, beforeFrom: passed > 0 ? new Date(from.getTime() - passed) : null };
}

const suiting = (length: number): Bucket =>
  (["hour", "day", "week"] as const).find((bucket) => length <= LENGTHS[bucket].upTo) ?? "month";

function endsOf(asked: Asked, now: Date): [from: Date, to: Date] {
  const { span, timeZone } = asked;
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

function daysOf({ from, to }: Asked): [first: CivilDay, last: CivilDay] {
  if (from === undefined || to === undefined) {
    throw refusal(from === undefined ? "from" : "to", "goes with the other one");
  }
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (!(first >= Date.UTC(2000, 0, 1) && last < Date.UTC(2200, 0, 1)))
    throw refusal("from", "is too far away");
  if (last < first) throw refusal("to", "lies before the first day");
  if (last - first >= MOST_DAYS * DAY) throw refusal("to", `is more than ${MOST_DAYS} days after the first`);
  return [first, last];
}

const tooMany = () => refusal("bucket", `makes more than ${MOST_BUCKETS} of them: choose a longer one`);

const refusal = (path: string, message: string) =>
  new AppError("invalid_request", { issues: [{ path, message }] });
