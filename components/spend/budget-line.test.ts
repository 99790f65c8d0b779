import { expect, test } from "vitest";
import { lineHeight } from "@/components/charts/sheet";
import type { Budget } from "@/lib/budgets/api";
import { parseUsd as usd } from "@/lib/core/money";
import { budgetLine } from "./budget-line";
import { groupSheet } from "./overview-sheets";
import { figures, overview } from "./testing";

const NOW = new Date("2026-11-20T12:00Z");
const aBudget = (changes: Partial<Budget> = {}): Budget => ({
  ...{ id: "1", limit: usd("300"), raise: null, period: "monthly", timeZone: "UTC", hard: true },
  scope: { type: "workspace", id: null, name: null },
  ...{
    spent: usd("0"),
    held: usd("0"),
    left: usd("300"),
    refusedAt: null,
    refusedAmount: null,
    largestHold: null,
    stoppedAt: null,
    createdAt: NOW,
  },
  ...{ startsAt: new Date("2026-11-01"), resetsAt: new Date("2026-12-01") },
  ...changes,
});
const november = overview({
  buckets: Array.from({ length: 30 }, (_, day) => ({
    ...{ start: new Date(Date.UTC(2026, 10, 1 + day)), figures: figures() },
  })),
});
const [month, other] = [
  { isMonth: true, now: NOW },
  { isMonth: false, now: NOW },
];

test("bars that are periods of a budget are measured against all of it, by its own clock", () => {
  const daily = aBudget({ period: "daily", limit: usd("20") });
  expect(budgetLine(november, [daily], other)).toEqual({ label: "Daily budget", amount: usd("20") });
  expect(budgetLine({ ...november, timeZone: "Asia/Tokyo" }, [daily], other)).toBeNull();
  expect(budgetLine({ ...november, bucket: "week" }, [daily], other)).toBeNull();
  const written = aBudget({ timeZone: "europe/berlin" });
  const months = overview({ bucket: "month", timeZone: "Europe/Berlin" });
  expect(budgetLine(months, [written], other)).toEqual({ label: "Monthly budget", amount: usd("300") });
});

test("each day of this month has an even share of the month's budget and its raise, days of other times none", () => {
  const raise = { amount: usd("30"), until: new Date("2026-12-01") };
  const share = { label: "Monthly budget, an even share a day", amount: usd("11") };
  expect(budgetLine(november, [aBudget({ raise })], month)).toEqual(share);
  expect(budgetLine(november, [aBudget()], other)).toBeNull();
  expect(budgetLine(november, [aBudget({ period: "total", resetsAt: null })], month)).toBeNull();
});

test("of several budgets the least hard one counts, and none that is not for everything", () => {
  const [soft, hard, more] = [
    aBudget({ period: "daily", hard: false, limit: usd("1") }),
    aBudget({ period: "daily", limit: usd("2") }),
    aBudget({ period: "daily", limit: usd("3") }),
  ];
  expect(budgetLine(november, [soft, more, hard, aBudget()], month)?.amount).toBe(usd("2"));
  const ofKey = aBudget({ period: "daily", scope: { type: "key", id: "k", name: "k" } });
  expect(budgetLine(november, [ofKey], month)).toBeNull();
});

test("a line far above all bars is not drawn, since they would be flat", () => {
  const point = (cost: string) => ({ cost: usd(cost), unknown: 0, generations: 1, tokens: 0, failed: 0 });
  const series = [{ key: "acme/a", label: "acme/a", points: [point("10"), point("1")] }];
  const sheet = groupSheet(overview({ series }), "cost", new Map(), {});
  const height = (amount: string) =>
    lineHeight({ ...sheet, line: { label: "Daily budget", amount: usd(amount) } });
  expect(height("30")).toBe(30);
  expect(height("31")).toBeNull();
  expect(lineHeight(sheet)).toBeNull();
});
