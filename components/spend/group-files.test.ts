import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { groupsToCsv, overviewToJson } from "./group-files";
import { figures, overview } from "./testing";

const costing = (cost: string, more = {}) => figures({ cost: parseUsd(cost), generations: 1, ...more });
const grouped = overview({
  groupBy: "key",
  totals: costing("3.000000000001"),
  groups: [
    {
      ...{ key: "01", label: "=HYPERLINK()", figures: costing("3"), rest: costing("1") },
      parts: [{ key: "acme/a", label: "acme/a", figures: costing("2") }],
    },
    { ...{ key: null, label: "No key", parts: [], rest: null }, figures: costing("0", { unknown: 1 }) },
  ],
  rest: costing("0.000000000001"),
});
const cells = (inside: string | null, width: number) =>
  groupsToCsv(grouped, inside)
    .slice(1)
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(",").slice(0, width));

test("the table's file has a line per group, the rest and the total, exact and without formulas", () => {
  expect(cells(null, 4)).toEqual([
    ["key", "key_name", "known_cost_usd", "generations"],
    ["01", "'=HYPERLINK()", "3", "1"],
    ["", "No key", "", "1"],
    ["", "(other)", "0.000000000001", "1"],
    ["", "(total)", "3.000000000001", "1"],
  ]);
});

test("with a second level it has a line per part, and groups without parts are not lost", () => {
  expect(cells("model", 5)).toEqual([
    ["key", "key_name", "model", "model_name", "known_cost_usd"],
    ["01", "'=HYPERLINK()", "acme/a", "acme/a", "2"],
    ["01", "'=HYPERLINK()", "", "(other)", "1"],
    ["", "No key", "", "", ""],
    ["", "(other)", "", "", "0.000000000001"],
    ["", "(total)", "", "", "3.000000000001"],
  ]);
});

test("prices per million tokens can be worked out of the file", () => {
  const priced = costing("3", {
    pricedCost: parseUsd("2"),
    listCost: parseUsd("2.5"),
    pricedTokens: 500_000,
  });
  const [head = [], line = []] = groupsToCsv(overview({ totals: priced }), null)
    .trimEnd()
    .split("\r\n")
    .map((text) => text.split(","));
  const cell = (name: string) => line[head.indexOf(name)];
  expect(cell("cost_with_list_price_usd")).toBe("2");
  expect(cell("list_price_usd")).toBe("2.5");
  expect(cell("tokens_with_list_price")).toBe("500000");
});

test("the JSON has amounts as exact text", () => {
  const read = JSON.parse(overviewToJson(grouped));
  expect(read.totals.cost).toBe("3.000000000001");
  expect(read.from).toBe("2026-11-20T00:00:00.000Z");
});
