import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { ERROR_STATES, filterParams, generationsPath } from "./paths";
import { GenerationsQuery } from "./request";

test("the list's address is read by the API as it was meant", () => {
  const model = "acme/one:free&x=1";
  const filter = {
    state: ERROR_STATES,
    cost: "unknown",
    from: new Date("2026-10-24T22:00:00Z"),
    to: new Date("2026-10-25T23:00:00Z"),
    search: "gen-1",
  } as const;
  const key = { exclude: true, values: [null, "a,b"] };
  const ranges = { cost: { min: "0.000000000001" }, ttft: { max: 0 }, tokens: { min: 1, max: 2_000 } };
  const params = filterParams({ ...filter, model, choices: { key }, ranges });
  expect(GenerationsQuery.parse(Object.fromEntries(params))).toEqual({
    ...filter,
    model: { exclude: false, values: [model] },
    key,
    minCost: parseUsd("0.000000000001"),
    maxTtft: 0,
    minTokens: 1,
    maxTokens: 2_000,
    limit: 50,
  });
});

test("a value that is empty is one all the same", () => {
  const finish = { exclude: false, values: [""] };
  const params = filterParams({ choices: { finish, model: { exclude: false, values: [] } } });
  expect(GenerationsQuery.parse(Object.fromEntries(params))).toEqual({ finish, limit: 50 });
});

test("no filter leaves no trace", () => {
  expect(generationsPath({ model: undefined, cost: undefined, ranges: { cost: {} } })).toBe("/generations");
});
