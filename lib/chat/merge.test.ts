import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonRecord } from "@/lib/core/lenient";
import { mergeByIndex } from "./merge";

const mergeAll = (pieces: readonly JsonRecord[]) =>
  pieces.reduce<readonly JsonRecord[]>((items, piece) => mergeByIndex(items, [piece]), []);

test("pieces of one index grow together, in pieces or at once", () => {
  const pieces = [
    { index: 0, id: "call_a", type: "function", function: { name: "weather", arguments: "" } },
    { index: 1, id: "call_b", type: "function", function: { name: "now", arguments: "" } },
    { index: 0, function: { arguments: '{"a":' } },
    { index: 1, function: { arguments: "" } },
    { index: 0, function: { arguments: "1}" } },
  ];
  const expected = [
    { index: 0, id: "call_a", type: "function", function: { name: "weather", arguments: '{"a":1}' } },
    { index: 1, id: "call_b", type: "function", function: { name: "now", arguments: "" } },
  ];
  expect(mergeAll(pieces)).toEqual(expected);
  expect(mergeByIndex([], pieces)).toEqual(expected);
});

test("indexes may have gaps and come in any order", () => {
  expect(
    mergeAll([
      { index: 7, text: "c" },
      { index: 2, text: "a" },
      { index: 7, text: "d" },
    ]),
  ).toEqual([
    { index: 7, text: "cd" },
    { index: 2, text: "a" },
  ]);
});

test("a signature that comes late joins its text; kinds under one index stay apart", () => {
  const merged = mergeAll([
    { index: 0, type: "reasoning.text", text: "Why", signature: null },
    { index: 0, type: "reasoning.encrypted", data: "gAA" },
    { index: 0, type: "reasoning.text", text: " not", format: "anthropic-claude-v1" },
    { index: 0, type: "reasoning.text", text: null, signature: "EqoB" },
    { index: 0, type: "reasoning.encrypted", data: "AAB" },
  ]);
  expect(merged).toEqual([
    { index: 0, type: "reasoning.text", text: "Why not", signature: "EqoB", format: "anthropic-claude-v1" },
    { index: 0, type: "reasoning.encrypted", data: "gAAAAB" },
  ]);
});

test("an item without an index stands alone, whatever stands where the index should", () => {
  const alone = [
    { text: "a" },
    { text: "b" },
    { index: null, text: "c" },
    { index: null, text: "d" },
    { index: "0", text: "e" },
  ];
  expect(mergeAll(alone)).toEqual(alone);
});

test("emptiness never wipes out what was said", () => {
  const merged = mergeAll([
    { index: 0, id: "call_a", function: { name: "f", arguments: "{" } },
    { index: 0, id: "", function: { name: "", arguments: null } },
    { index: 0, id: null, function: null },
    { index: 0, function: { arguments: "}" } },
  ]);
  expect(merged).toEqual([{ index: 0, id: "call_a", function: { name: "f", arguments: "{}" } }]);
});

test("what was merged before is left untouched", () => {
  const before = [{ index: 0, text: "a", inner: { text: "x" } }];
  const kept = structuredClone(before);
  mergeByIndex(before, [{ index: 0, text: "b", inner: { text: "y" } }]);
  expect(before).toEqual(kept);
});

test("keys that reach for prototypes pollute nothing", () => {
  const piece = JSON.parse(
    '{"index":0,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}',
  );
  const [merged] = mergeAll([
    piece,
    piece,
    JSON.parse('{"index":0,"inner":{"__proto__":{"polluted":1}}}'),
    piece,
  ]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(merged?.polluted).toBeUndefined();
  const inner = merged?.inner as JsonRecord | undefined;
  expect(inner).toBeDefined();
  expect(inner?.polluted).toBeUndefined();
});

test("any pieces of any kind merge without a throw", () => {
  const piece = fc.dictionary(
    fc.constantFrom("index", "type", "text", "arguments", "function", "__proto__"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(mergeAll(pieces).length).toBeLessThanOrEqual(pieces.length);
    }),
  );
});

test("a stream without end of items is cut, and what is known still grows", () => {
  const calls = Array.from({ length: 3_000 }, (_, index) => ({ index, arguments: "a" }));
  const merged = mergeByIndex(mergeByIndex([], calls), [{ index: 0, arguments: "b" }]);
  expect(merged).toHaveLength(1_000);
  expect(merged[0]).toEqual({ index: 0, arguments: "ab" });
  expect(
    mergeByIndex(
      [],
      Array.from({ length: 9_000 }, () => ({ text: "a" })),
    ),
  ).toHaveLength(5_000);
});
