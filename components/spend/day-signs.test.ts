import { expect, test } from "vitest";
import { sheetToCsv } from "@/components/charts/sheet";
import { parseUsd as usd } from "@/lib/core/money";
import type { Anomaly } from "@/lib/spend/outlook-api";
import { daysToForesee, daysToJudge, showsDays, withAnomalies, withExpected } from "./day-signs";
import { groupSheet } from "./overview-sheets";
import { figures, overview } from "./testing";

const [first, second] = [new Date("2026-11-20T00:00Z"), new Date("2026-11-21T00:00Z")];
const seen = overview({
  buckets: [
    { start: first, figures: figures({ cost: usd("3") }) },
    { start: second, figures: figures() },
  ],
});
const sheet = groupSheet(seen, "cost", new Map(), {});

test("only what whole days cost can be unusual", () => {
  expect(showsDays(seen, "cost", {})).toBe(true);
  expect(showsDays(seen, "latency", {})).toBe(true);
  expect(showsDays(seen, "tokens", {})).toBe(false);
  expect(showsDays(overview({ bucket: "week" }), "cost", {})).toBe(true);
  expect(showsDays(overview({ bucket: "hour" }), "cost", {})).toBe(false);
  expect(showsDays(seen, "cost", { key: { exclude: false, values: [null] } })).toBe(false);
});

test("a day that stands out says why, in its tooltip and in files; days of another clock do not", () => {
  const anomaly: Anomaly = {
    ...{ day: "2026-11-20", running: false, cost: usd("3"), usual: usd("1"), threshold: usd("2") },
    ...{ from: first, to: second },
    causes: [{ dimension: "key", key: "k", label: "nightly", cost: usd("2.5"), usual: usd("0.5") }],
  };
  const mark = "Far above the usual $1.00. Mostly key nightly ($2.00 more than usual).";
  const marked = withAnomalies(sheet, [anomaly], seen);
  expect(marked.rows.map((row) => row.mark)).toEqual([mark, undefined]);
  expect(sheetToCsv(marked)).toContain(`day,note\r\n2026-11-20T00:00:00.000Z,${mark}\r\n`);
  const elsewhere = withAnomalies(sheet, [{ ...anomaly, from: new Date("2026-11-20T01:00Z") }], seen);
  expect(elsewhere.rows.map((row) => row.mark)).toEqual([undefined, undefined]);
});

test("what today has cost is part of what is expected of it", () => {
  const guess = { expected: usd("1"), low: usd("0.5"), high: usd("2") };
  const ahead = [
    { from: first, ...guess },
    { from: second, ...guess },
  ];
  const forecast = { kind: "forecast" as const, days: 20, ...guess, ahead };
  const foreseen = withExpected(sheet, seen, { spent: usd("3"), forecast });
  expect(foreseen.rows.map((row) => row.expected)).toEqual([
    { expected: usd("4"), low: usd("3.5"), high: usd("5") },
    guess,
  ]);
  expect(sheetToCsv(foreseen)).toContain("2026-11-21T00:00:00.000Z,1,0.5,2\r\n");
});

test("a week or month that is not over shows what it is expected to come to, if all that is to come lies in it", () => {
  const weeks = overview({
    ...{ bucket: "week", from: new Date("2026-11-09T00:00Z"), to: new Date("2026-11-23T00:00Z") },
    buckets: ["2026-11-09T00:00Z", "2026-11-16T00:00Z"].map((start) => ({
      ...{ start: new Date(start), figures: figures({ cost: usd("2") }) },
    })),
  });
  const guess = { expected: usd("7"), low: usd("6"), high: usd("9") };
  const from = (start: string) => ({
    ...{ kind: "forecast" as const, days: 20, ...guess },
    ahead: [{ from: new Date(start), ...guess }],
  });
  const plain = groupSheet(weeks, "cost", new Map(), {});
  const expectedOf = (start: string) =>
    withExpected(plain, weeks, { spent: usd("4"), forecast: from(start) }).rows.map(
      ({ expected }) => expected,
    );
  expect(expectedOf("2026-11-20T00:00Z")).toEqual([
    undefined,
    { expected: usd("5"), low: usd("4"), high: usd("7") },
  ]);
  expect(expectedOf("2026-11-15T00:00Z")).toEqual([undefined, undefined]);
  const tooFew = { kind: "too_little" as const, days: 1, needed: 14 };
  expect(withExpected(plain, weeks, { spent: usd("4"), forecast: tooFew })).toBe(plain);
});

test("what is not over is foreseen, in whole days of its own zone", () => {
  const of = (from: string, to: string, timeZone: string) =>
    daysToForesee({ from: new Date(from), to: new Date(to), timeZone }, "2026-11-21");
  expect(of("2026-11-20T18:30Z", "2026-11-21T18:30Z", "Asia/Kolkata")).toEqual({
    ...{ from: "2026-11-21", to: "2026-11-21", timeZone: "Asia/Kolkata" },
  });
  expect(of("2026-11-20T13:00Z", "2026-11-21T13:00Z", "UTC")).toBeNull();
  expect(of("2026-11-01T00:00Z", "2026-11-21T00:00Z", "UTC")).toBeNull();
});

test("the week or month that holds such days is marked, and names them", () => {
  const weeks = overview({
    ...{ bucket: "week", to: new Date("2026-11-23T00:00Z") },
    buckets: ["2026-11-09T00:00Z", "2026-11-16T00:00Z"].map((start) => ({
      ...{ start: new Date(start), figures: figures() },
    })),
  });
  const on = (day: string): Anomaly => ({
    ...{ day, from: new Date(`${day}T00:00Z`), to: new Date(`${day}T23:59Z`), running: false },
    ...{ cost: usd("3"), usual: usd("1"), threshold: usd("2"), causes: [] },
  });
  const days = ["2026-11-23", "2026-11-22", "2026-11-16"].map(on);
  const [before, holding] = withAnomalies(groupSheet(weeks, "cost", new Map(), {}), days, weeks).rows;
  expect(before?.mark).toBeUndefined();
  expect(holding?.mark).toMatch(/16.*: Far above the usual \$1\.00\. .* 22.*: Far above/);
  expect(holding?.mark).not.toContain("23");
});

test("the days of a view that have begun are judged, in its own zone, and no more than can be asked for", () => {
  const of = (from: string, to: string, today: string, timeZone = "UTC") =>
    daysToJudge({ timeZone, from: new Date(from), to: new Date(to) }, today);
  const today = "2026-11-21";
  expect(of("2026-10-23T00:00Z", "2026-11-22T00:00Z", today)).toEqual({ days: 30, last: "2026-11-21" });
  expect(of("2026-11-01T00:00Z", "2026-12-01T00:00Z", today)).toEqual({ days: 21, last: "2026-11-21" });
  expect(of("2026-01-01T00:00Z", "2026-02-01T00:00Z", today)).toEqual({ days: 31, last: "2026-01-31" });
  // Over the change of the clocks.
  const berlin = of("2026-09-30T22:00Z", "2026-10-31T23:00Z", today, "Europe/Berlin");
  expect(berlin).toEqual({ days: 31, last: "2026-10-31" });
  expect(of("2024-11-22T00:00Z", "2026-11-22T00:00Z", today)).toEqual({ days: 365, last: "2026-11-21" });
  expect(of("2027-01-01T00:00Z", "2027-02-01T00:00Z", today)).toEqual({ days: 1, last: "2027-01-01" });
});
