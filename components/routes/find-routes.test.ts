import { expect, test } from "vitest";
import { findRoutes } from "./find-routes";

const arm = (name: string, share: number, ...models: string[]) => ({ name, share, models });
const ROUTES = [
  { name: "support-bot", aliases: ["default"], spec: { arms: [arm("main", 100, "acme/one", "acme/two")] } },
  {
    name: "summaries",
    aliases: [],
    spec: { arms: [arm("main", 90, "acme/two"), arm("trial", 10, "zeta/new")] },
  },
];

test.each([
  ["", ["support-bot", "summaries"]],
  ["bot", ["support-bot"]],
  ["Default", ["support-bot"]],
  ["route/summ", ["summaries"]],
  ["acme/two s", ["support-bot", "summaries"]],
  ["zeta bot", []],
])("%j finds %j", (search, names) => {
  expect(findRoutes(ROUTES, search).map(({ name }) => name)).toEqual(names);
});
