import { expect, test } from "vitest";
import { freeAliases } from "./free-aliases";

const namesOf = (routes: Parameters<typeof freeAliases>[0]) => freeAliases(routes).map(({ name }) => name);

test("aliases are suggested until somebody has them, also as the name of a route", () => {
  expect(namesOf([])).toEqual(["default", "fast", "cheap"]);
  expect(namesOf([{ name: "bot", aliases: ["default"] }])).toEqual(["fast", "cheap"]);
  expect(
    namesOf([
      { name: "bot", aliases: ["default", "x"] },
      { name: "cheap", aliases: [] },
    ]),
  ).toEqual(["fast"]);
});
