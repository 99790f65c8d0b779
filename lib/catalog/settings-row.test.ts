import { expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import { settingsRow } from "./settings-row";

const MODELS = [
  catalogModel("acme/one", {
    supportedParameters: ["temperature", "tools"],
    defaultParameters: { temperature: 1 },
    maxCompletionTokens: 4_000,
  }),
  catalogModel("acme/two", {
    supportedParameters: ["temperature", "reasoning"],
    defaultParameters: { temperature: 0.7 },
    maxCompletionTokens: 8_000,
    reasoning: { mandatory: true, defaultEnabled: true, efforts: ["high", "low"], defaultEffort: "low" },
  }),
];

test("what one of several models takes can be set, and no default is told", () => {
  expect(settingsRow(MODELS, ["acme/one", "acme/two:nitro", "acme/unknown"])).toMatchObject({
    id: "acme/one",
    supportedParameters: ["temperature", "tools", "reasoning"],
    defaultParameters: {},
    maxCompletionTokens: 8_000,
    reasoning: { mandatory: true, efforts: ["high", "low"], defaultEffort: null },
  });
});

test("one model is as it is, and of none nothing is known", () => {
  expect(settingsRow(MODELS, ["acme/one"])).toEqual(MODELS[0]);
  expect(settingsRow(MODELS, ["acme/unknown"])).toBeNull();
});
