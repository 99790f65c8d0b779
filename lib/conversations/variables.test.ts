import fc from "fast-check";
import { expect, test } from "vitest";
import { cutVariables, fillIn, variablesIn } from "./variables";

test.each<[string, string[]]>([
  ["Translate {{text}} into {{ language }}; {{text}} again.", ["text", "language"]],
  ["{{größe}} {{first name}} {{a-b_1}}", ["größe", "first name", "a-b_1"]],
  ["{{}} {{ }} {text} {{1st}} {{a{b}} {{two\nlines}} {{-x}}", []],
  [`{{${"x".repeat(61)}}}`, []],
  ["{{{inner}}}", ["inner"]],
])("%j asks for %j", (text, names) => {
  expect(variablesIn(text)).toEqual(names);
});

test("values stand where their names stood, and are not read again", () => {
  const values = new Map([
    ["a", "{{b}} $& $1"],
    ["b", "B"],
  ]);
  expect(fillIn("{{a}}, {{ b }}, {{c}}", values)).toBe("{{b}} $& $1, B, {{c}}");
});

test("a text without variables stays as it is, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(fillIn(text, new Map())).toBe(text);
    }),
  );
});

test("a long text of nothing but braces is read at once", () => {
  for (const piece of ["{", "{{", "{{a", "{{ ", "{{a "]) variablesIn(piece.repeat(100_000 / piece.length));
});

test("the parts of a text are the text, and its variables stand alone", () => {
  expect(cutVariables("{{a}}, {{ b }}!")).toEqual([
    { text: "{{a}}", isVariable: true },
    { text: ", ", isVariable: false },
    { text: "{{ b }}", isVariable: true },
    { text: "!", isVariable: false },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("{", "}", "a", " ", "{{b}}") }), (text) => {
      expect(
        cutVariables(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
