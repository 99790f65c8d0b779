import { expect, test } from "vitest";
import { closestNames } from "./closest-names";
import { parseRouteId } from "./route-id";
import { RouteSpec } from "./spec-request";

const arm = (more: object = {}) => ({ name: "main", share: 100, models: ["acme/one"], ...more });

test("the least there is to a route", () => {
  expect(RouteSpec.parse({ arms: [arm()] })).toEqual({
    arms: [arm()],
    stickyBy: "session",
    system: null,
    parameters: {},
    locked: [],
  });
});

test.each([
  ["no arm", { arms: [] }],
  ["shares of less than all", { arms: [arm({ share: 99 })] }],
  ["shares of more than all", { arms: [arm(), arm({ name: "b", share: 1 })] }],
  ["half a percent", { arms: [arm({ share: 99.5 }), arm({ name: "b", share: 0.5 })] }],
  ["two arms of one name", { arms: [arm({ share: 50 }), arm({ share: 50 })] }],
  ["no model", { arms: [arm({ models: [] })] }],
  ["five models", { arms: [arm({ models: ["a/1", "a/2", "a/3", "a/4", "a/5"] })] }],
  ["a model twice", { arms: [arm({ models: ["a/1", "a/1"] })] }],
  ["a route within a route", { arms: [arm({ models: ["route/other"] })] }],
  ["an unknown setting", { arms: [arm()], parameters: { temprature: 1 } }],
  ["a lock on nothing", { arms: [arm()], locked: ["temprature"] }],
  ["an unknown field", { arms: [arm()], colour: "red" }],
])("%s is refused", (_name, spec) => {
  expect(RouteSpec.safeParse(spec).success).toBe(false);
});

test.each([
  ["route/support-bot", { name: "support-bot", version: null }],
  ["route/support-bot@12", { name: "support-bot", version: 12 }],
  ["route/a.b_c", { name: "a.b_c", version: null }],
  ["route/Support", null],
  ["route/a@0", null],
  ["route/a@1.5", null],
  ["route/", null],
  ["route/a/b", null],
  ["acme/one", null],
])("%s is asked for as %j", (id, parsed) => {
  expect(parseRouteId(id)).toEqual(parsed);
});

test("a misspelt name is told the closest", () => {
  const names = ["support-bot", "support", "search", "default"];
  expect(closestNames("suport-bot", names)).toEqual(["support-bot", "support"]);
  expect(closestNames("defualt", names)[0]).toBe("default");
  expect(closestNames("zzz", names)).toEqual([]);
});
