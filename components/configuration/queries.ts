import { queryOptions } from "@tanstack/react-query";
import { Configuration } from "@/lib/configuration/api";
import { fetchJson } from "@/lib/core/fetch-json";

/** What is on, unsafe and missing in this deployment. */
export const configurationQuery = queryOptions({
  queryKey: ["configuration"],
  queryFn: ({ signal }) => fetchJson("/api/configuration", Configuration, { signal }),
});
