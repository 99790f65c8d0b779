import fc from "fast-check";
import { expect, test } from "vitest";
import { formatChoice, parseChoice } from "./dimensions";

const value = fc.option(
  fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("~", "!", "!~", "~~", "a,b", "%2C", "%", "")),
);

test("a choice survives its way through an address, whatever the values are", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.uniqueArray(value, { minLength: 1 }), (exclude, values) => {
      const params = new URLSearchParams({ of: formatChoice({ exclude, values }) });
      const text = new URLSearchParams(params.toString()).get("of") ?? "";
      expect(parseChoice(text)).toEqual({ exclude, values });
    }),
  );
});

test("a choice is easy to read and to write by hand", () => {
  expect(formatChoice({ exclude: true, values: ["openai/gpt-4o:free", null] })).toBe("!openai/gpt-4o:free,~");
  expect(parseChoice("prod,prod")).toEqual({ exclude: false, values: ["prod"] });
  expect(parseChoice("100%")).toBeNull();
});
