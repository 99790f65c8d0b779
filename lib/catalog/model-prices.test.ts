import { expect, test } from "vitest";
import { pricesOf } from "./model-prices";
import { catalogModel, perMillion } from "./testing";

test("a price, a word, or nothing known: nought alone is not free", () => {
  const nought = { prices: perMillion("0", "0") };
  expect(pricesOf(catalogModel("acme/one", { prices: perMillion("1", "2") }))).toBe(
    "$1.00 in · $2.00 out /M",
  );
  expect(pricesOf(catalogModel("acme/one:free", { ...nought, isFree: true }))).toBe("Free");
  expect(pricesOf(catalogModel("openrouter/auto", { kind: "router" }))).toBe("varies");
  expect(pricesOf(catalogModel("acme/flat-fee", nought))).toBe("—");
});
