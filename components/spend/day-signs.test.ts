import { expect, test } from "vitest";
import { sheetToCsv } from "@/components/charts/sheet";
import { parseUsd as usd } from "@/lib/core/money";
import type { Anomaly } from "@/lib/spend/outlook-api";
import { daysToJudge, showsDays, withAnomalies, withExpected } from "./day-signs";
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
  expect(showsDays(overview({ bucket: "week" }), "cost", {})).toBe(false);
  expect(showsDays(seen, "cost", { key: { exclude: false, values: [null] } })).toBe(false);
});

test("a day that stands out says why, in its tooltip and in files; days of another clock do not", () => {
  const anomaly: Anomaly = {
    ...{ day: "2026-11-20", running: false, cost: usd("3"), usual: usd("1"), threshold: usd("2") },
    ...{ from: first, to: second },
    causes: [{ dimension: "key", key: "k", label: "nightly", cost: usd("2.5"), usual: usd("0.5") }],
  };
  const mark = "Far above the usual $1.00. Mostly key nightly ($2.00 more than usual).";
  const marked = withAnomalies(sheet, [anomaly]);
  expect(marked.rows.map((row) => row.mark)).toEqual([mark, undefined]);
  expect(sheetToCsv(marked)).toContain(`day,note\r\n2026-11-20T00:00:00.000Z,${mark}\r\n`);
  const elsewhere = withAnomalies(sheet, [{ ...anomaly, from: new Date("2026-11-20T01:00Z") }]);
  expect(elsewhere.rows.map((row) => row.mark)).toEqual([undefined, undefined]);
});

test("what today has cost is part of what is expected of it", () => {
  const guess = { expected: usd("1"), low: usd("0.5"), high: usd("2") };
  const foreseen = withExpected(sheet, seen.buckets, [
    { from: first, ...guess },
    { from: second, ...guess },
  ]);
  expect(foreseen.rows.map((row) => row.expected)).toEqual([
    { expected: usd("4"), low: usd("3.5"), high: usd("5") },
    guess,
  ]);
  expect(sheetToCsv(foreseen)).toContain("2026-11-21T00:00:00.000Z,1,0.5,2\r\n");
});

test("every day of a view is judged, whatever the clocks do", () => {
  const of = (from: string, now: string, bucket: "day" | "hour" = "day") =>
    daysToJudge({ bucket, from: new Date(from) }, Date.parse(now));
  expect(of("2026-11-20T00:00Z", "2026-11-21T00:00Z")).toBe(31);
  // Thirty days, all but a minute.
  expect(of("2026-10-22T23:00Z", "2026-11-21T22:59Z")).toBe(31);
  expect(of("2026-10-01T00:00Z", "2026-11-21T00:00Z")).toBe(92);
  expect(of("2025-11-22T00:00Z", "2026-11-21T23:59Z")).toBe(365);
  expect(of("2025-11-22T00:00Z", "2026-11-21T23:59Z", "hour")).toBe(31);
});
