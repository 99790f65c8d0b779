import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { ConversationList } from "@/lib/conversations/list-api";
import { conversationEndPath } from "@/lib/conversations/paths";
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
      const read = (path: string) => fetchJson(path, schema, { signal });
      const { reuseConversation } = await reading;
      if (client.getQueryData(queryKey) === undefined) {
        const end = await read(conversationEndPath(id));
        if (end.panes.every(({ earlier = 0 }) => earlier === 0)) return end;
        // Where people left off stands there while thousands of messages before it are on their way.
        client.setQueryData(queryKey, end);
      }
      const whole = await read(`/api/conversations/${id}`);
      // Of thousands of messages only those are drawn again that have changed.
      return reuseConversation(client.getQueryData(queryKey), whole);
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
