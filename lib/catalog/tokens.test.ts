import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateTokens } from "./tokens";

test.each([
  ["", 0],
  ["Hi", 1],
  ["The quick brown fox jumps over the lazy dog.", 11],
  ["Žluťoučký kůň", 4],
  ["Быстрая лиса", 6],
  ["你好，世界", 5],
  ["안녕하세요", 5],
  ["👋", 2],
])("%j is about %i tokens", (text, tokens) => expect(estimateTokens(text)).toBe(tokens));

test("is never more than the bytes, which bound the real count", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(estimateTokens(text)).toBeLessThanOrEqual(new TextEncoder().encode(text).length);
    }),
  );
});

test("grows with the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, more) => {
      expect(estimateTokens(text + more)).toBeGreaterThanOrEqual(estimateTokens(text));
    }),
  );
});
