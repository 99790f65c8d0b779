import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExact } from "./json";

test("numbers that are not safe integers stay the text in which they were sent", () => {
  expect(parseExact('{"cost":0.12345678901234567,"tiny":1e-7,"long":1234567890123456,"n":-5,"z":0}')).toEqual(
    {
      cost: "0.12345678901234567",
      tiny: "1e-7",
      long: "1234567890123456",
      n: -5,
      z: 0,
    },
  );
});

test("is JSON.parse but for those numbers", () => {
  const whole = fc.integer();
  const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).filter(isWithoutFractions);
  fc.assert(
    fc.property(fc.oneof(whole, value), (json) => {
      expect(parseExact(JSON.stringify(json))).toEqual(JSON.parse(JSON.stringify(json)));
    }),
  );
});

function isWithoutFractions(json: unknown): boolean {
  if (typeof json === "number") return Number.isInteger(json) && /^-?\d{1,15}$/.test(JSON.stringify(json));
  if (Array.isArray(json)) return json.every(isWithoutFractions);
  return typeof json !== "object" || json === null || Object.values(json).every(isWithoutFractions);
}

test("of two values under one key the later counts, as with JSON.parse", () => {
  expect(parseExact('{"usage":{"cost":1},"usage":{"cost":2}}')).toEqual({ usage: { cost: 2 } });
});

test("what is no JSON is a SyntaxError", () => {
  for (const text of ["", "{", '{"a":}', "NaN", "[1,]", "{'a':1}", "data", '{"a":01}', "<html>", '"\u0000"'])
    expect(() => parseExact(text), text).toThrow(SyntaxError);
});

test("keys that reach for prototypes are keys", () => {
  const parsed = parseExact('{"__proto__":{"cost":1},"constructor":{"prototype":{"cost":1}}}') as Record<
    string,
    unknown
  >;
  expect(parsed.cost).toBeUndefined();
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).cost).toBeUndefined();
});
