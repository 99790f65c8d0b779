import { expect, test } from "vitest";
import { dayOf, expiresAt } from "./expiry";

const NOW = new Date(2026, 10, 20, 12);

test("a span counts from now, never is never", () => {
  expect(expiresAt({ choice: "never", day: "2020-01-01" }, NOW)).toBeNull();
  expect(expiresAt({ choice: "30d", day: "" }, NOW)?.getTime()).toBe(NOW.getTime() + 30 * 86_400_000);
  expect(expiresAt({ choice: "90d", day: "" }, NOW)?.getTime()).toBe(NOW.getTime() + 90 * 86_400_000);
});

test("a date lasts to its end by the viewer's clock, today as well", () => {
  expect(expiresAt({ choice: "date", day: "2026-11-20" }, NOW)).toEqual(new Date(2026, 10, 20, 23, 59, 59));
  expect(expiresAt({ choice: "date", day: "2027-02-28" }, NOW)).toEqual(new Date(2027, 1, 28, 23, 59, 59));
});

test.each(["", "2026-11-19", "2026-13-01", "2026-02-31x", "12026-01-01", "soon"])(
  "%j is no date to come",
  (day) => {
    expect(expiresAt({ choice: "date", day }, NOW)).toBeUndefined();
  },
);

test("an instant becomes the day that it falls on here, and comes back", () => {
  const end = expiresAt({ choice: "date", day: "2027-01-05" }, NOW);
  expect(end && dayOf(end)).toBe("2027-01-05");
});
