import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterQuiet, digestAt, MOST_ATTEMPTS, releaseOf, retryAt } from "./release";

const when = (text: string) => new Date(`${text}Z`);
const NIGHT = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };

describe("quiet hours", () => {
  test.each([
    // Berlin is an hour ahead of UTC in winter.
    ["2026-11-20T20:59", "2026-11-20T20:59"],
    ["2026-11-20T21:00", "2026-11-21T06:00"],
    ["2026-11-20T23:30", "2026-11-21T06:00"],
    ["2026-11-21T05:59", "2026-11-21T06:00"],
    ["2026-11-21T06:00", "2026-11-21T06:00"],
    // The night in which clocks are put back has an hour more, the one in which they are put forward an hour less.
    ["2026-10-24T21:00", "2026-10-25T06:00"],
    ["2026-03-28T22:00", "2026-03-29T05:00"],
  ])("what comes at %s goes at %s", (at, expected) => {
    expect(afterQuiet(when(at), NIGHT)).toEqual(when(expected));
  });

  test.each([
    // Berlin goes from 2:00 to 3:00, Santiago from midnight to 1:00.
    ["Europe/Berlin", "02:40", "2026-03-29T00:30", "2026-03-29T01:00"],
    ["America/Santiago", "00:30", "2026-09-06T03:50", "2026-09-06T04:00"],
  ])("in %s an end at %s that the clocks jump over is the moment after", (timeZone, to, at, expected) => {
    expect(afterQuiet(when(at), { from: "22:00", to, timeZone })).toEqual(when(expected));
  });

  test("an end that is twice in a night ends what is quiet then", () => {
    // Berlin is at 2:00 to 3:00 twice on that day.
    const hours = { from: "22:00", to: "02:30", timeZone: "Europe/Berlin" };
    expect(afterQuiet(when("2026-10-25T00:15"), hours)).toEqual(when("2026-10-25T00:30"));
    expect(afterQuiet(when("2026-10-25T00:45"), hours)).toEqual(when("2026-10-25T00:45"));
    expect(afterQuiet(when("2026-10-25T01:15"), hours)).toEqual(when("2026-10-25T01:30"));
  });

  test("within a day, and none at all", () => {
    const noon = { from: "12:00", to: "13:30", timeZone: "UTC" };
    expect(afterQuiet(when("2026-11-20T12:10"), noon)).toEqual(when("2026-11-20T13:30"));
    expect(afterQuiet(when("2026-11-20T11:59"), noon)).toEqual(when("2026-11-20T11:59"));
    expect(afterQuiet(when("2026-11-20T12:10"), null)).toEqual(when("2026-11-20T12:10"));
  });

  test("whenever it is, what is let go is let go outside of them, within a day and never before", () => {
    const clock = fc
      .integer({ min: 0, max: 1_439 })
      .map(
        (minutes) =>
          `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`,
      );
    const zones = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "Asia/Kathmandu",
      "Pacific/Auckland",
      "America/St_Johns",
    );
    const instants = fc.date({
      min: when("2026-01-01T00:00"),
      max: when("2027-01-01T00:00"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, clock, clock, zones, (at, from, to, timeZone) => {
        fc.pre(from !== to);
        const hours = { from, to, timeZone };
        const released = afterQuiet(at, hours);
        expect(released >= at).toBe(true);
        expect(released.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        // Clocks that are put back have one time of day twice, and the second may be quiet again.
        expect(afterQuiet(released, hours).getTime() - released.getTime()).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe("digests", () => {
  test("hourly ones go at the hour, daily ones at nine of their zone", () => {
    const at = when("2026-11-20T12:10");
    expect(digestAt(at, { digest: "off", timeZone: "UTC" })).toEqual(at);
    expect(digestAt(at, { digest: "hourly", timeZone: "UTC" })).toEqual(when("2026-11-20T13:00"));
    expect(digestAt(at, { digest: "hourly", timeZone: "Asia/Kathmandu" })).toEqual(when("2026-11-20T12:15"));
    expect(digestAt(at, { digest: "daily", timeZone: "Europe/Berlin" })).toEqual(when("2026-11-21T08:00"));
    expect(digestAt(when("2026-11-20T07:59"), { digest: "daily", timeZone: "Europe/Berlin" })).toEqual(
      when("2026-11-20T08:00"),
    );
  });

  test("a digest waits for quiet hours, too, and what is urgent for neither", () => {
    const pace = { digest: "hourly", timeZone: "UTC", quietHours: NIGHT } as const;
    const at = when("2026-11-20T22:10");
    expect(releaseOf(at, pace, false)).toEqual({ at: when("2026-11-21T06:00"), heldBy: "digest" });
    expect(releaseOf(at, { ...pace, digest: "off" }, false)).toEqual({
      ...{ at: when("2026-11-21T06:00"), heldBy: "quiet_hours" },
    });
    expect(releaseOf(at, pace, true)).toEqual({ at, heldBy: null });
  });
});

test("a message is tried six times, later and later, and not in quiet hours", () => {
  const at = when("2026-11-20T12:00");
  const waits = Array.from({ length: MOST_ATTEMPTS }, (_, index) => {
    const next = retryAt(at, index + 1, null);
    return next && (next.getTime() - at.getTime()) / 60_000;
  });
  expect(waits).toEqual([1, 5, 25, 60, 180, null]);
  expect(retryAt(when("2026-11-20T20:59"), 1, NIGHT)).toEqual(when("2026-11-21T06:00"));
});
