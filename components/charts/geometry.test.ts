import { expect, test } from "vitest";
import { axisTicks, boxPath, labelledPlaces, logTicks, markPath, rangeTicks, stackPaths } from "./geometry";

test.each([
  [4, [0, 1, 2, 3, 4]],
  [4.1, [0, 2, 4, 6]],
  [0.0093, [0, 0.0025, 0.005, 0.0075, 0.01]],
  [0.3, [0, 0.1, 0.2, 0.3]],
  [1234, [0, 500, 1000, 1500]],
  [1e-9, [0, 2.5e-10, 5e-10, 7.5e-10, 1e-9]],
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
])("an axis up to %d has round marks", (most, ticks) => {
  expect(axisTicks(most)).toEqual(ticks);
});

test.each([
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [9, [0, 5, 10]],
])("of whole things up to %d there are no halves", (most, ticks) => {
  expect(axisTicks(most, { whole: true })).toEqual(ticks);
});

test.each([
  [-1, 3, [-1, 0, 1, 2, 3]],
  [-3, 0, [-3, -2, -1, 0]],
  [0, 4, [0, 1, 2, 3, 4]],
])("an axis from %d to %d has round marks and a zero", (least, most, ticks) => {
  expect(rangeTicks(least, most)).toEqual(ticks);
});

test("series stand on one another, one path each, and nothing is drawn for nothing", () => {
  const bands = [
    { left: 0, width: 8 },
    { left: 10, width: 8 },
  ];
  const paths = stackPaths(
    [
      [1, 0],
      [2, 4],
      [0, 0],
    ],
    bands,
    (value) => 100 - value * 10,
  );
  expect(paths).toEqual(["M0 100V90h8V100z", "M0 90V70h8V90zM10 100V60h8V100z", ""]);
});

test("boxes reach from one height to another, and marks float above their bars", () => {
  const bands = [0, 10, 20].map((left) => ({ left, width: 8 }));
  const y = (value: number) => 100 - value * 10;
  expect(boxPath([[1, 3], null, [2, 2]], bands, y)).toBe("M0 90V70h8V90z");
  expect(markPath([null, 4], bands, y)).toBe("M9.5 56h9l-4.5 -7z");
});

test.each([
  [
    [0.0003, 0.02],
    [0.0001, 0.001, 0.01, 0.1],
  ],
  [[0.001], [0.001, 0.01]],
  [
    [0.002, 0.003],
    [0.001, 0.01],
  ],
  [[], [1, 10]],
])("a logarithmic axis for %j has powers of ten", (figures, ticks) => {
  expect(logTicks(figures)).toEqual(ticks);
});

test("labels are at equal distances, as many as there is room for, and the last one is among them", () => {
  expect(labelledPlaces(7, 20)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(labelledPlaces(7, 3)).toEqual([0, 3, 6]);
  expect(labelledPlaces(365, 10)).toHaveLength(10);
  expect(labelledPlaces(365, 10).at(-1)).toBe(364);
  expect(labelledPlaces(5, 0)).toEqual([4]);
  expect(labelledPlaces(0, 10)).toEqual([]);
});
