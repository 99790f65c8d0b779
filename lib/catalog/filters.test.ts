import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { choicesOf, countFilters, type ModelFilters, NO_FILTERS, passes } from "./filters";
import { listingOf } from "./listing";
import { catalogModel as model, perMillion } from "./testing";

const models = [
  model("acme/plain"),
  model("acme/dear", {
    prices: perMillion("3", "15"),
    contextLength: 200_000,
    inputModalities: ["text", "image", "file"],
    supportedParameters: ["tools", "structured_outputs"],
  }),
  model("labs/thinks", {
    reasoning: { mandatory: true, defaultEnabled: null, efforts: null, defaultEffort: null },
  }),
  model("labs/gift:free", { isFree: true, prices: perMillion("0", "0") }),
  // Billed in another way: a zero in the row is not what it costs.
  model("labs/by-the-hour", { prices: perMillion("0", "0") }),
  model("openrouter/auto", { kind: "router", prices: {}, contextLength: null }),
  model("acme/night:batch", { kind: "batch" }),
  model("acme/paints", { outputModalities: ["image"] }),
  model("acme/draws", { outputModalities: ["text", "image"] }),
  model("acme/silent", { outputModalities: [] }),
];
const through = (filters: Partial<ModelFilters>) =>
  listingOf(models)
    .filter((listed) => passes(listed, { ...NO_FILTERS, ...filters }, new Set(["acme/dear"])))
    .map(({ model: { id } }) => id.slice(id.indexOf("/") + 1));

test("without a filter: all that can be chatted with", () => {
  expect(through({})).toEqual([
    "plain",
    "dear",
    "thinks",
    "gift:free",
    "by-the-hour",
    "auto",
    "draws",
    "silent",
  ]);
});

test("batch rows and those that write no text come when they are asked for", () => {
  expect(through({ batch: true })).toContain("night:batch");
  expect(through({ outputs: ["image"] })).toEqual(["paints", "draws"]);
  expect(through({ outputs: ["image", "text"] })).toEqual(["draws"]);
});

test("a ceiling keeps out what costs more, and what nobody knows", () => {
  expect(through({ maxInput: parseUsd("1") })).toEqual(["plain", "thinks", "gift:free", "draws", "silent"]);
  expect(through({ maxOutput: parseUsd("1.999999999999") })).toEqual(["gift:free"]);
  expect(through({ maxInput: parseUsd("3"), maxOutput: parseUsd("15") })).toContain("dear");
  expect(through({ free: true })).toEqual(["gift:free"]);
});

test("each quality asked for must be there; of authors any will do", () => {
  expect(through({ minContext: 200_000 })).toEqual(["dear"]);
  expect(through({ inputs: ["image", "file"] })).toEqual(["dear"]);
  expect(through({ features: ["tools", "json"] })).toEqual(["dear"]);
  expect(through({ zeroRetention: true })).toEqual(["dear"]);
  expect(through({ features: ["reasoning"] })).toEqual(["thinks"]);
  expect(through({ features: ["reasoning", "tools"] })).toEqual([]);
  expect(through({ authors: ["labs", "openrouter"] })).toEqual([
    "thinks",
    "gift:free",
    "by-the-hour",
    "auto",
  ]);
});

test("says how many are set, and what there is to choose from", () => {
  expect(countFilters(NO_FILTERS)).toBe(0);
  expect(countFilters({ ...NO_FILTERS, free: true, inputs: ["image"], minContext: 1, batch: true })).toBe(4);
  expect(choicesOf(models)).toEqual({
    authors: ["acme", "labs", "openrouter"],
    inputs: ["text", "file", "image"],
    outputs: ["text", "image"],
  });
});
