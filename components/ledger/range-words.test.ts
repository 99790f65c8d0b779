import { expect, test } from "vitest";
import { describeRange, readRange } from "./range-words";

test("what is typed is a range when both ends are figures, the smaller one first", () => {
  expect(readRange("cost", { min: " 0.01 ", max: "" })).toEqual({ min: "0.01", max: null });
  expect(readRange("ttft", { min: "9", max: "10" })).toEqual({ min: "9", max: "10" });
  for (const [name, min, max] of [
    ["cost", "2", "1.5"],
    ["cost", "$1", ""],
    ["ttft", "1.5", ""],
    ["tokens", "", "-1"],
    ["duration", "12345678901", ""],
  ] as const)
    expect(readRange(name, { min, max }), `${name} ${min} ${max}`).toBeNull();
});

test("a range is told with its unit, and an open end by its sign", () => {
  expect(describeRange("cost", { min: "0.01", max: null })?.short).toBe("Cost ≥ $0.01");
  expect(describeRange("ttft", { min: null, max: "500" })?.short).toBe("Time to first token ≤ 500 ms");
  expect(describeRange("tokens", { min: "1", max: "2" })?.short).toBe("Tokens 1 – 2");
  expect(describeRange("tokens", { min: null, max: null })).toBeNull();
});
