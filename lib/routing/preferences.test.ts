import { expect, test } from "vitest";
import { chainOf, PROVIDER_SLUG, sortOf, withPreference } from "./preferences";

test("a chain asks every model once", () => {
  expect(chainOf("a/a", ["b/b", "a/a", "c/c", "b/b"])).toEqual(["a/a", "b/b", "c/c"]);
});

test("a preference that says nothing is taken out", () => {
  expect(withPreference({}, "zdr", true)).toEqual({ zdr: true });
  expect(withPreference({ zdr: true, only: ["a"] }, "only", [])).toEqual({ zdr: true });
  expect(withPreference({ max_price: { prompt: 1 } }, "max_price", {})).toBeNull();
  expect(withPreference({ zdr: true }, "zdr", undefined)).toBeNull();
  expect(withPreference({}, "allow_fallbacks", false)).toEqual({ allow_fallbacks: false });
});

test.each([
  ["openai", true],
  ["google-vertex/global", true],
  ["deepinfra/bf16/priority", true],
  ["", false],
  ["two words", false],
  ["a/b/c/d", false],
  ["/a", false],
])("%j as a provider: %s", (slug, is) => {
  expect(PROVIDER_SLUG.test(slug)).toBe(is);
});

test("sorting is written in two ways", () => {
  expect(sortOf({})).toEqual({ by: null, across: false });
  expect(sortOf({ sort: "price" })).toEqual({ by: "price", across: false });
  expect(sortOf({ sort: { by: "latency" } })).toEqual({ by: "latency", across: false });
  expect(sortOf({ sort: { by: "latency", partition: "none" } })).toEqual({ by: "latency", across: true });
});
