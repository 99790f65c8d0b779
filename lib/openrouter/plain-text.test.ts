import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProse, plainText } from "./plain-text";

test.each([
  ["a  b\t\nc ", "a b c"],
  ["\u0000a\u001b[31mb\u009f", "a [31mb"],
  ["safe\u202Egnp.exe\u2066\u200b\ufeff", "safegnp.exe"],
  ["line\u2028break", "line break"],
  ["half \ud83d", "half \ufffd"],
  ["👩\u200d🔬 ok", "👩\u200d🔬 ok"],
])("%j becomes %j", (text, clean) => expect(plainText(text, 50)).toBe(clean));

test("a cut falls between characters, not inside one", () => {
  expect(plainText("🌊🌊🌊🌊", 3)).toBe("🌊🌊…");
  expect(plainText("🌊🌊🌊", 3)).toBe("🌊🌊🌊");
});

test.each([
  ["See [the card](https://a.example/x) now", "See the card now"],
  ["![logo](x.png) Demo", "logo Demo"],
  ["one<br/>two <i class=x>three</i>.", "one two three."],
  ["a < b and c > d", "a < b and c > d"],
  ["**bold** __too__ `code` snake_case 2*3", "bold too code snake_case 2*3"],
])("prose %j becomes %j", (text, clean) => expect(plainProse(text, 200)).toBe(clean));

test("any text ends up within the limit, on one line, stable when cleaned again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.integer({ min: 1, max: 100 }),
      (text, limit) => {
        const clean = plainText(text, limit);
        expect([...clean].length).toBeLessThanOrEqual(limit);
        expect(clean).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]|^\s|\s$|\s\s/u);
        expect(plainText(clean, limit)).toBe(clean);
      },
    ),
  );
});
