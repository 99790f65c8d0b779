import { expect, test } from "vitest";
import { shuffled } from "./shuffle.server";

test("nothing is lost, and every order comes up", () => {
  const items = [1, 2, 3, undefined];
  const orders = new Set<string>();
  for (let run = 0; run < 5_000 && orders.size < 24; run += 1) {
    const order = shuffled(items);
    expect(order.toSorted()).toEqual(items);
    orders.add(order.join());
  }
  expect(orders.size).toBe(24);
  expect(shuffled([])).toEqual([]);
});
