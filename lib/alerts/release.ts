import { addDays, civilDay, cutTime, startOfCivilDay } from "@/lib/core/period";
import { DIGEST_HOUR, type Digest } from "./channels";

export type Hours = { from: string; to: string; timeZone: string };
/** What of a channel decides when it is sent to. */
export type Pace = { digest: Digest; timeZone: string; quietHours: Hours | null };

export type Release = { at: Date; heldBy: "quiet_hours" | "digest" | null };

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

/**
 * The first instant of a time of day that is after another; on a day whose clocks jump over it, the first moment after. Where
 * they are put back, a day has some times twice.
 */
function clockOn(day: number, clock: number, timeZone: string, after: Date | null = null): Date {
  const from = startOfCivilDay(day, timeZone);
  const guess = from.getTime() + clock * 60_000;
  // Between midnight and then the clocks may have been moved by up to a few hours.
  for (const shift of [0, HOUR, -HOUR, HOUR / 2, -HOUR / 2]) {
    const at = new Date(guess + shift);
    if ((after === null || at > after) && civilDay(at, timeZone) === day && minutesAt(at, timeZone) === clock)
      return at;
  }
  // Clocks are moved by whole quarters.
  let jump = guess - (guess % QUARTER);
  while (jump > from.getTime() && minutesAt(new Date(jump - QUARTER), timeZone) > clock) jump -= QUARTER;
  return new Date(jump);
}

function minutesAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, hourCycle: "h23", hour: "2-digit", minute: "2-digit" },
  }).format(at);
  return minutesOf(parts);
}

/** When quiet hours that hold at a moment end; the moment itself outside of them. */
export function afterQuiet(at: Date, hours: Hours | null): Date {
  if (hours === null) return at;
  const { timeZone } = hours;
  const [from, to, now] = [minutesOf(hours.from), minutesOf(hours.to), minutesAt(at, timeZone)];
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return at;
  const today = civilDay(at, timeZone);
  // What began in the evening ends the next morning.
  const end = clockOn(now < to ? today : addDays(today, 1), to, timeZone, at);
  return end > at ? end : new Date(at.getTime() + HOUR);
}

/** When the digest that a moment falls into is sent. */
export function digestAt(at: Date, { digest, timeZone }: Omit<Pace, "quietHours">): Date {
  if (digest === "off") return at;
  if (digest === "hourly") {
    const hours = cutTime(at, new Date(at.getTime() + 2 * HOUR), "hour", timeZone);
    return hours[1] ?? at;
  }
  const today = civilDay(at, timeZone);
  const morning = clockOn(today, DIGEST_HOUR * 60, timeZone);
  return morning > at ? morning : clockOn(addDays(today, 1), DIGEST_HOUR * 60, timeZone);
}

/** When something is let go to a channel, and what keeps it back until then. What is urgent waits for nothing. */
export function releaseOf(at: Date, pace: Pace, isUrgent: boolean): Release {
  if (isUrgent) return { at, heldBy: null };
  const due = digestAt(at, pace);
  const released = afterQuiet(due, pace.quietHours);
  if (pace.digest !== "off") return { at: released, heldBy: "digest" };
  return { at: released, heldBy: released > at ? "quiet_hours" : null };
}

/** Minutes until the next try, after the first, the second and so on; there is none after the last. */
const BACKOFF = [1, 5, 25, 60, 180];
export const MOST_ATTEMPTS = BACKOFF.length + 1;

/** When a message is tried again after so many attempts; null when it is given up. */
export function retryAt(at: Date, attempts: number, quietHours: Hours | null): Date | null {
  const minutes = BACKOFF[attempts - 1];
  return minutes === undefined ? null : afterQuiet(new Date(at.getTime() + minutes * 60_000), quietHours);
}
