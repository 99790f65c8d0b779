import { expect, test } from "vitest";
import { isModelPattern, patternsProblem, readPatterns } from "./model-patterns";

test("a pattern is an id, or how ids of an author begin", () => {
  for (const text of [
    "acme/one",
    "acme/one:free",
    "~acme/latest",
    "acme/*",
    "acme/one-*",
    "@preset/any",
    "fusion",
  ])
    expect(isModelPattern(text), text).toBe(true);
  for (const text of [
    "",
    "*",
    "acme*",
    "*/one",
    "acme/*/x",
    "acme/**",
    "two words",
    "a/b,c/d",
    "a".repeat(201),
  ])
    expect(isModelPattern(text), text).toBe(false);
});

test("a text holds one on each line, and what is wrong with it is said", () => {
  expect(readPatterns(" acme/* \n\nacme/one, acme/two\nacme/*")).toEqual(["acme/*", "acme/one", "acme/two"]);
  expect(readPatterns("\n ")).toEqual([]);
  expect(patternsProblem(["acme/*"])).toBeNull();
  expect(patternsProblem(["acme/*", "*"])).toContain("“*”");
  expect(patternsProblem(Array.from({ length: 201 }, (_, at) => `acme/${at}`))).toBe("At most 200.");
});
