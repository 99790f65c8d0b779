import { expect, test } from "vitest";
import type { CatalogModel } from "@/lib/catalog/model";
import { newlyUntaken, settingsInStep } from "./in-step";

const models = [{ id: "b/b", supportedParameters: ["temperature"] }] as unknown as CatalogModel[];
const provider = { order: ["acme"] };
const first = {
  ...{ model: "a/a", fallbackModels: ["c/c"], system: "Be brief." },
  parameters: { temperature: 0, min_p: 0.1, provider },
};

test("who is added in step takes instructions and preferences, and the settings that its model knows", () => {
  expect(settingsInStep(first, "b/b:nitro", models)).toEqual({
    system: "Be brief.",
    parameters: { temperature: 0, provider },
  });
});

test("of a model that is not listed nothing is known, so that all is taken", () => {
  expect(settingsInStep(first, "d/d", models).parameters).toEqual(first.parameters);
});

test("whoever chooses another model hears what it does not take, once", () => {
  const pane = { ...first, model: "d/d", fallbackModels: [] };
  expect(newlyUntaken(models, pane, { model: "b/b" })).toEqual(["Min P"]);
  expect(newlyUntaken(models, { ...pane, model: "b/b" }, { model: "b/b:floor" })).toEqual([]);
  expect(newlyUntaken(models, pane, { model: "b/b", fallbackModels: ["d/d"] })).toEqual([]);
});
