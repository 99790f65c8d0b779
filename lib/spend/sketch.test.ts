import fc from "fast-check";
import { expect, test } from "vitest";
import { addSketch, BAR_WIDTH, ERROR, LAST_BAR, NO_SKETCH, percentile, readCodes } from "./sketch";

/** As the database counts. */
const barOf = (figure: number) => Math.min(LAST_BAR, Math.max(0, Math.ceil(Math.log(figure) / BAR_WIDTH)));
const sketchOf = (figures: readonly number[]) =>
  figures.map((figure) => readCodes(String(512 + barOf(figure)))).reduce(addSketch, NO_SKETCH);
const exact = (figures: readonly number[], share: number) =>
  figures.toSorted((left, right) => left - right)[Math.max(1, Math.ceil(share * figures.length)) - 1] ?? 0;

test("of nothing there is no percentile", () => {
  expect(percentile(NO_SKETCH, 0.5)).toBeNull();
});

test("whatever the figures, a percentile is off by no more than it says, also after adding up", () => {
  const figures = fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 60 });
  const share = fc.constantFrom(0.05, 0.5, 0.95);
  fc.assert(
    fc.property(figures, figures, share, (some, others, at) => {
      const sketch = addSketch(sketchOf(some), sketchOf(others));
      const truth = exact([...some, ...others], at);
      expect(Math.abs((percentile(sketch, at) ?? 0) - truth)).toBeLessThanOrEqual(truth * ERROR * (1 + 1e-9));
    }),
  );
});

test("histograms are read as the database writes them, and added up", () => {
  const code = (count: number, bar: number) => count * 512 + bar;
  const text = [code(1, 0), code(4_194_303, LAST_BAR), code(2, 7), code(3, 7)].join();
  expect([...readCodes(text).entries()].filter(([, count]) => count > 0)).toEqual([
    [0, 1],
    [7, 5],
    [LAST_BAR, 4_194_303],
  ]);
});

test("nothing that was counted before changes by adding it to nothing", () => {
  const some = sketchOf([5, 7]);
  addSketch(addSketch(NO_SKETCH, some), sketchOf([9]));
  expect([...some]).toEqual([...sketchOf([5, 7])]);
  expect(NO_SKETCH).toHaveLength(0);
});
