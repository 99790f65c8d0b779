import { queryOptions } from "@tanstack/react-query";
import { EstimateAccuracy, ModelUsageResponse } from "@/lib/catalog/usage-api";
import { fetchJson } from "@/lib/core/fetch-json";

/** The own last 30 days, model by model. */
export const usageQuery = queryOptions({
  queryKey: ["model-usage"],
  queryFn: ({ signal }) => fetchJson("/api/models/usage", ModelUsageResponse, { signal }),
  staleTime: 60_000,
});

/** How far estimates were from what came of them. */
export const accuracyQuery = queryOptions({
  queryKey: ["estimate-accuracy"],
  queryFn: ({ signal }) => fetchJson("/api/models/estimate-accuracy", EstimateAccuracy, { signal }),
  staleTime: 5 * 60_000,
});
