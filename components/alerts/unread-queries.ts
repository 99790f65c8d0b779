import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { UnreadAlerts } from "@/lib/alerts/alerts-api";
import { RequestError } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";

const MINUTE = 60_000;

/** Alone, since the bell is on every page, and the rules' own would come with the others. */
const Unread = z.object({ unread: z.int() }) satisfies z.ZodMiniType<UnreadAlerts>;

/** How many alerts the viewer has not seen. Asked for once a minute, and while the page is not looked at not at all. */
export const unreadQuery = queryOptions({
  queryKey: ["alerts-unread"],
  queryFn: ({ signal }) => fetchJson("/api/alerts/unread", Unread, { signal }),
  staleTime: MINUTE,
  // Whoever may not see them any more need not ask for ever.
  refetchInterval: ({ state: { error } }) =>
    error instanceof RequestError && error.code === "forbidden" ? false : MINUTE,
  retry: false,
});

export const renewUnread = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: unreadQuery.queryKey });
