import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAtWords } from "./cut-at-words";

const found = (text: string, search: string) =>
  cutAtWords(text, search).flatMap((piece) => (piece.found ? [piece.text] : []));

test("words are found by their beginning, whatever their case", () => {
  expect(found("Tides come and go; the Tidal force, not riptide", "tid")).toEqual(["Tid", "Tid"]);
  expect(found("über Überfluss", "über")).toEqual(["über", "Über"]);
  expect(found("a.b (c)", "b c")).toEqual(["b", "c"]);
});

test("the longest word counts where two begin alike", () => {
  expect(found("postgres", "post postgres")).toEqual(["postgres"]);
});

test("no search finds nothing, and signs mean nothing", () => {
  expect(cutAtWords("a (b)", "")).toEqual([{ text: "a (b)", found: false }]);
  expect(found("a.*b", ".* ( [")).toEqual([]);
  expect(cutAtWords("", "a")).toEqual([]);
});

test("the pieces are the text, whatever is searched", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, search) => {
      expect(
        cutAtWords(text, search)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
