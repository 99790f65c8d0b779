import { expect, test } from "vitest";
import { inTurn } from "./setbacks";

const NOW = new Date("2026-11-21T05:00:00Z");
const minutesAgo = (minutes: number) => NOW.getTime() - minutes * 60_000;

test("what failed comes after all others, the longest ago first, and not for ten minutes", () => {
  const setbacks = new Map([
    ["a", minutesAgo(11)],
    ["c", minutesAgo(10)],
    ["d", minutesAgo(9)],
    ["e", minutesAgo(60)],
  ]);
  const order = inTurn([..."abcdef"], { nameOf: (piece) => piece, setbacks, now: NOW });
  expect(order).toEqual(["b", "f", "e", "a", "c"]);
});
