import { expect, test } from "vitest";
import { checkSchema } from "./check-schema";

test("a good schema has no issues", () => {
  expect(
    checkSchema({
      type: "object",
      properties: {
        name: { type: "string", minLength: 1, pattern: "^\\p{L}+$" },
        tags: { type: ["array", "null"], items: { $ref: "#/$defs/a~1b" } },
        type: { enum: ["x", 1] },
      },
      required: ["name"],
      additionalProperties: false,
      $defs: { "a/b": { anyOf: [{ type: "integer", minimum: 0 }, { $ref: "#" }] } },
    }),
  ).toEqual([]);
});

test.each([
  [[], "#"],
  [true, "#"],
  [{ type: "text" }, "#/type"],
  [{ properties: [] }, "#/properties"],
  [{ properties: { a: "string" } }, "#/properties/a"],
  [{ properties: { "a/b": { type: "x" } } }, "#/properties/a~1b/type"],
  [{ properties: { a: {} }, required: ["b"] }, "#/required"],
  [{ required: "a" }, "#/required"],
  [{ enum: [] }, "#/enum"],
  [{ anyOf: [] }, "#/anyOf"],
  [{ anyOf: [{}, { type: 1 }] }, "#/anyOf/1/type"],
  [{ items: 3 }, "#/items"],
  [{ minLength: -1 }, "#/minLength"],
  [{ minimum: "1" }, "#/minimum"],
  [{ pattern: "(" }, "#/pattern"],
  [{ $ref: "https://example.com/schema" }, "#/$ref"],
  [{ $ref: "#/$defs/none" }, "#/$ref"],
  [{ $ref: "#/constructor" }, "#/$ref"],
])("%j is wrong at %s", (schema, path) => {
  expect(checkSchema(schema).map((issue) => issue.path)).toEqual([path]);
});

test("what is nested without end is cut off", () => {
  let schema: Record<string, unknown> = {};
  for (let depth = 0; depth < 5_000; depth++) schema = { items: schema };
  expect(checkSchema(schema)).toMatchObject([{ message: "is nested more than 32 deep" }]);
  const wide = { properties: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}`, 1])) };
  expect(checkSchema(wide)).toHaveLength(20);
});
