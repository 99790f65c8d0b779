import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type ChangeKind, ChangesPage } from "@/lib/catalog/changes-api";
import { ModelDetails } from "@/lib/catalog/details-api";
import { modelPath } from "@/lib/catalog/model-path";
import { fetchJson } from "@/lib/core/fetch-json";

/** Whatever is below these keys may change with every new list. */
export const modelKey = ["model"] as const;
export const changesKey = ["model-changes"] as const;

/** Everything known of one model. */
export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: [...modelKey, id],
    queryFn: ({ signal }) => fetchJson(`/api/models/${modelPath(id)}`, ModelDetails, { signal }),
    staleTime: 60_000,
  });

/** Which changes are listed. */
export type ChangesFilter = {
  days: number;
  kinds: readonly ChangeKind[];
  /** Only models with own traffic. */
  used: boolean;
  model: string | null;
};

/** The filter as query text, the same for the list and for its feeds. */
export function changesParams({ days, kinds, used, model }: ChangesFilter): URLSearchParams {
  const params = new URLSearchParams({ days: String(days) });
  if (kinds.length > 0) params.set("kind", kinds.join(","));
  if (used) params.set("used", "true");
  if (model) params.set("model", model);
  return params;
}

/** What changed in the model list, page after page, newest first. */
export const changesQuery = (filter: ChangesFilter) => {
  const params = changesParams(filter);
  return infiniteQueryOptions({
    queryKey: [...changesKey, params.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(params);
      if (pageParam !== null) page.set("cursor", pageParam);
      return fetchJson(`/api/models/changes?${page}`, ChangesPage, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
  });
};
