import { expect, test } from "vitest";
import { isDay } from "./span-params";

test.each([
  ["2026-11-20", true],
  ["2026-02-30", false],
  ["20.11.2026", false],
  ["", false],
])("whether %s is a day", (text, is) => {
  expect(isDay(text)).toBe(is);
});
