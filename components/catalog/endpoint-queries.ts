import { queryOptions } from "@tanstack/react-query";
import { EndpointsResponse, PoliciesResponse } from "@/lib/catalog/endpoints-api";
import { modelPath } from "@/lib/catalog/model-path";
import { fetchJson } from "@/lib/core/fetch-json";

const FRESH = 5 * 60_000;

/** Who serves a model, at which price, how fast and how reliably. */
export const endpointsQuery = (model: string) =>
  queryOptions({
    queryKey: ["endpoints", model],
    queryFn: ({ signal }) =>
      fetchJson(`/api/models/${modelPath(model)}/endpoints`, EndpointsResponse, { signal }),
    staleTime: FRESH,
  });

/** What is known of all models' data policies at once, for filters. */
export const policiesQuery = queryOptions({
  queryKey: ["model-policies"],
  queryFn: ({ signal }) => fetchJson("/api/models/policies", PoliciesResponse, { signal }),
  staleTime: FRESH,
});
