import { expect, test } from "vitest";
import { slashAt } from "./slash";

test.each([
  ["/", 1, { start: 0, end: 1, search: "" }],
  ["/code rev", 9, { start: 0, end: 9, search: "code rev" }],
  ["/code rev", 3, { start: 0, end: 3, search: "co" }],
  ["First\n/su\nlast", 9, { start: 6, end: 9, search: "su" }],
])("in %j at %i a prompt is looked for", (text, caret, slash) => {
  expect(slashAt(text, caret)).toEqual(slash);
});

test.each([
  ["", 0],
  ["/", 0],
  ["and/or", 6],
  [" /x", 3],
  ["/x\n", 3],
  ["// a comment", 4],
  ["/ x", 3],
  [`/${"x".repeat(60)}`, 61],
])("in %j at %i none is", (text, caret) => {
  expect(slashAt(text, caret)).toBeNull();
});
