import fc from "fast-check";
import { expect, test } from "vitest";
import { specChanges } from "./spec-diff";
import { RouteSpec } from "./spec-request";

const specOf = (more: object = {}) =>
  RouteSpec.parse({ arms: [{ name: "main", share: 100, models: ["acme/one", "acme/two"] }], ...more });
const arms = (models: string[]) => ({ arms: [{ name: "main", share: 100, models }] });
const halves = (...names: string[]) => names.map((name) => ({ name, share: 50, models: ["acme/one"] }));
const changes = (before: object, after: object) =>
  specChanges(specOf(before), specOf(after)).map(({ subject, sentence }) => `${subject}: ${sentence}`);

test.each<[object, object, string[]]>([
  [{}, {}, []],
  [{}, arms(["acme/one", "acme/two", "acme/three"]), ["main: acme/three was added as hop 3."]],
  [{}, arms(["acme/one"]), ["main: acme/two was taken out."]],
  [{}, arms(["acme/one", "acme/new"]), ["main: acme/new takes the place of acme/two as hop 2."]],
  [{}, arms(["acme/two", "acme/one"]), ["main: The order is now acme/two, acme/one."]],
  [
    {},
    arms(["acme/new", "acme/two", "acme/one"]),
    ["main: acme/new was added as hop 1.", "main: The order is now acme/new, acme/two, acme/one."],
  ],
  [
    {},
    {
      arms: [
        { name: "main", share: 90, models: ["acme/one", "acme/two"] },
        { name: "trial", share: 10, models: ["acme/new"] },
      ],
    },
    ["main: Gets 90 % instead of 100 %.", "trial: A new arm gets 10 %: acme/new."],
  ],
  [
    {},
    { arms: [{ name: "other", share: 100, models: ["acme/one"] }] },
    ["main: The arm was removed; it had 100 %.", "other: A new arm gets 100 %: acme/one."],
  ],
  [
    { arms: halves("a", "b") },
    { arms: halves("b", "a") },
    ["arms: The order is now b, a: some who ask get another arm than before."],
  ],
  [{}, { system: "Be brief." }, ["system: Instructions were added."]],
  [{ system: "Be brief." }, { system: "Be long." }, ["system: The instructions were changed."]],
  [{ system: "Be brief." }, {}, ["system: The instructions were removed."]],
  [{}, { parameters: { temperature: 0 } }, ["temperature: Is set to 0."]],
  [{ parameters: { temperature: 0 } }, {}, ["temperature: Is set no more; it was 0."]],
  [
    { parameters: { temperature: 0 } },
    { parameters: { temperature: 1 } },
    ["temperature: Is 1 instead of 0."],
  ],
  [
    { parameters: { provider: { sort: "price", zdr: true } } },
    { parameters: { provider: { only: ["alpha"], zdr: true } } },
    ['provider.only: Is set to ["alpha"].', "provider.sort: Is set no more; it was price."],
  ],
  [{}, { parameters: { stop: ["x".repeat(100)] } }, ["stop: Is set."]],
  [{}, { stickyBy: "key" }, ["stickyBy: An arm is kept by a key instead of a session."]],
  [
    { locked: ["top_p"] },
    { locked: ["temperature"] },
    ["temperature: Callers can no longer set it.", "top_p: Callers can set it again."],
  ],
])("from %j to %j", (before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});

test("the order of fields is no change", () => {
  const tool = (fields: object) => [{ type: "function", function: fields }];
  expect(
    changes(
      { parameters: { tools: tool({ name: "f", description: "d" }) } },
      { parameters: { tools: tool({ description: "d", name: "f" }) } },
    ),
  ).toEqual([]);
});

test("there are changes exactly when something is different", () => {
  const spec = fc
    .record({
      models: fc.shuffledSubarray(["acme/one", "acme/two", "acme/three"], { minLength: 1 }),
      parameters: fc.record(
        { seed: fc.nat(2), provider: fc.record({ zdr: fc.boolean() }) },
        { requiredKeys: [] },
      ),
      system: fc.constantFrom(null, "A", "B"),
      locked: fc.subarray(["seed", "top_p"]),
      stickyBy: fc.constantFrom("user", "key"),
    })
    .map(({ models, ...more }) => specOf({ ...more, ...arms(models) }));
  fc.assert(
    fc.property(spec, spec, (before, after) => {
      const found = specChanges(before, after);
      expect(found.length === 0).toBe(JSON.stringify(before) === JSON.stringify(after));
      expect(specChanges(before, before)).toEqual([]);
    }),
  );
});
