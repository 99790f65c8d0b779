import { expect, test } from "vitest";
import { isModelAllowed } from "./allowed-models";

test("without a list everything is allowed", () => {
  expect(isModelAllowed(null, "acme/one")).toBe(true);
  expect(isModelAllowed([], "acme/one")).toBe(false);
});

test.each<[model: string, patterns: string[], allowed: boolean]>([
  ["acme/one", ["acme/one"], true],
  ["acme/one", ["acme/on"], false],
  ["Acme/One", ["acme/one"], false],
  ["acme/one:nitro", ["acme/one"], true],
  ["acme/one:free", ["acme/one"], false],
  ["acme/one:free:online", ["acme/one:free"], true],
  ["acme/one", ["acme/*"], true],
  ["acme/one:free", ["acme/*"], true],
  ["acme-labs/one", ["acme/*"], false],
  ["notacme/one", ["acme/*"], false],
  ["~acme/latest", ["acme/*"], false],
  ["~acme/latest", ["~acme/*"], true],
  ["acme/one-2", ["acme/one*"], true],
  ["acme/two", ["acme/one*"], false],
  // What a preset asks is written in the account, where nobody sees it.
  ["acme/one@preset/any", ["acme/*"], false],
  ["@preset/any", ["acme/*"], false],
  ["@preset/any", ["@preset/any"], true],
  // A star stands for the end of ids, nowhere else for anything.
  ["acme/one", ["*"], true],
  ["acme/.*", ["acme/.*"], true],
  ["acme/xx", ["acme/.*"], false],
])("%s by %j: %s", (model, patterns, allowed) => {
  expect(isModelAllowed(patterns, model)).toBe(allowed);
});
