import { expect, test } from "vitest";
import type { Prices } from "./model";
import { priceMoves } from "./price-move";

const prices = (more: Record<string, string>) => more as Prices;

test("says which components moved and what they were", () => {
  const now = prices({ prompt: "0.000003", completion: "0.00001", cacheRead: "0.0000003", request: "0.01" });
  const before = prices({ prompt: "0.000002", completion: "0.000015", cacheRead: "3e-7", webSearch: "0.01" });
  expect(priceMoves(now, before)).toEqual({
    prompt: { direction: "up", before: "0.000002" },
    completion: { direction: "down", before: "0.000015" },
  });
});

test("sees the smallest step that a price can make", () => {
  const [now, before] = [prices({ prompt: "0.0000000000000001" }), prices({ prompt: "0.0000000000000002" })];
  expect(priceMoves(now, before).prompt?.direction).toBe("down");
});
