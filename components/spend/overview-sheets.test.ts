import { expect, test } from "vitest";
import { OTHER_COLOUR } from "@/components/charts/series-colours";
import { drawnColumns, OTHER_KEY, sheetToCsv } from "@/components/charts/sheet";
import { parseUsd } from "@/lib/core/money";
import { moreSheets } from "./more-sheets";
import { groupSheet, measureOf, seriesKey } from "./overview-sheets";
import { figures, overview } from "./testing";

const point = (cost: string, tokens = 0, failed = 0) => ({
  ...{ cost: parseUsd(cost), unknown: 0, generations: 1, tokens, failed },
});
const two = overview({
  series: [
    { key: "acme/a", label: "acme/a", points: [point("5", 10), point("0", 5, 1)] },
    { key: "acme/free", label: "acme/free", points: [point("0", 20), point("0")] },
  ],
  other: [point("0"), point("0.000000000001")],
});
const colours = new Map([["acme/a", "orange"]]);

test("groups become columns, the rest one more, and what comes to nothing none", () => {
  const sheet = groupSheet(two, "cost", colours, {});
  expect(sheet.columns).toEqual([
    {
      ...{ key: "acme/a", label: "acme/a", exported: "acme/a (usd)", kind: "usd", colour: "orange" },
      values: [parseUsd("5"), parseUsd("0")],
    },
    {
      ...{ key: OTHER_KEY, label: "Other", exported: "Other (usd)", kind: "usd", colour: OTHER_COLOUR },
      values: [parseUsd("0"), parseUsd("0.000000000001")],
    },
  ]);
  const columns = (rank: "tokens" | "errors") =>
    groupSheet(two, rank, colours, {}).columns.map(({ key, values }) => [key, values]);
  expect(columns("tokens")).toEqual([
    ["acme/a", [10, 5]],
    ["acme/free", [20, 0]],
  ]);
  expect(columns("errors")).toEqual([["acme/a", [0, 1]]]);
});

test("costs that nobody knows are no zeros: their cells are unknown, and their number is told beside", () => {
  const unknown = { ...{ cost: null, unknown: 2 }, ...{ generations: 2, tokens: 7, failed: 0 } };
  const nothing = { ...point("0"), generations: 0 };
  const buckets = two.buckets.map((bucket, index) => ({
    ...bucket,
    figures: figures({ generations: 2, unknown: index === 0 ? 2 : 0 }),
  }));
  const one = overview({
    buckets,
    series: [
      { key: "acme/a", label: "acme/a", points: [nothing, point("5")] },
      { key: "acme/b", label: "acme/b", points: [unknown, nothing] },
      { key: "acme/free", label: "acme/free", points: [nothing, nothing] },
    ],
  });
  const sheet = groupSheet(one, "cost", colours, {});
  expect(sheet.columns.map(({ label, values }) => [label, ...values])).toEqual([
    ["acme/a", 0n, parseUsd("5")],
    ["acme/b", null, 0n],
    ["Unknown cost (generations)", 2, 0],
  ]);
  expect(drawnColumns(sheet)).toHaveLength(2);
  const lines = sheetToCsv(sheet).slice(1).split("\r\n");
  expect(lines.map((line) => line.split(",").slice(1).join())).toEqual([
    "acme/a (usd),acme/b (usd),Unknown cost (generations)",
    "0,,2",
    "5,0,0",
    "",
  ]);
  expect(groupSheet(one, "tokens", colours, {}).columns.map(({ label }) => label)).toEqual(["acme/b"]);
});

test("a row leads to the generations of its bucket, narrowed and by the clock of the page", () => {
  const choices = { key: { exclude: true, values: [null] } };
  const last = groupSheet(two, "cost", colours, choices).rows.at(-1);
  expect(new URLSearchParams(last?.href.split("?")[1]).toString()).toBe(
    new URLSearchParams({
      key: "!~",
      from: "2026-11-21T00:00:00.000Z",
      to: "2026-11-22T00:00:00.000Z",
      timeZone: "UTC",
    }).toString(),
  );
  const [failed] = groupSheet(two, "errors", colours, choices).rows;
  expect(failed?.href).toContain("state=failed%2Clost");
});

test("groups in order of their latency are drawn by what they cost", () => {
  expect([measureOf("latency"), measureOf("errors")]).toEqual(["cost", "errors"]);
});

test("values of different dimensions are different series, and a model is the same everywhere", () => {
  expect(seriesKey("model", "acme/a")).toBe("acme/a");
  expect(new Set([seriesKey("key", null), seriesKey("tag", null), seriesKey("key", "a")]).size).toBe(3);
});

const [start] = two.buckets;
const drawn = (some: Parameters<typeof figures>[0]) =>
  new Map(
    moreSheets(overview({ buckets: start ? [{ ...start, figures: figures(some) }] : [] }), {}).map(
      ({ key, sheet }) => [key, sheet.columns.map(({ values }) => values[0])],
    ),
  );

test("kinds of tokens are told apart so that they add up, and what is unknown stays unknown", () => {
  const counted = { promptTokens: 100, cachedTokens: 60, completionTokens: 50, reasoningTokens: 20 };
  expect(drawn(counted).get("tokens")).toEqual([40, 60, 30, 20]);
  expect(drawn({ promptTokens: 7 }).get("tokens")).toEqual([7, null, null, null]);
  expect(drawn({}).get("tokens")).toEqual([null, null, null, null]);
});

test("prices are told per million tokens beside the list", () => {
  // Of half of the tokens nobody knows what they cost, or would have cost.
  const priced = { promptTokens: 3_000_000, completionTokens: 1_000_000, pricedTokens: 2_000_000 };
  expect(drawn({ ...priced, pricedCost: parseUsd("3"), listCost: parseUsd("4") }).get("price")).toEqual([
    parseUsd("1.5"),
    parseUsd("2"),
    0.25,
    2_000_000,
  ]);
  expect(drawn(priced).get("price")).toEqual([null, null, null, 2_000_000]);
});

test("errors are counted for whoever failed, and lead to what failed", () => {
  const failedBy = { patchbay: 1, openrouter: 2, provider: 3, nobody: 4 };
  expect(drawn({ failed: 10, failedBy }).get("errors")).toEqual([3, 2, 1, 4]);
  const errors = moreSheets(two, {}).find(({ key }) => key === "errors");
  expect(errors?.sheet.rows[0]?.href).toContain("state=failed");
  expect(errors?.behind.state).toEqual(["failed", "lost"]);
  const chosen = { key: { exclude: true, values: [null] } };
  const fallbacks = moreSheets(two, chosen).find(({ key }) => key === "fallbacks");
  expect(fallbacks?.sheet.rows[0]?.href).toContain("key=%21%7E&fallback=taken");
});
