import { expect, test } from "vitest";
import type { Price } from "@/lib/core/money";
import { discounted } from "./discount";

const prices = { prompt: "0.000001" as Price, completion: "1.7e-7" as Price };

test("a quarter off, to the last digit and without an exponent", () => {
  expect(discounted(prices, 0.25)).toEqual({ prompt: "0.00000075", completion: "0.0000001275" });
  expect(discounted({ prompt: "2" as Price }, 0.5)).toEqual({ prompt: "1" });
});

test("no discount leaves them as they were sent, a whole one leaves nothing to pay", () => {
  expect(discounted(prices, null)).toBe(prices);
  expect(discounted(prices, 0)).toBe(prices);
  expect(discounted(prices, 1)).toEqual({ prompt: "0", completion: "0" });
});
