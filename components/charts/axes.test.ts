import { expect, test } from "vitest";
import { amountAxis, labelMiddle, textWidth } from "./axes";

test("a word under the first or the last point is drawn whole", () => {
  const half = textWidth("02:00 PM") / 2;
  expect(labelMiddle(20, "02:00 PM", 390)).toBe(half);
  expect(labelMiddle(200, "02:00 PM", 390)).toBe(200);
  expect(labelMiddle(382, "02:00 PM", 390)).toBe(390 - half);
});

test("signs that are as wide as high have room", () => {
  expect(textWidth("21 Nov")).toBe(6 * 7.5);
  expect(textWidth("11月28日")).toBe(4 * 7.5 + 2 * 12);
});

test("the axis of amounts has room for the widest of them, also below zero", () => {
  const formatTick = (value: number) => `${value < 0 ? "-" : ""}$${Math.abs(value)}`;
  expect(amountAxis([-0.000012, 0, 0.000012], String).width).toBeGreaterThan(textWidth("-0.000012"));
  expect(amountAxis([-1, 0], formatTick).width).toBe(textWidth("-$1") + 12);
});
