import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import type { SpanName } from "@/lib/core/span-names";
import { AccountList } from "@/lib/ledger/accounts-api";
import type { Dimension } from "@/lib/ledger/dimensions";
import { DimensionValues } from "@/lib/spend/overview-api";

/** The time whose values are offered: a span, or first and last day; and the account, where it is not the one in use. */
export type ValuesRange = { timeZone: string; account?: string } & (
  | { span: SpanName }
  | { from: string; to: string }
);

/** What a filter can be set to, most used first. */
export const valuesQuery = (dimension: Dimension, search: string, range: ValuesRange) => {
  const params = new URLSearchParams({ ...range, dimension, ...(search !== "" && { search }) });
  return queryOptions({
    queryKey: ["dimension-values", params.toString()],
    queryFn: ({ signal }) => fetchJson(`/api/spend/values?${params}`, DimensionValues, { signal }),
    staleTime: 60_000,
    // Typing a value by hand does as well, so that nobody has to wait for further tries.
    retry: false,
    placeholderData: keepPreviousData,
  });
};

/** Whose money the ledger knows of. Another one comes with another key, and a restart. */
export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: ({ signal }) => fetchJson("/api/accounts", AccountList, { signal }),
  staleTime: 300_000,
});
