import fc from "fast-check";
import { expect, test } from "vitest";
import { barBoundaries, LONGEST } from "./bars";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T12:34:56.789Z");
const instant = fc.integer({ min: Date.parse("2025-01-01"), max: Date.parse("2027-12-31") });

test("bars cover the time without gaps, and are neither few nor many", () => {
  const zone = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe");
  const length = fc.integer({ min: 1, max: 40 * 24 * HOUR });
  fc.assert(
    fc.property(instant, length, zone, (begin, long, timeZone) => {
      const [from, to] = [new Date(begin), new Date(begin + long)];
      const bounds = barBoundaries({ from, to, timeZone, now }).map(Number);
      const start = Math.max(begin, begin + long - LONGEST);
      const [first = 0, second = 0] = bounds;
      expect(first).toBeLessThanOrEqual(start);
      expect(second).toBeGreaterThan(start);
      expect(bounds.at(-2)).toBeLessThan(begin + long);
      expect(bounds.at(-1)).toBeGreaterThanOrEqual(begin + long);
      expect(bounds).toEqual(bounds.toSorted((left, right) => left - right));
      expect(new Set(bounds).size).toBe(bounds.length);
      expect(bounds.length).toBeLessThan(175);
    }),
    { numRuns: 200 },
  );
});

test("without a time asked for, it is the last day until now", () => {
  const bounds = barBoundaries({ timeZone: "UTC", now });
  expect(bounds.length).toBe(98);
  expect(bounds[0]).toEqual(new Date("2026-11-19T12:30:00.000Z"));
  expect(bounds.at(-1)).toEqual(new Date("2026-11-20T12:45:00.000Z"));
});

test("a day that is an hour short still leaves no gap at the beginning", () => {
  const asked = { from: new Date("2026-03-13T22:00:00.001Z"), to: new Date("2026-04-02T22:00:00.001Z") };
  const [first] = barBoundaries({ ...asked, timeZone: "Europe/Berlin", now });
  expect(first).toEqual(new Date("2026-03-12T23:00Z"));
});

test("days are those of the time zone, and a time that is empty or lies ahead has one bar", () => {
  const asked = { from: new Date("2026-10-20T22:00Z"), to: new Date("2026-10-31T23:00Z") };
  const bounds = barBoundaries({ ...asked, timeZone: "Europe/Berlin", now });
  expect(bounds[0]).toEqual(asked.from);
  expect(bounds.at(-1)).toEqual(asked.to);
  expect(bounds.length).toBe(12);
  expect(barBoundaries({ from: now, to: now, timeZone: "UTC", now }).length).toBe(2);
  expect(barBoundaries({ from: new Date(Number(now) + HOUR), timeZone: "UTC", now }).length).toBe(2);
});
