import { expect, test } from "vitest";
import { paneNames, withModel } from "./pane-state";

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
