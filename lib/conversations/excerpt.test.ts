import { expect, test } from "vitest";
import { excerptOf } from "./excerpt";

test.each([
  ["all of it", { before: false, after: false }, "all of it"],
  ["xplain it in great deta", { before: true, after: true }, "…it in great…"],
  ["explain it in great deta", { before: false, after: true }, "explain it in great…"],
  [
    "onelongwordthathasnospaceatallforsolong",
    { before: true, after: true },
    "…onelongwordthathasnospaceatallforsolong…",
  ],
])("of %j, cut %j, is shown %j", (piece, cut, shown) => {
  expect(excerptOf(piece, cut)).toBe(shown);
});
