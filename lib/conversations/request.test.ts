import { expect, test } from "vitest";
import { PaneChange } from "./request";

test.each([
  [{ model: "acme/one:free" }, true],
  [{ model: "~acme/latest" }, true],
  [{ model: "route/support-bot" }, true],
  [{ model: "route/support-bot@3" }, true],
  [{ model: "acme/one@3" }, false],
  [{ model: "route/support-bot@latest" }, false],
  [{ fallbackModels: ["acme/two"] }, true],
  [{ fallbackModels: ["acme/two", "route/support-bot"] }, false],
])("a pane that asks %j: %s", (change, isTaken) => {
  expect(PaneChange.safeParse(change).success).toBe(isTaken);
});
