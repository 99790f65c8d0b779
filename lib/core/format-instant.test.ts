import { expect, test } from "vitest";
import { formatAge, formatDay, formatDays, formatInstant } from "./format-instant";

const now = new Date("2026-11-21T12:00:00Z");
const where = { locale: "en-GB", timeZone: "UTC" };

test.each([
  ["2026-11-21T11:59:30Z", "just now"],
  ["2026-11-21T11:56:00Z", "4 min ago"],
  ["2026-11-21T09:00:00Z", "3 h ago"],
  ["2026-11-21T12:30:00Z", "30 min from now"],
  ["2026-11-19T09:05:00Z", "19 Nov, 09:05"],
  ["2025-11-19T09:05:00Z", "19 Nov 2025, 09:05"],
])("%s reads %s", (instant, written) => {
  expect(formatInstant(new Date(instant), now, where)).toBe(written);
});

test("what is as of this morning has a time in the chosen zone, what is older has its date", () => {
  const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
  expect(formatAge(now, new Date("2026-11-21T20:00:00Z"), berlin)).toBe("13:00");
  expect(formatAge(now, new Date("2026-11-24T12:00:00Z"), berlin)).toBe("21 Nov, 13:00");
});

test("a day stays that day wherever it is read", () => {
  expect(formatDay("2026-12-31", { locale: "en-GB" })).toBe("31 Dec 2026");
});

test("days from one to another say once what they share", () => {
  const days = (first: string, last: string) =>
    formatDays(new Date(first), new Date(last), { locale: "en-GB" }).replaceAll("\u2009", " ");
  expect(days("2026-03-12T08:00Z", "2026-06-04T20:00Z")).toBe("12 Mar – 4 Jun 2026");
  expect(days("2026-03-12T08:00Z", "2026-03-12T20:00Z")).toBe("12 Mar 2026");
});
