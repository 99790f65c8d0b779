import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GoneModel } from "@/lib/catalog/api";
import { NO_FILTERS } from "@/lib/catalog/filters";
import type { CatalogModel } from "@/lib/catalog/model";
import { readModels } from "@/lib/catalog/read-model";
import { catalogModel as model } from "@/lib/catalog/testing";
import type { ModelUsage, ModelUsageResponse } from "@/lib/catalog/usage-api";
import { type Price, parseUsd } from "@/lib/core/money";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import { exportedOf, orderOf, textOf } from "./column-values";
import { COLUMNS } from "./columns";
import { rowsToCsv, rowsToJson } from "./export-rows";
import { findRows, tableRows } from "./table-rows";

const AT = new Date("2026-11-20T12:00:00Z");
const dollars = (prompt: string, completion: string) => ({
  prices: { prompt: prompt as Price, completion: completion as Price },
});

const models = [
  model("acme/dear", { created: 3, contextLength: 8_000, ...dollars("0.00001", "0.00005") }),
  model("acme/cheap", { created: 1, contextLength: 200_000, ...dollars("0.0000001", "0.0000005") }),
  model("acme/free:free", { created: 2, isFree: true, contextLength: null, ...dollars("0", "0") }),
  model("acme/router", { created: 4, kind: "router", contextLength: null }),
];
const lost: GoneModel = {
  id: "acme/lost",
  canonicalSlug: null,
  name: "Acme: Lost",
  goneAt: AT,
  ...dollars("0.000001", "0.000002"),
  nearest: "acme/dear",
};

const own = (id: string, more: Partial<ModelUsage> = {}): ModelUsage => ({
  model: id,
  ...{ generations: 10, failed: 1, errorRate: 0.1, cost: parseUsd("0.0123"), unknown: 0 },
  ...{ promptTokens: 100, completionTokens: 50, completionP10: 1, completionP90: 90 },
  ...{ ttftMs: 400, throughput: 80, lastUsedAt: AT },
  ...more,
});
const usage = (...measured: ModelUsage[]): ModelUsageResponse => ({
  ...{ from: AT, to: AT, models: measured },
  average: { promptTokens: 1000, completionTokens: 100, measured: true },
});

const rowsOf = (list: CatalogModel[] = models, response: ModelUsageResponse | null = usage()) =>
  tableRows({
    catalog: { models: list, gone: [lost], repriced: {} },
    usage: response,
    zeroRetention: new Set(["acme/cheap"]),
    at: AT,
  });

type Asked = Parameters<typeof findRows>[1];
const found = (asked: Partial<Asked> = {}, rows = rowsOf()) =>
  findRows(rows, { search: "", filters: NO_FILTERS, sort: null, gone: false, ...asked }).map(({ id }) =>
    id.slice(5),
  );

describe("what is on screen", () => {
  test("the newest first, unless something else is asked for", () => {
    expect(found()).toEqual(["router", "dear", "free:free", "cheap"]);
    expect(found({ sort: { column: "newest", descending: false } })).toEqual([
      "cheap",
      "free:free",
      "dear",
      "router",
    ]);
  });

  test("what is not known stands last, whichever way round", () => {
    expect(found({ sort: { column: "context", descending: true } })).toEqual([
      "cheap",
      "dear",
      "free:free",
      "router",
    ]);
    expect(found({ sort: { column: "context", descending: false } })).toEqual([
      "dear",
      "cheap",
      "free:free",
      "router",
    ]);
    expect(found({ sort: { column: "input", descending: true } })).toEqual([
      "dear",
      "cheap",
      "free:free",
      "router",
    ]);
    expect(found({ sort: { column: "input", descending: false } })).toEqual([
      "free:free",
      "cheap",
      "dear",
      "router",
    ]);
  });

  test("by name, whatever the letters' case", () => {
    expect(found({ sort: { column: "name", descending: true } })).toEqual([
      "router",
      "free:free",
      "dear",
      "cheap",
    ]);
  });

  test("a search puts the best finds first, and a column overrules that", () => {
    expect(found({ search: "acme/free" })[0]).toBe("free:free");
    expect(found({ search: "acme", sort: { column: "output", descending: true } })[0]).toBe("dear");
  });

  test("filters hold, that for data policies included", () => {
    expect(found({ filters: { ...NO_FILTERS, zeroRetention: true } })).toEqual(["cheap"]);
    expect(found({ filters: { ...NO_FILTERS, free: true } })).toEqual(["free:free"]);
  });

  test("one that is gone is shown when asked for or looked for, last, and passes no filter", () => {
    expect(found({ gone: true }).at(-1)).toBe("lost");
    expect(found({ gone: true, sort: { column: "input", descending: false } }).at(-1)).toBe("lost");
    expect(found({ search: "lost" })).toEqual(["lost"]);
    expect(found({ search: "lost", filters: { ...NO_FILTERS, free: true } })).toEqual([]);
  });

  test("own figures sort as well; no use at all is a nought and not unknown", () => {
    const rows = rowsOf(models, usage(own("acme/cheap"), own("acme/dear", { generations: 90, ttftMs: 200 })));
    expect(found({ sort: { column: "used", descending: true } }, rows).slice(0, 2)).toEqual([
      "dear",
      "cheap",
    ]);
    expect(found({ sort: { column: "ttft", descending: false } }, rows).slice(0, 2)).toEqual([
      "dear",
      "cheap",
    ]);
  });
});

describe("what a column says", () => {
  const said = (key: string, id: string, response: ModelUsageResponse | null = usage()) => {
    const column = COLUMNS.find((one) => one.key === key);
    const row = rowsOf(models, response).find((one) => one.id === `acme/${id}`);
    if (!column || !row) throw new Error(`no ${key} of ${id}`);
    return { text: textOf(column, row), exported: exportedOf(column, row), order: orderOf(column, row) };
  };

  test("prices per million, exact when exported", () => {
    expect(said("input", "cheap")).toMatchObject({ text: "$0.10", exported: "0.1" });
    expect(said("input", "router")).toMatchObject({ text: "—", exported: null, order: null });
    expect(said("input", "lost")).toMatchObject({ text: "$1.00", exported: "1" });
  });

  test("what the average request costs", () => {
    expect(said("average", "dear").exported).toBe("0.015");
    expect(said("average", "dear", null).exported).toBeNull();
  });

  test("own figures: unknown while they are not known, nought without use, unknown when no cost is known", () => {
    expect([said("used", "dear", null).text, said("spend", "dear", null).text]).toEqual(["—", "—"]);
    expect([said("used", "dear").text, said("spend", "dear").text, said("errors", "dear").text]).toEqual([
      "0",
      "$0",
      "—",
    ]);
    const used = usage(own("acme/dear"), own("acme/cheap", { unknown: 10, cost: parseUsd("0") }));
    expect(said("spend", "dear", used).exported).toBe("0.0123");
    expect(said("errors", "dear", used).text).toBe("10 %");
    expect(said("spend", "cheap", used)).toMatchObject({ text: "—", exported: null, order: null });
  });
});

describe("what is exported", () => {
  const shown = findRows(rowsOf(), { search: "", filters: NO_FILTERS, sort: null, gone: true });

  test("the rows in their order with the shown columns", () => {
    const lines = rowsToCsv(shown, ["output", "context"]).slice(1).trim().split("\r\n");
    expect(lines[0]).toBe("id,name,gone_at,context_tokens,output_usd_per_million");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(shown.map(({ id }) => id));
    expect(lines.at(-1)).toBe("acme/lost,Acme: Lost,2026-11-20T12:00:00.000Z,,2");
  });

  test("JSON says the same, and when the prices were read", () => {
    const { prices_as_of, models: said } = JSON.parse(rowsToJson(shown, ["input"], AT));
    expect(prices_as_of).toBe(AT.toISOString());
    expect(said.at(-1)).toEqual({
      ...{ id: "acme/lost", name: "Acme: Lost", gone_at: AT.toISOString() },
      input_usd_per_million: "1",
    });
  });

  test("a name that is a formula is none in the file", () => {
    const rows = tableRows({
      catalog: { models: [model("acme/x", { name: '=HYPERLINK("x")' })], gone: [], repriced: {} },
      ...{ usage: null, zeroRetention: null, at: AT },
    });
    expect(rowsToCsv(rows, [])).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

test("whatever a list holds, every column can say, sort and export it", () => {
  const { models: odd } = readModels(syntheticRows(300));
  const rows = rowsOf([...odd]);
  for (const { key } of COLUMNS) {
    const sort = { column: key, descending: true };
    const up = found({ sort }, rows);
    const down = found({ sort: { ...sort, descending: false } }, rows);
    expect(up.toSorted()).toEqual(down.toSorted());
  }
  for (const row of rows)
    for (const column of COLUMNS) expect(textOf(column, row)).not.toMatch(/NaN|undefined|null/);
  expect(
    rowsToCsv(
      rows,
      COLUMNS.map(({ key }) => key),
    ),
  ).not.toMatch(/undefined|\[object/);
});

test("sorting by a column neither loses nor invents rows", () => {
  const rows = rowsOf();
  fc.assert(
    fc.property(
      fc.constantFrom("name", ...COLUMNS.map(({ key }) => key)),
      fc.boolean(),
      (column, descending) => {
        expect(found({ sort: { column, descending }, gone: true }, rows).toSorted()).toEqual(
          rows.map(({ id }) => id.slice(5)).toSorted(),
        );
      },
    ),
  );
});
