import { expect, test } from "vitest";
import { dynamicVariants, endpointIdOf, findModel, stripVariant } from "./find-model";

test.each([
  ["acme/one", "acme/one"],
  ["acme/one:nitro", "acme/one"],
  ["acme/one:floor", "acme/one"],
  ["acme/one:exacto", "acme/one"],
  ["acme/one:online", "acme/one"],
  ["acme/one:free", "acme/one:free"],
  ["acme/one:thinking:online", "acme/one:thinking"],
  ["acme/one:free:online:nitro", "acme/one:free"],
  ["~acme/latest:nitro", "~acme/latest"],
  ["acme/nitro", "acme/nitro"],
  ["", ""],
])("%j is listed as %j", (id, listed) => expect(stripVariant(id)).toBe(listed));

test("tells which variants were dynamic", () => {
  expect(dynamicVariants("acme/one:free:online:nitro")).toEqual(["online", "nitro"]);
  expect(dynamicVariants("acme/nitro")).toEqual([]);
});

const ROWS = [{ id: "acme/one" }, { id: "acme/one:free" }, { id: "acme/two:nitro" }, { id: "acme/two" }];

test.each([
  ["acme/one:online", "acme/one"],
  ["acme/one:free:online", "acme/one:free"],
  // Should a variant get a row of its own one day, that row counts.
  ["acme/two:nitro", "acme/two:nitro"],
  ["acme/three", undefined],
  ["ACME/one", undefined],
])("%s is found as %s", (id, found) => expect(findModel(ROWS, id)?.id).toBe(found));

const DATED = [
  { id: "~acme/latest", canonicalSlug: "acme/one-20260928", aliasTarget: "acme/one-20260928" },
  { id: "acme/one:free", canonicalSlug: "acme/one-20260928", aliasTarget: null },
  { id: "acme/one", canonicalSlug: "acme/one-20260928", aliasTarget: null },
  { id: "~acme/lost", canonicalSlug: "~acme/lost", aliasTarget: "acme/nowhere" },
];

test("a dated name is the plain model's, whatever shares it", () => {
  expect(findModel(DATED, "acme/one-20260928")?.id).toBe("acme/one");
  expect(findModel(DATED, "acme/one-20260928:online")?.id).toBe("acme/one");
  expect(findModel([{ id: "acme/bare" }], "undefined")).toBeNull();
});

test.each([
  ["acme/one:nitro", "acme/one"],
  ["acme/one:free", "acme/one:free"],
  ["acme/one-20260928", "acme/one"],
  ["~acme/latest", "acme/one"],
  ["~acme/lost", "acme/nowhere"],
  ["acme/unlisted:floor", "acme/unlisted"],
])("the endpoints of %s are listed under %s", (id, listed) => expect(endpointIdOf(DATED, id)).toBe(listed));
