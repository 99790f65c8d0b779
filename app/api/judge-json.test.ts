import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeJson } from "./judge-json";

const judge = (json: string) => judgeJson(new TextEncoder().encode(json));

/** Whether a key of that name is anywhere in it; a text that merely says so is none. */
const hasProtoKey = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => key === "__proto__" || hasProtoKey(inner));

test("whatever JSON.stringify writes is fine, unless a key of it is __proto__", () => {
  fc.assert(
    fc.property(fc.json({ depthSize: "medium" }), (json) => {
      const why = judge(json);
      if (hasProtoKey(JSON.parse(json))) expect(why).toContain("__proto__");
      else expect(why).toBeNull();
    }),
    { examples: [['"__proto__"'], ['{"a":["__proto__"]}'], ['{"a":{"__proto__":[]}}']] },
  );
});

test.each([
  ['{"model":"a","model":"b"}', "twice"],
  ['{"model":"a","mode\\u006c":"b"}', "twice"],
  ['{ "a" : 1 , "b" : [ { "c":1, "c" :2 } ] }', "twice"],
  ['{"":1,"":2}', "twice"],
  ['{"a":{"__proto__":1}}', "__proto__"],
  ['{"a":{"\\u005f_proto__":1}}', "__proto__"],
  [`[${"1,".repeat(100_000)}1]`, "100000 parts"],
  [`[${"{},".repeat(60_000)}1]`, "100000 parts"],
  [`{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join(",")}}`, "100000 parts"],
  ["[".repeat(101) + "]".repeat(101), "deeper"],
])("refuses %.40s", (json, why) => {
  expect(judge(json)).toContain(why);
});

test.each([
  '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}',
  '{"a":"\\"a\\":1,\\"a\\":2","b":"a"}',
  '{"a":"\\\\","b":"\\\\\\"","c":"{[,:"}',
  '{"text":"what is __proto__: ?"}',
  `{"text":"${",:[{".repeat(200_000)}"}`,
  "[".repeat(100) + "]".repeat(100),
])("lets pass %.40s", (json) => {
  expect(judge(json)).toBeNull();
});

test("what is no JSON does no harm; the parser refuses it", () => {
  for (const text of ["", '"', '"\\', "]]]}}}:::", "{:1,:2", '{"a', "\\", '{"a"::1}'])
    expect(() => judge(text)).not.toThrow();
});
