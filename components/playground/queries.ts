import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { ConversationList } from "@/lib/conversations/list-api";
import { fetchJson } from "@/lib/core/fetch-json";

export const conversationsQuery = queryOptions({
  queryKey: ["conversations"],
  queryFn: ({ signal }) => fetchJson("/api/conversations", ConversationList, { signal }),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: async ({ signal, client, queryKey }) => {
      // All that a conversation may hold weighs more than the first page has to carry; it comes along with one.
      const reading = import("./conversation-reading");
      const schema = reading.then(({ Conversation }) => Conversation);
      const read = await fetchJson(`/api/conversations/${id}`, schema, { signal });
      const { reuse } = await reading;
      // Of thousands of messages only those are drawn again that have changed.
      return reuse(client.getQueryData(queryKey), read) as typeof read;
    },
    structuralSharing: false,
    // The event stream says when there is something new.
    staleTime: Number.POSITIVE_INFINITY,
  });

export async function refreshConversation(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: conversationQuery(id).queryKey }),
    client.invalidateQueries({ queryKey: conversationsQuery.queryKey }),
  ]);
}
