import { createParser, parseAsBoolean, parseAsString } from "nuqs";
import { readModelQuery, writeModelQuery } from "@/lib/catalog/model-query";
import { COLUMN_KEYS } from "./columns";
import type { TableSort } from "./table-rows";

/** How many models are compared side by side at most. */
export const MOST_COMPARED = 5;

/** `input` rises, `-input` falls. */
const parseAsSort = createParser<TableSort>({
  parse: (text) => {
    const column = text.replace(/^-/, "");
    return column === "name" || COLUMN_KEYS.includes(column) ? { column, descending: column !== text } : null;
  },
  serialize: ({ column, descending }) => `${descending ? "-" : ""}${column}`,
  eq: (left, right) => left.column === right.column && left.descending === right.descending,
});

/** Known columns in their own order; `none` stands for the name alone. */
const parseAsColumns = createParser<readonly string[]>({
  parse: (text) => COLUMN_KEYS.filter((key) => text.split(",").includes(key)),
  serialize: (columns) => columns.join(",") || "none",
  eq: (left, right) => left.join() === right.join(),
});

/** Ids, each once, as many as can be compared. */
const parseAsModels = createParser<readonly string[]>({
  parse: (text) => [...new Set(text.split(","))].filter(Boolean).slice(0, MOST_COMPARED),
  serialize: (ids) => ids.join(","),
  eq: (left, right) => left.join() === right.join(),
});

/** What {@link readModelQuery} reads, but for the order, which columns have more of. */
const QUERY_NAMES = [
  "q",
  "free",
  "in",
  "out",
  "context",
  "reads",
  "writes",
  "can",
  "by",
  "keeps",
  "batch",
] as const;

/** The table's state in the address. */
export const tableParams = {
  ...(Object.fromEntries(QUERY_NAMES.map((name) => [name, parseAsString])) as Record<
    (typeof QUERY_NAMES)[number],
    typeof parseAsString
  >),
  sort: parseAsSort,
  /** Null: the usual ones, which are fewer on a small screen. */
  columns: parseAsColumns,
  gone: parseAsBoolean.withDefault(false),
  /** Ticked for comparing. */
  chosen: parseAsModels.withDefault([]),
  /** Those compared at present. */
  compare: parseAsModels.withDefault([]),
  /** Only lines in which the compared ones differ. */
  differences: parseAsBoolean.withDefault(false),
};

type QueryParams = Record<(typeof QUERY_NAMES)[number], string | null>;

/** Search and filters, as the address has them. */
export function readQuery(params: QueryParams) {
  const values = new Map<string, string | null>(Object.entries(params));
  const { search, filters } = readModelQuery({
    get: (name) => (name === "sort" ? null : (values.get(name) ?? null)),
  });
  return { search, filters };
}

/** Search and filters for the address; what is not set is taken out of it. */
export function writeQuery(query: ReturnType<typeof readQuery>): QueryParams {
  const written = writeModelQuery({ ...query, sort: "newest" });
  return Object.fromEntries(QUERY_NAMES.map((name) => [name, written[name] ?? null])) as QueryParams;
}
