import { expect, test } from "vitest";
import { extrasOf } from "./answer";
import { EMPTY } from "./completion";

test("an answer of nothing but text has no extras", () => {
  expect(extrasOf({ ...EMPTY, text: "Hello", reasoning: "Hm" })).toBeNull();
});

test("extras are what must go back or be shown, cleaned for the database", () => {
  const extras = extrasOf({
    ...EMPTY,
    reasoningDetails: [{ index: 0, data: "g\0A", "k\ud800": "\udc00" }],
    toolCalls: [{ index: 0, function: { name: "f", arguments: "" } }],
    images: ["data:image/png;base64,AA=="],
  });
  expect(extras).toEqual({
    reasoningDetails: [{ index: 0, data: "g�A", "k�": "�" }],
    toolCalls: [{ index: 0, function: { name: "f", arguments: "" } }],
    images: ["data:image/png;base64,AA=="],
  });
});

test("extras that are nested without end can still be written", () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 50_000; depth++) deep = { deep };
  expect(() => JSON.stringify(extrasOf({ ...EMPTY, reasoningDetails: [{ deep }] }))).not.toThrow();
});
