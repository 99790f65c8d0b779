import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import { UpstreamStatus } from "@/lib/openrouter/api";

/** What stands behind this Patchbay; asked once in a while, since it changes with a restart or a top-up. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => fetchJson("/api/status", UpstreamStatus, { signal }),
  staleTime: 60_000,
});
