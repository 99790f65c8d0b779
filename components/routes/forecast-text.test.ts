import { expect, test } from "vitest";
import { formatDuration } from "@/lib/core/format-measures";
import { formatChance, formatRange } from "./forecast-text";

test.each([
  [0, "0 %"],
  [1, "100 %"],
  [0.9999999, "> 99.999 %"],
  [0.0000001, "< 0.001 %"],
  [0.99991, "99.991 %"],
  [0.975, "97.5 %"],
  [0.075, "7.5 %"],
  [0.00123, "0.123 %"],
  [0.5, "50 %"],
])("a chance of %f is %s", (chance, said) => {
  expect(formatChance(chance)).toBe(said);
});

test("a range has two ends where they differ, and none where nothing is known", () => {
  expect(formatRange({ low: 400, high: 1200 }, formatDuration)).toBe("400 ms–1.2 s");
  expect(formatRange({ low: 400, high: 400.2 }, formatDuration)).toBe("400 ms");
  expect(formatRange(null, formatDuration)).toBe("—");
});
