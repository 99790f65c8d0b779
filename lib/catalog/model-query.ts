import { formatDecimal, parseUsdOrNull, type Usd } from "@/lib/core/money";
import { FEATURES, type ModelFilters } from "./filters";
import { SORTS, type Sort } from "./sort";

/** What is asked of the catalogue: by name, by quality, in which order. */
export type ModelQuery = { search: string; sort: Sort; filters: ModelFilters };

const MOST_CHARACTERS = 200;
const MOST_VALUES = 50;

/**
 * Reads a query from an address, such as `?q=sonnet&can=tools,json&in=3&by=anthropic`. It never throws: what
 * cannot be read is as if it were not there.
 */
export function readModelQuery(params: { get(name: string): string | null }): ModelQuery {
  const sort = SORTS.find((name) => name === params.get("sort")) ?? SORTS[0];
  const values = (name: string) => [...new Set((params.get(name) ?? "").split(","))].filter(Boolean);
  const list = (name: string) => values(name).filter(isWord).slice(0, MOST_VALUES).sort();
  return {
    search: (params.get("q") ?? "").slice(0, MOST_CHARACTERS),
    sort,
    filters: {
      free: params.get("free") === "1",
      maxInput: readCeiling(params.get("in")),
      maxOutput: readCeiling(params.get("out")),
      minContext: readTokens(params.get("context")),
      inputs: list("reads"),
      outputs: list("writes"),
      features: FEATURES.filter((feature) => values("can").includes(feature)),
      authors: list("by"),
      zeroRetention: params.get("keeps") === "nothing",
      batch: params.get("batch") === "1",
    },
  };
}

/** The parameters of an address for a query; what is as usual is left out. {@link readModelQuery} reads them back. */
export function writeModelQuery({ search, sort, filters }: ModelQuery): Record<string, string> {
  const entries: [name: string, value: string][] = [
    ["q", search],
    ["sort", sort === SORTS[0] ? "" : sort],
    ["free", filters.free ? "1" : ""],
    ["in", filters.maxInput === null ? "" : formatDecimal(filters.maxInput)],
    ["out", filters.maxOutput === null ? "" : formatDecimal(filters.maxOutput)],
    ["context", filters.minContext === null ? "" : String(filters.minContext)],
    ["reads", filters.inputs.toSorted().join(",")],
    ["writes", filters.outputs.toSorted().join(",")],
    ["can", FEATURES.filter((feature) => filters.features.includes(feature)).join(",")],
    ["by", filters.authors.toSorted().join(",")],
    ["keeps", filters.zeroRetention ? "nothing" : ""],
    ["batch", filters.batch ? "1" : ""],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

const isWord = (text: string): boolean => /^~?[\w.-]{1,100}$/.test(text);

/** Dollars per million tokens. */
function readCeiling(text: string | null): Usd | null {
  const ceiling = text === null || text.length > 20 ? null : parseUsdOrNull(text);
  return ceiling !== null && ceiling >= 0n ? ceiling : null;
}

const readTokens = (text: string | null): number | null =>
  text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
