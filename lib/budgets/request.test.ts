import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { BudgetChange, BudgetRequest } from "./request";

const base = { scope: { type: "workspace" }, limit: "1.00", period: "monthly" };

test("a budget is hard and in UTC unless it says otherwise", () => {
  expect(BudgetRequest.parse(base)).toEqual({
    ...{ scope: { type: "workspace" }, limit: parseUsd("1"), period: "monthly" },
    ...{ timeZone: "UTC", hard: true },
  });
});

test.each([
  { limit: 1 },
  { limit: "-1" },
  { limit: "1e3" },
  { limit: "0.0000000000001" },
  { limit: "100000000" },
  { period: "yearly" },
  { timeZone: "Mars/Olympus" },
  { scope: { type: "workspace", id: "me" } },
  { scope: { type: "key" } },
  { scope: { type: "tag", id: " " } },
  { scope: { type: "tag", id: "x".repeat(65) } },
  { scope: { type: "tag", id: "night\u200bly" } },
  { spent: "0" },
  { stoppedAt: null },
])("%j is refused", (more) => {
  expect(BudgetRequest.safeParse({ ...base, ...more }).success).toBe(false);
});

test("a change names something, and nothing that is counted", () => {
  expect(BudgetChange.safeParse({}).success).toBe(false);
  expect(BudgetChange.safeParse({ spent: "0" }).success).toBe(false);
  expect(BudgetChange.parse({ raise: null })).toEqual({ raise: null });
  expect(BudgetChange.safeParse({ was: { hard: true } }).success).toBe(false);
  expect(BudgetChange.safeParse({ hard: false, was: { spent: "0" } }).success).toBe(false);
});
