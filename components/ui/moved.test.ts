import { expect, test } from "vitest";
import { moved } from "./moved";

test.each([
  [0, 2, "bca"],
  [2, 0, "cab"],
  [1, 1, "abc"],
  [0, 9, "bca"],
  [5, 0, "abc"],
])("from %i to %i", (from, to, order) => {
  expect(moved(["a", "b", "c"], from, to).join("")).toBe(order);
});
