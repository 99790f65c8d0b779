import { queryOptions } from "@tanstack/react-query";
import { CatalogResponse } from "@/lib/catalog/api";
import { fetchJson } from "@/lib/core/fetch-json";

const FRESH = 5 * 60_000;

/** All models; the server keeps the list fresh, the browser asks for it as long as someone looks. */
export const catalogQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => fetchJson("/api/models", CatalogResponse, { signal }),
  staleTime: FRESH,
  refetchInterval: FRESH,
});

export const refreshCatalog = (): Promise<CatalogResponse> =>
  fetchJson("/api/models/refresh", CatalogResponse, { method: "POST" });
