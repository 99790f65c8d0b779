import { expect, test } from "vitest";
import type { Budget } from "@/lib/budgets/api";
import { formatDecimal, parseUsd, ZERO } from "@/lib/core/money";
import { atThisRate, budgetName, readAmount, resetWords } from "./budget-words";

const now = new Date("2026-11-10T00:00:00.000Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

const budget = (changes: Partial<Budget> = {}): Budget => ({
  id: "1",
  scope: { type: "workspace", id: null, name: null },
  ...{ limit: parseUsd("10"), raise: null, period: "monthly", timeZone: "UTC", hard: true },
  ...{
    spent: parseUsd("3"),
    held: ZERO,
    left: parseUsd("7"),
    stoppedAt: null,
    refusedAt: null,
    refusedAmount: null,
    largestHold: null,
    createdAt: now,
  },
  ...{ startsAt: new Date("2026-11-01T00:00:00.000Z"), resetsAt: new Date("2026-12-01T00:00:00.000Z") },
  ...changes,
});

test.each([
  [null, null],
  [later(20_000), "resets in a moment"],
  [later(61 * MINUTE), "resets in 61 min"],
  [later(47 * HOUR), "resets in 47 h"],
  [later(11 * DAY + 5 * HOUR), "resets in 11 days"],
])("%s is told as %s", (resetsAt, words) => {
  expect(resetWords(resetsAt, now)).toBe(words);
});

test("what a period comes to is told once enough of it is over", () => {
  const expected = atThisRate(budget(), now);
  expect(expected && formatDecimal(expected)).toBe("10");
  expect(atThisRate(budget(), new Date("2026-11-02T00:00:00.000Z"))).toBeNull();
  expect(atThisRate(budget({ resetsAt: null }), now)).toBeNull();
});

test("a budget is called what it is for, and by its id where that has no name any more", () => {
  expect(budgetName(budget())).toBe("Workspace");
  expect(budgetName(budget({ scope: { type: "key", id: "7", name: "nightly" } }))).toBe("nightly");
  expect(budgetName(budget({ scope: { type: "key", id: "7", name: null } }))).toBe("7");
});

test("an amount is read as people write one", () => {
  expect(["25", " $0.50 ", "1.000000000001"].map((text) => readAmount(text))).toEqual(
    ["25", "0.5", "1.000000000001"].map(parseUsd),
  );
  for (const text of ["", "-1", "1e3", "1,5", "0.0000000000001", "123456789"])
    expect(readAmount(text)).toBeNull();
});
