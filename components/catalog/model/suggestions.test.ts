import { expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import { suggestions } from "./suggestions";

const MODELS = ["ai21/jamba-large-1.7", "anthropic/claude-haiku-4.5", "openai/gpt-4.1"].map((id) =>
  catalogModel(id, { name: id }),
);

test.each([
  ["foo/bar", []],
  ["anthropic/claude-haiku-9", ["anthropic/claude-haiku-4.5"]],
  // Of nobody known, or of nobody at all.
  ["acme/gpt-4.1", ["openai/gpt-4.1"]],
  ["haiku", ["anthropic/claude-haiku-4.5"]],
])("%s may have meant %j", (id, meant) => {
  expect(suggestions(id, MODELS)).toEqual(meant);
});
