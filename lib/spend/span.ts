import { type Bucket, cutTime, nameOfZone } from "@/lib/core/period";
import { type AskedSpan, endsOfSpan, spanRefusal } from "@/lib/core/span";
import { QUARTER } from "./cover";

type Asked = AskedSpan & { bucket?: Bucket | undefined };

/** What time figures are asked for, and how it is cut. */
export type Span = {
  /** By its own name. */
  timeZone: string;
  bucket: Bucket;
  /** The beginning of each bucket, then the end of the last. */
  boundaries: Date[];
  /** Where the time begins that this one is compared with: as long before it as has passed of it, in begun quarters of an hour. */
  beforeFrom: Date | null;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_BUCKETS = 400;
/** A bucket's usual length, and the longest time that is cut into such ones unasked. A day of 25 hours is one. */
const LENGTHS: Record<Bucket, { length: number; upTo: number }> = {
  hour: { length: HOUR, upTo: 50 * HOUR },
  day: { length: DAY, upTo: 92.5 * DAY },
  week: { length: 7 * DAY, upTo: 400.5 * DAY },
  month: { length: 30 * DAY, upTo: Number.POSITIVE_INFINITY },
};

/** @throws AppError `invalid_request` for a zone, days or buckets that cannot be */
export function spanOf(asked: Asked, now: Date): Span {
  const [from, to] = endsOfSpan(asked, now);
  const timeZone = nameOfZone(asked.timeZone);
  const length = to.getTime() - from.getTime();
  const bucket = asked.bucket ?? suiting(length);
  if (length / LENGTHS[bucket].length > MOST_BUCKETS + 1) throw tooMany();
  const boundaries = cutTime(from, to, bucket, timeZone);
  if (boundaries.length - 1 > MOST_BUCKETS) throw tooMany();
  // What begins with a quarter is read from roll-ups alone.
  const passed = Math.ceil((Math.min(now.getTime(), to.getTime()) - from.getTime()) / QUARTER) * QUARTER;
  return { timeZone, bucket, boundaries, beforeFrom: passed > 0 ? new Date(from.getTime() - passed) : null };
}

const suiting = (length: number): Bucket =>
  (["hour", "day", "week"] as const).find((bucket) => length <= LENGTHS[bucket].upTo) ?? "month";

const tooMany = () => spanRefusal("bucket", `makes more than ${MOST_BUCKETS} of them: choose a longer one`);
