import { expect, test } from "vitest";
import { narrowTo } from "./narrow-to";

const own = (asked: Parameters<typeof narrowTo>[1]) => narrowTo("me", asked).member;
const ME = { exclude: false, values: ["me"] };
const NOBODY = { exclude: false, values: ["nobody"] };

test("whoever may see all gets what they asked for", () => {
  const asked = { member: { exclude: false, values: ["other"] } };
  expect(narrowTo(undefined, asked)).toBe(asked);
});

test("whoever may see their own gets that, and of others nothing", () => {
  expect(own({})).toEqual(ME);
  expect(own({ member: { exclude: false, values: ["other", "me"] } })).toEqual(ME);
  expect(own({ member: { exclude: true, values: ["other", null] } })).toEqual(ME);
  expect(own({ member: { exclude: false, values: ["other"] } })).toEqual(NOBODY);
  expect(own({ member: { exclude: false, values: [null] } })).toEqual(NOBODY);
  expect(own({ member: { exclude: true, values: ["me"] } })).toEqual(NOBODY);
});

test("all else stays", () => {
  const model = { exclude: true, values: ["acme/a"] };
  expect(narrowTo("me", { model, limit: 3 })).toMatchObject({ model, limit: 3 });
});
