import { expect, test } from "vitest";
import { rangeOf, weightsWith, widthAfter } from "./pane-widths";

const fits = { widths: [400, 400, 400], shown: 1200, least: 320 };
const scrolled = { widths: [320, 320, 320, 320], shown: 1000, least: 320 };

test("in a row that fits, a pane takes from the next one and leaves it what it needs", () => {
  expect(rangeOf(fits, 0)).toEqual({ least: 320, most: 480, of: 800 });
  expect(weightsWith(fits, 0, 460)).toEqual([1.15, 0.85, 1]);
  expect(weightsWith(fits, 0, 900)).toEqual([1.2, 0.8, 1]);
  expect(weightsWith(fits, 1, 0)).toEqual([1, 0.8, 1.2]);
});

test("weights that follow from others add up to the number of panes", () => {
  const uneven = { ...fits, widths: [333.4, 546.6, 320] };
  for (const width of [320, 401.3, 560]) {
    const weights = weightsWith(uneven, 0, width);
    expect(weights.reduce((all, weight) => all + weight, 0)).toBeCloseTo(3, 3);
    expect(weights[2]).toBe(0.8);
  }
});

test("in a row that is scrolled, a pane grows alone, up to all that is in view", () => {
  expect(rangeOf(scrolled, 1)).toEqual({ least: 320, most: 1000, of: 1000 });
  expect(weightsWith(scrolled, 1, 480)).toEqual([1, 1.5, 1, 1]);
  expect(weightsWith(scrolled, 1, 2000)).toEqual([1, 3.125, 1, 1]);
  expect(weightsWith({ ...scrolled, widths: [320, 480, 320, 320] }, 1, 0)).toEqual([1, 1, 1, 1]);
});

test("where there is no room to give, nothing moves", () => {
  const tight = { widths: [320.3, 319.7], shown: 640, least: 320 };
  expect(rangeOf(tight, 0)).toEqual({ least: 320, most: 320, of: 640 });
  expect(weightsWith(tight, 0, 600)).toEqual([1, 1]);
});

test("keys move by steps and to the ends", () => {
  const range = rangeOf(fits, 0);
  const after = (key: string, far = false) => widthAfter(key, far, 400, range);
  expect([after("ArrowLeft"), after("ArrowRight"), after("Home"), after("End")]).toEqual([
    376, 424, 320, 480,
  ]);
  expect([after("ArrowLeft", true), after("ArrowRight", true)]).toEqual([304, 496]);
  expect(after("Tab")).toBeUndefined();
});
