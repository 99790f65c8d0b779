import { expect, test } from "vitest";
import { nameLifts } from "./name-lifts";

const point = (x: number, y: number, before = false) => ({ x, y, before, width: 80 });

test("names stand beside their points as long as none meet", () => {
  expect(nameLifts([point(50, 100), point(300, 100, true), point(60, 130)])).toEqual([0, 0, 0]);
});

test("of two that would meet at one height the other stands above", () => {
  expect(nameLifts([point(50, 100), point(200, 100, true)])).toEqual([0, 15]);
});

test("no name lies on a point", () => {
  expect(nameLifts([point(50, 100), point(100, 102, true)])).toEqual([15, -15]);
});

test("where there is no room around a point it has no name", () => {
  expect(nameLifts([0, 1, 2, 3].map((x) => point(50 + x, 100)))).toEqual([0, 15, -15, null]);
});
