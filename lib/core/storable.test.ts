import fc from "fast-check";
import { expect, test } from "vitest";
import { asCount, asInteger } from "./lenient";
import { asLabel, cleanJson, cleanText } from "./storable";

const anyText = fc.string({ unit: "binary" });
const isStorable = (text: string) => !text.includes("\0") && text.isWellFormed();

test("text loses nothing but what cannot be stored", () => {
  fc.assert(fc.property(anyText, (text) => isStorable(cleanText(`\0${text}\ud800`))));
  expect(cleanText("a\0b\udc00c🙂\ud83d")).toBe("a\ufffdb\ufffdc🙂\ufffd");
  const fine = "e\u0301 👩‍👩‍👧‍👦 漢字 \r\n\t\u2028\ufeff";
  expect(cleanText(fine)).toBe(fine);
});

test("a label is short and never cut through a character", () => {
  expect(asLabel(`${"a".repeat(299)}🙂b`)).toBe(`${"a".repeat(299)}\ufffd`);
  expect([asLabel(""), asLabel(5), asLabel(null), asLabel("Acme")]).toEqual([null, null, null, "Acme"]);
  fc.assert(fc.property(anyText, (text) => isStorable(asLabel(text) ?? "")));
});

test("JSON is cleaned in every text and key, and cut where it is too deep", () => {
  const hostile = JSON.parse(
    '{"a\\u0000":["\\ud800",{"__proto__":{"polluted":"\\u0000"}}],"n":1.5,"b":true,"z":null}',
  );
  const cleaned = cleanJson(hostile);
  expect(JSON.stringify(cleaned)).toBe(
    '{"a�":["�",{"__proto__":{"polluted":"�"}}],"n":1.5,"b":true,"z":null}',
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  let deep: unknown = "end";
  for (let depth = 0; depth < 100_000; depth++) deep = depth % 2 ? { deep } : [deep];
  expect(JSON.stringify(cleanJson(deep)).length).toBeLessThan(1_000);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(cleanJson(value)).toEqual(value);
    }),
  );
});

test("a count can be stored; what is not whole is rounded; what is not a number is absent", () => {
  expect([asCount("12"), asCount(1.6), asCount(2 ** 31 - 1)]).toEqual([12, 2, 2 ** 31 - 1]);
  for (const value of [
    -1,
    2 ** 31,
    "",
    " ",
    "x",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    true,
    [],
    {},
    5n,
  ])
    expect(asCount(value)).toBeNull();
  expect([asInteger(-3), asInteger("1e3"), asInteger(2 ** 53)]).toEqual([-3, 1_000, null]);
});
