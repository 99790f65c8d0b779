import { expect, test } from "vitest";
import { judgeAnswer } from "./judge-answer";

const CITY = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 2 },
    people: { type: "integer", minimum: 0 },
    streets: { type: "array", items: { $ref: "#/$defs/street" } },
  },
  required: ["name", "people"],
  additionalProperties: false,
  $defs: { street: { type: "object", properties: { "a/b": { enum: ["x"] } } } },
};

test("an answer that fits", () => {
  expect(judgeAnswer('\n{"name":"Rome","people":2800000,"streets":[{"a/b":"x"}]} ', CITY)).toEqual({
    kind: "fits",
  });
});

test("an answer that does not says where and what", () => {
  const verdict = judgeAnswer('{"name":"R","streets":[{"a/b":"x"},{"a/b":"y"}],"more":1}', CITY);
  expect(verdict).toMatchObject({ kind: "misfits", more: 0 });
  const errors = verdict.kind === "misfits" ? verdict.errors : [];
  const at = (path: string) => errors.filter((error) => error.path === path).map(({ message }) => message);
  expect(at("")).toEqual([expect.stringContaining('"people"')]);
  expect(at("name")).toHaveLength(1);
  expect(at("more")).toHaveLength(1);
  expect(at("streets.1.a/b")).toHaveLength(1);
  expect(errors.some(({ path }) => path.startsWith("streets.0"))).toBe(false);
});

test("of many errors some are shown and the others counted", () => {
  const schema = { type: "array", items: { type: "string" } };
  const verdict = judgeAnswer(JSON.stringify(Array.from({ length: 50 }, (_, at) => at)), schema);
  expect(verdict).toMatchObject({ kind: "misfits", more: 30 });
});

test("what is no JSON, and what nobody can say", () => {
  expect(judgeAnswer("Here you are: {}", CITY)).toEqual({ kind: "unreadable" });
  expect(judgeAnswer('{"name":', CITY)).toEqual({ kind: "unreadable" });
  for (const schema of [{ $ref: "https://example.com/else" }, { pattern: "(" }])
    expect(judgeAnswer('"x"', schema)).toMatchObject({ kind: "unknown" });
  expect(judgeAnswer(" ".repeat(500_001), CITY)).toMatchObject({ kind: "unknown" });
});
