import { expect, test } from "vitest";
import { ChangesQuery } from "./changes-request";

test("a model's name is made fit to ask the database for", () => {
  expect(ChangesQuery.parse({ model: "acme/\0one" }).model).toBe("acme/\uFFFDone");
  expect(ChangesQuery.parse({}).model).toBeUndefined();
});

test.each([{ days: "0" }, { kind: "constructor" }, { limit: "-1" }, { used: "x" }, { more: "1" }])(
  "%j is refused",
  (query) => {
    expect(ChangesQuery.safeParse(query).success).toBe(false);
  },
);
