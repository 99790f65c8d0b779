import { expect, test } from "vitest";
import { defaultParameter } from "./default-parameter";

test("a parameter has the default that its model names", () => {
  expect(defaultParameter({ defaultParameters: { temperature: 0 } }, "temperature")).toBe(0);
  expect(defaultParameter({ defaultParameters: { temperature: 0 } }, "top_p")).toBeUndefined();
});

test.each(["__proto__", "constructor", "toString"])("a parameter that is called %s has none", (name) => {
  expect(defaultParameter({ defaultParameters: {} }, name)).toBeUndefined();
});
