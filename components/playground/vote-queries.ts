import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { Conversation } from "@/lib/conversations/api";
import { VoteAnswer } from "@/lib/conversations/votes-api";
import { fetchJson } from "@/lib/core/fetch-json";

// Apart from the other queries, which come with the first page.

/** `winner` is a pane's id, `tie` or `bothBad`. */
export const castVote = (
  conversationId: string,
  vote: { turnId: string; winner: string },
): Promise<VoteAnswer> =>
  fetchJson(`/api/conversations/${conversationId}/votes`, VoteAnswer, { method: "POST", body: vote });

/** Other panes go on from what was said in this one. */
export const continueFrom = (conversationId: string, paneId: string, paneIds: string[]): Promise<unknown> =>
  fetchJson(`/api/conversations/${conversationId}/panes/${paneId}/continue`, z.unknown(), {
    method: "POST",
    body: { paneIds },
  });

/** All that was ever said in a conversation, on all branches; not kept, since it may be large. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id, "versions"],
    queryFn: ({ signal }) => fetchJson(`/api/conversations/${id}/versions`, Conversation, { signal }),
    gcTime: 0,
  });
