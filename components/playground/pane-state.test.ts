import { expect, test } from "vitest";
import { paneNames, settingsFrom, withModel } from "./pane-state";

test("panes with the same model are told apart", () => {
  expect(paneNames(["acme/one", "acme/two", "acme/one", null, "acme/one", null])).toEqual([
    "acme/one",
    "acme/two",
    "acme/one (2)",
    "No model yet (4)",
    "acme/one (3)",
    "No model yet (6)",
  ]);
});

test("a model that is chosen is no longer asked after itself", () => {
  const settings = { model: "a/a", fallbackModels: ["b/b", "c/c"], system: null, parameters: {} };
  expect(withModel(settings, "b/b")).toEqual({ model: "b/b", fallbackModels: ["c/c"] });
  expect(withModel(settings, "d/d")).toEqual({ model: "d/d" });
});

test("of a preset only what fits is taken, and no instructions where it has none", () => {
  const parameters = { temperature: 0, min_p: 0.1, plugins: [] };
  const fits = (name: string) => name !== "min_p";
  expect(settingsFrom({ parameters }, fits)).toEqual({ parameters: { temperature: 0, plugins: [] } });
  expect(settingsFrom({ system: "S", parameters: {} }, fits)).toEqual({ system: "S", parameters: {} });
});
