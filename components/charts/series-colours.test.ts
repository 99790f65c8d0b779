import { expect, test } from "vitest";
import { assignColours } from "./series-colours";

const keys = (count: number) => Array.from({ length: count }, (_, index) => `m/${index}`);
const hue = (number: number) => `var(--color-chart-${number})`;

test("a series keeps the colour of its first use, whatever else is shown and in whatever order", () => {
  const firstUse = keys(6);
  expect(assignColours(firstUse, ["m/4", "m/1"])).toEqual(
    new Map([
      ["m/1", hue(2)],
      ["m/4", hue(5)],
    ]),
  );
  expect(assignColours(firstUse, ["m/1", "m/0", "m/4"]).get("m/4")).toBe(hue(5));
});

test("two that want one colour get two, and the older keeps it", () => {
  const colours = assignColours(keys(14), ["m/12", "m/2", "m/3"]);
  expect([colours.get("m/2"), colours.get("m/3"), colours.get("m/12")]).toEqual([hue(3), hue(4), hue(5)]);
});

test("new series are coloured as if they had just been remembered", () => {
  const before = assignColours(keys(2), ["new/b", "m/0", "new/a"]);
  const after = assignColours([...keys(2), "new/b", "new/a"], ["new/b", "m/0", "new/a"]);
  expect([before.get("new/b"), new Set(before.values()).size]).toEqual([hue(3), 3]);
  expect(after.get("new/b")).toBe(before.get("new/b"));
});

test("more series than colours still all have one", () => {
  expect(assignColours([], keys(12)).size).toBe(12);
});
