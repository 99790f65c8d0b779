import { expect, test } from "vitest";
import { defaultSettings, RULE_KINDS, type RuleKind } from "@/lib/alerts/rules";
import { draftProblems, readThreshold, toDraft, toSettings, withThreshold } from "./rule-fields";

const begin = (kind: RuleKind) => toDraft(kind, null, "UTC");

test.each(RULE_KINDS)("a new rule of the kind %s can be saved as it comes", (kind) => {
  const draft = begin(kind);
  expect(draftProblems(kind, draft)).toEqual({});
  expect(toSettings(kind, draft)).toEqual(defaultSettings(kind));
});

test("a threshold that was typed and not added is saved, too", () => {
  const draft = { ...begin("budget_threshold"), threshold: " 65 % " };
  expect(toSettings("budget_threshold", draft)).toMatchObject({ thresholds: [50, 65, 80, 100] });
  const wrong = { ...draft, threshold: "half" };
  expect(draftProblems("budget_threshold", wrong).thresholds).toContain("whole number of percent");
});

test("thresholds are ascending and each is there once", () => {
  expect(withThreshold([50, 100], 80)).toEqual([50, 80, 100]);
  expect(withThreshold([50, 100], 50)).toEqual([50, 100]);
  expect(["0", "1001", "1.5", "-5", ""].map(readThreshold)).toEqual([null, null, null, null, null]);
});

test("what cannot be saved says why, at its field", () => {
  const threshold = begin("budget_threshold");
  expect(draftProblems("budget_threshold", { ...threshold, budgets: [], thresholds: [] })).toEqual({
    budgets: expect.stringContaining("at least one budget"),
    thresholds: expect.stringContaining("at least one threshold"),
  });
  const failing = begin("upstream_failing");
  const numbers = { percent: "101", atLeast: "20" };
  expect(draftProblems("upstream_failing", { ...failing, numbers })).toEqual({
    percent: "Write a whole number from 1 to 100.",
  });
  for (const below of ["", "five", "1e3", "123456789"])
    expect(draftProblems("low_credits", { ...begin("low_credits"), below }).below).toContain("amount");
  expect(toSettings("low_credits", { ...begin("low_credits"), below: " $12.50 " })).toEqual({
    below: "12.50",
  });
});

test("nothing of another kind is sent along", () => {
  const draft = { ...begin("budget_forecast"), threshold: "5", below: "x", timeZone: "Mars" };
  expect(toSettings("budget_forecast", draft)).toEqual({ budgets: null });
});
