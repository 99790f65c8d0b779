import { expect, test } from "vitest";
import { Prices } from "./model";
import { describeConditions, fallbackOf, PRICE_LINES } from "./price-lines";
import { catalogModel } from "./testing";

test("every component of a price has its line", () => {
  expect(PRICE_LINES.map(({ component }) => component).sort()).toEqual(Object.keys(Prices.shape).sort());
});

test("says when other prices hold", () => {
  const prices = {};
  expect(describeConditions({ minPromptTokens: 200_000, prices })).toBe("Prompts over 200K tokens");
  expect(describeConditions({ utcStart: 1630, utcEnd: 30, prices })).toBe("16:30–00:30 UTC");
  expect(describeConditions({ utcStart: 400, utcDays: ["saturday", "sunday"], prices })).toBe(
    "04:00–24:00 UTC · Saturday, Sunday",
  );
  expect(describeConditions({ minPromptTokens: 1, utcDays: [], prices })).toMatch(/does not state/);
  expect(describeConditions({ prices })).toBe("Always");
});

test("a component without a price of its own costs what another does", () => {
  const plain = catalogModel("acme/one");
  expect(fallbackOf("cacheRead", plain)).toBe("as input");
  expect(fallbackOf("reasoning", plain)).toBeNull();
  expect(fallbackOf("webSearch", plain)).toBeNull();
  const reasoning = { mandatory: false, defaultEnabled: null, efforts: null, defaultEffort: null };
  expect(fallbackOf("reasoning", catalogModel("acme/two", { reasoning }))).toBe("as output");
  expect(fallbackOf("cacheRead", catalogModel("acme/three", { prices: { cacheRead: "0" } }))).toBeNull();
});
