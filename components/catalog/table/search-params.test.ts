import { createSerializer } from "nuqs/server";
import { expect, test } from "vitest";
import { NO_FILTERS } from "@/lib/catalog/filters";
import { writeModelQuery } from "@/lib/catalog/model-query";
import { parseUsd } from "@/lib/core/money";
import { usualColumns } from "./columns";
import { readQuery, tableParams, writeQuery } from "./search-params";

const serialize = createSerializer(tableParams);
/** Every filter set at once. */
const FULL = {
  search: "sonnet 4",
  filters: {
    ...{ free: true, maxInput: parseUsd("3"), maxOutput: parseUsd("0.5"), minContext: 128_000 },
    ...{ inputs: ["image"], outputs: ["text"], features: ["tools" as const], authors: ["acme"] },
    ...{ zeroRetention: true, batch: true },
  },
};

test("search and filters come back from the address as they went", () => {
  expect(readQuery(writeQuery(FULL))).toEqual(FULL);
  const nothing = writeQuery({ search: "", filters: NO_FILTERS });
  expect(new Set(Object.values(nothing))).toEqual(new Set([null]));
});

test("no parameter of a query is forgotten, so that each can also be taken out of the address", () => {
  const known = Object.keys(writeQuery(FULL));
  const { sort: _, ...written } = writeModelQuery({ ...FULL, sort: "price" });
  expect(known.toSorted()).toEqual(Object.keys(written).sort());
});

test.each([
  ["input", { column: "input", descending: false }],
  ["-name", { column: "name", descending: true }],
  ["newest-", null],
  ["nonsense", null],
])("the sort %s", (text, sort) => {
  expect(tableParams.sort.parse(text)).toEqual(sort);
});

test("columns stand in their own order; all can be hidden", () => {
  expect(tableParams.columns.parse("output,nonsense,context")).toEqual(["context", "output"]);
  expect(serialize({ columns: [] })).toBe("?columns=none");
  expect(tableParams.columns.parse("none")).toEqual([]);
  expect(serialize({ columns: null })).toBe("");
});

test("a crowded screen does without two of the usual columns", () => {
  const [few, all] = [usualColumns(true), usualColumns(false)];
  expect(all.filter((key) => !few.includes(key))).toEqual(["average", "reads"]);
  // Said in full they are chosen, wherever the address is opened.
  expect(tableParams.columns.parse(serialize({ columns: all }).replace("?columns=", ""))).toEqual(all);
});

test("models to compare stand readable in the address, each once, five at most", () => {
  expect(serialize({ compare: ["acme/one:free", "~acme/latest"] })).toBe(
    "?compare=acme/one:free,~acme/latest",
  );
  expect(tableParams.compare.parse("a/1,a/1,,a/2,a/3,a/4,a/5,a/6")).toEqual([
    "a/1",
    "a/2",
    "a/3",
    "a/4",
    "a/5",
  ]);
});
