// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";

const ITEM = "patchbay.pane-widths";
const A = { key: "new 1", paneId: null, model: "acme/a" };
const B = { key: "new 2", paneId: null, model: "acme/b" };
const C = { key: "c", paneId: "c", model: "acme/c" };
const D = { key: "d", paneId: "d", model: "acme/d" };

/** As a page that was just loaded has them. */
async function loaded() {
  vi.resetModules();
  return import("./pane-weights");
}

beforeEach(() => sessionStorage.clear());

test("panes keep their weights as they go on record, and over a reload from then on", async () => {
  const before = await loaded();
  before.setWeights([A, B], [1.2, 0.8]);
  expect(sessionStorage.getItem(ITEM)).toBeNull();
  const onRecord = [
    { ...A, paneId: "a" },
    { ...B, paneId: "b" },
  ];
  expect(onRecord.map(before.weightOf)).toEqual([1.2, 0.8]);
  const after = await loaded();
  expect(["a", "b"].map((id) => after.weightOf({ key: id, paneId: id }))).toEqual([1.2, 0.8]);
  expect(after.weightOf(A)).toBe(1);
});

test("panes of a conversation that has not begun keep their weights over a reload", async () => {
  const first = await loaded();
  first.setWeights(first.placesOf([A, B], false), [1.2, 0.8]);
  // Moved, and so at other places in the address.
  first.keepEarly(first.placesOf([B, A], false));
  const second = await loaded();
  const again = [
    { ...B, key: "new 7" },
    { ...A, key: "new 8" },
  ];
  expect(second.placesOf(again, false).map(second.weightOf)).toEqual([0.8, 1.2]);
  expect(second.placesOf([A, B], false).map(second.weightOf)).toEqual([1, 1]);

  // Made alike again, they stay so.
  second.forgetWeights(second.placesOf(again, false));
  const third = await loaded();
  expect(third.placesOf(again, false).map(third.weightOf)).toEqual([1, 1]);
});

test("once they are on record nothing is kept for the next conversation", async () => {
  const { setWeights, placesOf, keepEarly, weightOf } = await loaded();
  setWeights(placesOf([A, B], false), [1.2, 0.8]);
  const onRecord = placesOf(
    [
      { ...A, paneId: "a" },
      { ...B, paneId: "b" },
    ],
    false,
  );
  expect(onRecord.map(weightOf)).toEqual([1.2, 0.8]);
  keepEarly(onRecord);
  const next = await loaded();
  expect(next.placesOf([A, B], false).map(next.weightOf)).toEqual([1, 1]);
  expect(next.placesOf([C, D], false).map(next.weightOf)).toEqual([1, 1]);
});

test("a pane that goes takes its weight along, and leaves those of others", async () => {
  const { setWeights, forgetWeights } = await loaded();
  setWeights([C, D], [1.5, 0.5]);
  forgetWeights([C]);
  const { weightOf } = await loaded();
  expect([C, D].map(weightOf)).toEqual([1, 0.5]);
});

test("while models are hidden it is places that are wide, whichever pane stands there", async () => {
  const { setWeights, placesOf, weightOf } = await loaded();
  setWeights(placesOf([C, D], false), [1.5, 0.5]);
  expect(placesOf([C, D], true).map(weightOf)).toEqual([1, 1]);
  setWeights(placesOf([C, D], true), [0.9, 1.1]);
  expect(placesOf([D, C], true).map(weightOf)).toEqual([0.9, 1.1]);
  expect(placesOf([D, C], false).map(weightOf)).toEqual([0.5, 1.5]);
});

test("what a browser kept wrongly counts as nothing", async () => {
  for (const kept of ["{", '{"c":"wide"}', '{"c":-1}', "[]"]) {
    sessionStorage.setItem(ITEM, kept);
    const { weightOf } = await loaded();
    expect(weightOf({ key: "c", paneId: "c" })).toBe(1);
  }
});
