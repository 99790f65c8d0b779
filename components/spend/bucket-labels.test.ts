import { expect, test } from "vitest";
import { daysOf, daysText, longLabel, shortLabel } from "./bucket-labels";

const day = { bucket: "day", timeZone: "Asia/Kathmandu" } as const;
const hour = { bucket: "hour", timeZone: "Europe/Berlin" } as const;

test("a bar is named by the clock of its report, not of this machine", () => {
  const start = new Date("2026-11-20T18:15:00Z");
  expect(shortLabel(start, day, "en-GB")).toBe("21 Nov");
  expect(longLabel(start, day, "en-GB")).toBe("Sat, 21 Nov 2026");
  expect(shortLabel(new Date("2026-11-20T18:00:00Z"), hour, "en-GB")).toBe("19:00");
});

test("the hour that comes twice has two names", () => {
  const [first, second] = ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"].map((text) =>
    longLabel(new Date(text), hour, "en-GB"),
  );
  expect(first).not.toBe(second);
});

test("weeks are named by their first day, months by their name", () => {
  const start = new Date("2026-11-29T18:15:00Z");
  expect(longLabel(start, { ...day, bucket: "week" }, "en-GB")).toBe("Week from Mon, 30 Nov 2026");
  expect(shortLabel(start, { ...day, bucket: "month" }, "en-GB")).toBe("Nov 2026");
});

test("a time is told by its first and last day there, and its end is not in it", () => {
  const [from, to] = [new Date("2026-10-27T18:15:00Z"), new Date("2026-11-20T18:15:00Z")];
  expect(daysOf(from, to, "Asia/Kathmandu")).toEqual({ from: "2026-10-28", to: "2026-11-20" });
  expect(daysOf(from, to, "UTC")).toEqual({ from: "2026-10-27", to: "2026-11-20" });
  expect(daysText(from, to, "Asia/Kathmandu", "en-GB")).toMatch(/^28 Oct\s*–\s*20 Nov 2026$/);
});
