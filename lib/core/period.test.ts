import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  atClock,
  civilDay,
  clockText,
  cutTime,
  isTimeZone,
  lastDays,
  lastHours,
  mondayOf,
  nameOfZone,
  startOfCivilDay,
} from "./period";

const HOUR = 3_600_000;
const iso = (dates: Date[]) => dates.map((date) => date.toISOString());
const lengths = (dates: Date[]) =>
  dates.slice(1).map((date, index) => (date.getTime() - (dates[index]?.getTime() ?? 0)) / HOUR);
const localDay = (date: Date, timeZone: string) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone }).format(date);
const localMinute = (date: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en", { timeZone, minute: "numeric" }).format(date);

test("knows a zone from a fancy", () => {
  expect(["UTC", "Europe/Berlin", "Asia/Kathmandu"].every(isTimeZone)).toBe(true);
  expect(["", "Mars/Olympus", "'; drop table", "Europe/Berlin "].some(isTimeZone)).toBe(false);
});

test("a zone has one name", () => {
  expect(nameOfZone("europe/berlin")).toBe("Europe/Berlin");
  expect(nameOfZone("Etc/UTC")).toBe("UTC");
});

describe("what clocks show", () => {
  test("leads to an instant and back, also where clocks are half an hour apart or change", () => {
    const zone = fc.constantFrom(
      "UTC",
      "Asia/Kolkata",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/New_York",
    );
    const minute = fc
      .integer({ min: Date.parse("2026-01-01") / 60_000, max: Date.parse("2027-12-31") / 60_000 })
      .map((minutes) => new Date(minutes * 60_000));
    fc.assert(
      fc.property(minute, zone, (instant, timeZone) => {
        const text = clockText(instant, timeZone);
        const first = atClock(text, timeZone);
        expect(first && clockText(first, timeZone)).toBe(text);
        // Of an hour that comes twice it is the first.
        expect(instant.getTime() - Number(first)).toBeOneOf([0, HOUR / 2, HOUR]);
      }),
    );
  });

  test("is the first of two instants, and as much later as clocks jump", () => {
    const at = (text: string) => atClock(text, "Europe/Berlin")?.toISOString();
    expect(at("2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(at("2026-03-29T02:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(at("2026-03-29T12:00")).toBe("2026-03-29T10:00:00.000Z");
    expect(atClock("2026-11-21T00:15", "Asia/Kolkata")?.toISOString()).toBe("2026-11-20T18:45:00.000Z");
    expect(atClock("", "UTC")).toBeNull();
  });
});

describe("days", () => {
  test("include today and end with it", () => {
    expect(iso(lastDays(new Date("2026-11-21T05:19:18.123Z"), 3, "UTC"))).toEqual([
      "2026-11-19T00:00:00.000Z",
      "2026-11-20T00:00:00.000Z",
      "2026-11-21T00:00:00.000Z",
      "2026-11-22T00:00:00.000Z",
    ]);
  });

  test("are those of the place, not of UTC", () => {
    const now = new Date("2026-11-21T05:19:18Z");
    expect(iso(lastDays(now, 1, "America/Los_Angeles"))).toEqual([
      "2026-11-20T08:00:00.000Z",
      "2026-11-21T08:00:00.000Z",
    ]);
    expect(iso(lastDays(now, 1, "Asia/Kathmandu"))).toEqual([
      "2026-11-20T18:15:00.000Z",
      "2026-11-21T18:15:00.000Z",
    ]);
    expect(iso(lastDays(now, 1, "Pacific/Kiritimati"))).toEqual([
      "2026-11-20T10:00:00.000Z",
      "2026-11-21T10:00:00.000Z",
    ]);
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T12:00:00Z", 23],
    ["Europe/Berlin", "2026-10-25T12:00:00Z", 25],
    ["America/New_York", "2026-11-01T17:00:00Z", 25],
    ["Australia/Lord_Howe", "2026-10-04T02:00:00Z", 23.5],
    ["Australia/Lord_Howe", "2026-04-05T02:00:00Z", 24.5],
    // Clocks jump over midnight here: the day has no 00:00.
    ["Africa/Cairo", "2026-04-24T12:00:00Z", 23],
    ["America/Santiago", "2026-09-06T15:00:00Z", 23],
    // And fall back at midnight: 23:00 comes twice, on the day before.
    ["America/Havana", "2026-11-01T15:00:00Z", 25],
  ])("of %s on %s last %d hours", (timeZone, now, hours) => {
    expect(lengths(lastDays(new Date(now), 1, timeZone))).toEqual([hours]);
  });

  test("skip the day that Samoa skipped", () => {
    const days = lastDays(new Date("2012-01-01T00:00:00Z"), 4, "Pacific/Apia");
    expect(days.slice(0, -1).map((day) => localDay(day, "Pacific/Apia"))).toEqual([
      "2011-12-29",
      "2011-12-31",
      "2012-01-01",
    ]);
  });
});

describe("hours", () => {
  test("include the current one, on the half hour where clocks run so", () => {
    const now = new Date("2026-11-21T05:19:18Z");
    expect(iso(lastHours(now, 2, "Asia/Kolkata"))).toEqual([
      "2026-11-21T03:30:00.000Z",
      "2026-11-21T04:30:00.000Z",
      "2026-11-21T05:30:00.000Z",
    ]);
  });

  test("are of equal length through a change of the clocks", () => {
    const hours = lastHours(new Date("2026-10-25T12:00:00Z"), 24, "Europe/Berlin");
    expect(hours).toHaveLength(25);
    expect(new Set(lengths(hours))).toEqual(new Set([1]));
  });
});

describe("cuts", () => {
  const cut = (from: string, to: string, bucket: "hour" | "day" | "week" | "month", timeZone: string) =>
    cutTime(new Date(from), new Date(to), bucket, timeZone);

  test("weeks begin on the Mondays of the place, and what is cut begins and ends where it does", () => {
    // Clocks go forward on Sunday, the 29th of March.
    expect(iso(cut("2026-03-25T23:00:00Z", "2026-04-08T22:00:00Z", "week", "Europe/Berlin"))).toEqual([
      "2026-03-25T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
      "2026-04-05T22:00:00.000Z",
      "2026-04-08T22:00:00.000Z",
    ]);
  });

  test("months begin on their first, in winter and in summer", () => {
    expect(iso(cut("2026-02-09T18:15:00Z", "2026-05-02T18:15:00Z", "month", "Asia/Kathmandu"))).toEqual([
      "2026-02-09T18:15:00.000Z",
      "2026-02-28T18:15:00.000Z",
      "2026-03-31T18:15:00.000Z",
      "2026-04-30T18:15:00.000Z",
      "2026-05-02T18:15:00.000Z",
    ]);
    const months = cut("2026-01-01T05:00:00Z", "2027-01-01T05:00:00Z", "month", "America/New_York");
    expect(months).toHaveLength(13);
    expect(months.every((month) => localDay(month, "America/New_York").endsWith("-01"))).toBe(true);
  });

  test("a beginning on a boundary is cut once, and a whole piece is one", () => {
    expect(cut("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", "week", "UTC")).toHaveLength(2);
    expect(cut("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "month", "UTC")).toHaveLength(2);
    expect(cut("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "hour", "UTC")).toHaveLength(2);
  });

  test("hours where clocks shift by half of one", () => {
    const hours = cut("2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z", "hour", "Australia/Lord_Howe");
    expect(lengths(hours).reduce((sum, length) => sum + length)).toBe(23.5);
    expect(lengths(hours).every((length) => length === 1 || length === 0.5)).toBe(true);
  });

  test("the day that Samoa skipped is no piece of its own", () => {
    const days = cut("2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "day", "Pacific/Apia");
    expect(days.slice(0, -1).map((day) => localDay(day, "Pacific/Apia"))).toEqual([
      "2011-12-29",
      "2011-12-31",
      "2012-01-01",
    ]);
  });

  test("days of the calendar count without clocks", () => {
    const day = civilDay(new Date("2026-03-28T23:30:00Z"), "Europe/Berlin");
    expect(new Date(day).toISOString()).toBe("2026-03-29T00:00:00.000Z");
    expect(startOfCivilDay(day, "Europe/Berlin").toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfCivilDay(addDays(day, 1), "Europe/Berlin").toISOString()).toBe("2026-03-29T22:00:00.000Z");
    expect(new Date(mondayOf(day)).toISOString().slice(0, 10)).toBe("2026-03-23");
    expect(new Date(addMonths(day, -1)).toISOString().slice(0, 10)).toBe("2026-02-01");
    expect(new Date(addMonths(day, 10)).toISOString().slice(0, 10)).toBe("2027-01-01");
  });
});

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "America/Santiago",
  "Africa/Casablanca",
];

test("anywhere and at any time, days start days, hours start hours, without gap or overlap", () => {
  const when = fc.date({ min: new Date("2015-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(when, fc.constantFrom(...ZONES), (now, timeZone) => {
      const days = lastDays(now, 30, timeZone);
      expect(days).toHaveLength(31);
      expect(now >= (days[29] ?? now) && now < (days[30] ?? now)).toBe(true);
      for (const day of days) {
        expect(localDay(new Date(day.getTime() - 1), timeZone) < localDay(day, timeZone)).toBe(true);
      }
      // Consecutive names, told by a calendar that knows nothing of zones.
      const names = days.map((day) => localDay(day, timeZone));
      const next = (name: string) =>
        new Date(Date.parse(`${name}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
      expect(names.slice(1)).toEqual(names.slice(0, -1).map(next));

      const hours = lastHours(now, 24, timeZone);
      expect(hours).toHaveLength(25);
      expect(now >= (hours[23] ?? now) && now < (hours[24] ?? now)).toBe(true);
      expect(lengths(hours).every((length) => length > 0 && length <= 1.5)).toBe(true);
      expect(
        hours.slice(0, 24).every((hour) => ["0", "00", "30"].includes(localMinute(hour, timeZone))),
      ).toBe(true);
    }),
    { numRuns: 100 },
  );
});
