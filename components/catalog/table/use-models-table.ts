"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { useCrowdedScreen } from "@/components/ui/use-small-screen";
import { choicesOf, type ModelFilters } from "@/lib/catalog/filters";
import { policiesQuery } from "../endpoint-queries";
import { catalogQuery } from "../queries";
import { usageQuery } from "../usage-queries";
import { COLUMNS, isRising, usualColumns } from "./columns";
import { MOST_COMPARED, readQuery, tableParams, writeQuery } from "./search-params";
import { findRows, NEWEST, type TableSort, tableRows } from "./table-rows";

/** The table as the address has it: what is asked, what is found, and the ways to ask for something else. */
export function useModelsTable() {
  const catalog = useQuery(catalogQuery);
  const usage = useQuery(usageQuery);
  const policies = useQuery(policiesQuery).data;
  const [params, setParams] = useQueryStates(tableParams, { history: "push" });
  const { sort, gone, chosen } = params;
  const usual = usualColumns(useCrowdedScreen());
  const columns = params.columns ?? usual;
  const { search, filters } = readQuery(params);

  const zeroRetention = policies?.zeroRetention ?? null;
  const rows = useMemo(
    () =>
      catalog.data
        ? tableRows({
            catalog: catalog.data,
            usage: usage.data ?? null,
            zeroRetention: zeroRetention && new Set(zeroRetention),
            at: new Date(catalog.dataUpdatedAt),
          })
        : [],
    [catalog.data, catalog.dataUpdatedAt, usage.data, zeroRetention],
  );
  const choices = useMemo(() => choicesOf(catalog.data?.models ?? []), [catalog.data]);
  // A keystroke behind when there is much to do: typing comes first.
  const address = useDeferredValue(params);
  const found = useMemo(
    () => findRows(rows, { ...readQuery(address), sort: address.sort, gone: address.gone }),
    [rows, address],
  );

  const shownSort = sort ?? (search.trim() === "" ? NEWEST : null);
  return {
    ...{ catalog, rows, found, choices, search, filters, columns, usual, gone, chosen, sort: shownSort },
    compare: params.compare,
    differences: params.differences,
    knowsPolicies: zeroRetention !== null,
    setSearch: (text: string) =>
      void setParams(writeQuery({ search: text, filters }), { history: "replace" }),
    setFilters: (next: ModelFilters) => void setParams(writeQuery({ search, filters: next })),
    setSort: (next: TableSort) => void setParams({ sort: next }),
    /** As a click on a head does: its natural way first, then the other. */
    sortBy: (column: string) => void setParams({ sort: nextSort(column, shownSort) }),
    setColumns: (next: readonly string[]) =>
      void setParams({ columns: next.join() === usual.join() ? null : next }, { history: "replace" }),
    setGone: (next: boolean) => void setParams({ gone: next }),
    choose: (id: string, on: boolean) => {
      const rest = chosen.filter((other) => other !== id);
      void setParams({ chosen: on ? [...rest, id].slice(0, MOST_COMPARED) : rest }, { history: "replace" });
    },
    clearChosen: () => void setParams({ chosen: null }, { history: "replace" }),
    setCompare: (ids: readonly string[]) => void setParams({ compare: ids, chosen: ids }),
    /** Back to the list, with those that were compared still ticked. */
    endCompare: () => void setParams({ compare: null, differences: null, chosen: params.compare }),
    setDifferences: (next: boolean) => void setParams({ differences: next }, { history: "replace" }),
  };
}

function nextSort(column: string, now: TableSort | null): TableSort {
  if (now?.column === column) return { column, descending: !now.descending };
  const found = COLUMNS.find(({ key }) => key === column);
  return { column, descending: found !== undefined && !isRising(found) };
}
