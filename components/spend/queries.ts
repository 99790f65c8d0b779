import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import { Overview } from "@/lib/spend/overview-api";

/** Whatever is below this key changes with every generation that ends. */
const spendKey = ["spend"] as const;

/** All that the page shows, for what its address asks. */
export const overviewQuery = (asked: string) =>
  queryOptions({
    queryKey: [...spendKey, "overview", asked],
    queryFn: ({ signal }) => fetchJson(`/api/spend/overview?${asked}`, Overview, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
