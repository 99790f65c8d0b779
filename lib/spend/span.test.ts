import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { spanOf } from "./span";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const iso = (dates: readonly (Date | undefined | null)[]) => dates.map((date) => date?.toISOString());
const ask = (asked: Partial<Parameters<typeof spanOf>[0]>) =>
  spanOf({ span: "30d", timeZone: "Europe/Berlin", ...asked }, NOW);
const endsOf = (asked: Partial<Parameters<typeof spanOf>[0]>) => {
  const { boundaries, beforeFrom } = ask(asked);
  return iso([beforeFrom, boundaries[0], boundaries.at(-1)]);
};

describe("spans", () => {
  test("begin and end with the days of the place, and are compared with as long before as has passed, in begun quarters of an hour", () => {
    expect(endsOf({ span: "7d" })).toEqual([
      "2026-11-08T16:30:00.000Z",
      "2026-11-14T23:00:00.000Z",
      "2026-11-21T23:00:00.000Z",
    ]);
    expect(endsOf({ span: "today", timeZone: "Asia/Kathmandu" })).toEqual([
      "2026-11-20T07:00:00.000Z",
      "2026-11-20T18:15:00.000Z",
      "2026-11-21T18:15:00.000Z",
    ]);
    expect(endsOf({ span: "month" }).slice(1)).toEqual([
      "2026-10-31T23:00:00.000Z",
      "2026-11-30T23:00:00.000Z",
    ]);
    // Over the change of the clocks; all of it has passed.
    expect(endsOf({ span: "last-month" })).toEqual([
      "2026-08-30T21:00:00.000Z",
      "2026-09-30T22:00:00.000Z",
      "2026-10-31T23:00:00.000Z",
    ]);
  });

  test("may be given by their first and last day, also of years with a leap day, and ahead of now", () => {
    expect(endsOf({ from: "2024-02-28", to: "2024-02-29", timeZone: "UTC" }).slice(1)).toEqual([
      "2024-02-28T00:00:00.000Z",
      "2024-03-01T00:00:00.000Z",
    ]);
    expect(ask({ from: "2026-12-01", to: "2026-12-02" }).beforeFrom).toBeNull();
  });
});

test.each([
  [{ span: "24h" }, "hour", 24],
  [{ span: "today" }, "hour", 24],
  [{ from: "2026-10-24", to: "2026-10-25" }, "hour", 49],
  [{ span: "7d" }, "day", 7],
  [{ span: "90d" }, "day", 90],
  [{ span: "365d" }, "week", 53],
  [{ from: "2025-01-01", to: "2026-12-31" }, "month", 24],
  [{ span: "90d", bucket: "month" }, "month", 4],
] as const)("%j is cut into pieces of a %s", (asked, bucket, pieces) => {
  const span = ask(asked);
  expect([span.bucket, span.boundaries.length - 1]).toEqual([bucket, pieces]);
});

test("a zone goes by its own name", () => {
  expect(ask({ timeZone: "europe/berlin" }).timeZone).toBe("Europe/Berlin");
});

test.each([
  [{ timeZone: "Mars/Olympus" }, "timeZone"],
  [{ timeZone: "UTC\0" }, "timeZone"],
  [{ from: "2026-01-01" }, "to"],
  [{ to: "2026-01-01" }, "from"],
  [{ from: "2026-01-02", to: "2026-01-01" }, "to"],
  [{ from: "0001-01-01", to: "2026-01-01" }, "from"],
  [{ from: "2026-01-01", to: "9999-12-31" }, "from"],
  [{ from: "2001-01-01", to: "2026-01-01" }, "to"],
  [{ span: "30d", bucket: "hour" }, "bucket"],
  [{ from: "2024-01-01", to: "2026-01-01", bucket: "day" }, "bucket"],
] as const)("%j is refused", (asked, path) => {
  const refused = (() => {
    try {
      return ask(asked);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: "invalid_request", details: { issues: [{ path }] } });
});
