import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { UnreadAlerts } from "@/lib/alerts/unread-api";
import { RequestError } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";

const MINUTE = 60_000;

/** How many alerts the viewer has not seen. Asked for once a minute, and while the page is not looked at not at all. */
export const unreadQuery = queryOptions({
  queryKey: ["alerts-unread"],
  queryFn: ({ signal }) => fetchJson("/api/alerts/unread", UnreadAlerts, { signal }),
  staleTime: MINUTE,
  // Whoever may not see them any more need not ask for ever.
  refetchInterval: ({ state: { error } }) =>
    error instanceof RequestError && error.code === "forbidden" ? false : MINUTE,
  retry: false,
});

export const renewUnread = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: unreadQuery.queryKey });
