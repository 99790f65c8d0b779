import fc from "fast-check";
import { expect, test } from "vitest";
import { indentJson } from "./indent-json";

test("it is what JSON looks like on lines of its own", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(indentJson(text)).toBe(JSON.stringify(value, null, 2));
    }),
    { examples: [['{"a":{},"b":[],"c":[1,{"d":"{[,:\\"]}"}]}']] },
  );
});

test("nothing but white space changes", () => {
  expect(indentJson('{"id":12345678901234567890,"id":1.50,"e":1E2}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "id": 1.50,\n  "e": 1E2\n}',
  );
});

test("what is no JSON is nothing", () => {
  for (const text of ["", '{"a":', "{a:1}", "[".repeat(200_000)]) expect(indentJson(text)).toBeNull();
});
