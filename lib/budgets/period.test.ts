import fc from "fast-check";
import { expect, test } from "vitest";
import { periodAt } from "./period";

const ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "America/Santiago"];
const HOUR = 3_600_000;

/** What the calendar on the wall says, by another way than the code's. */
function wallOf(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    dateStyle: "full",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  return (instant: Date) => readWall(format, instant);
}

function readWall(format: Intl.DateTimeFormat, instant: Date) {
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { weekday: parts.weekday, day: Number(parts.day), month: parts.month, hour: Number(parts.hour) };
}

test.each(ZONES)(
  "over 400 days in %s every period begins where the last one ended, and where the calendar says",
  (timeZone) => {
    const wall = wallOf(timeZone);
    for (const period of ["daily", "weekly", "monthly"] as const) {
      const first = new Date("2026-01-15T09:30:00.000Z");
      let current = periodAt(period, timeZone, first);
      let starts = 0;
      for (let day = 1; day <= 400; day++) {
        const at = new Date(first.getTime() + day * 24 * HOUR);
        const found = periodAt(period, timeZone, at);
        if (found.startsAt.getTime() !== current.startsAt.getTime()) {
          starts += 1;
          expect(found.startsAt).toEqual(current.endsAt);
          const began = wall(found.startsAt);
          const eve = wall(new Date(found.startsAt.getTime() - 1));
          // Where clocks jump over midnight the day begins with the jump.
          expect(began.hour).toBeLessThanOrEqual(1);
          expect(began.day).not.toBe(eve.day);
          if (period === "weekly") expect(began.weekday).toBe("Monday");
          if (period === "monthly") expect(began.day).toBe(1);
        }
        expect(found.startsAt.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(found.endsAt?.getTime()).toBeGreaterThan(at.getTime());
        current = found;
      }
      expect(starts).toBe({ daily: 400, weekly: 57, monthly: 13 }[period]);
    }
  },
);

test("every instant is in one period, and a period is the same for all that is in it", () => {
  const period = fc.constantFrom("daily" as const, "weekly" as const, "monthly" as const);
  const instant = fc.date({ min: new Date("2006-01-01"), max: new Date("2036-01-01"), noInvalidDate: true });
  // The clocks of St John's were once put back at a minute past midnight, and Samoa left out a day.
  const zone = fc.constantFrom(...ZONES, "Pacific/Apia", "Asia/Gaza", "America/Havana", "Asia/Kathmandu");
  fc.assert(
    fc.property(
      period,
      zone,
      instant,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (kind, timeZone, at, part) => {
        const { startsAt, endsAt } = periodAt(kind, timeZone, at);
        const [from, to] = [startsAt.getTime(), endsAt?.getTime() ?? Number.NaN];
        expect(from).toBeLessThanOrEqual(at.getTime());
        expect(to).toBeGreaterThan(at.getTime());
        const within = new Date(Math.min(to - 1, Math.floor(from + (to - from) * part)));
        expect(periodAt(kind, timeZone, within)).toEqual({ startsAt, endsAt });
      },
    ),
    { numRuns: 200 },
  );
});

test("a total never begins anew", () => {
  expect(periodAt("total", "UTC", new Date("2026-11-20"))).toEqual({ startsAt: new Date(0), endsAt: null });
});
