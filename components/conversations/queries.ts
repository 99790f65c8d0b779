import { infiniteQueryOptions } from "@tanstack/react-query";
import { conversationsQuery } from "@/components/playground/queries";
import { ConversationList } from "@/lib/conversations/list-api";
import { fetchJson } from "@/lib/core/fetch-json";

export type ConversationFilter = {
  /** Words to find; empty for everything. */
  search: string;
  folder: string | null;
};

/** Conversations of one page of the list. */
const AT_ONCE = 60;

/** The list, page after page. What changes one conversation asks for it anew, as for the recent ones. */
export const conversationListQuery = ({ search, folder }: ConversationFilter) => {
  const params = new URLSearchParams({ limit: String(AT_ONCE) });
  if (search !== "") params.set("q", search);
  if (folder !== null) params.set("folder", folder);
  return infiniteQueryOptions({
    queryKey: [...conversationsQuery.queryKey, "list", params.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(params);
      if (pageParam !== null) page.set("cursor", pageParam);
      return fetchJson(`/api/conversations?${page}`, ConversationList, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
};
