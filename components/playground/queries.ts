import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { part } from "@/components/ui/lazy";
import type { Conversation } from "@/lib/conversations/api";
import { ConversationList } from "@/lib/conversations/list-api";
import { conversationEndPath } from "@/lib/conversations/paths";
import { fetchJson, fetchOk } from "@/lib/core/fetch-json";

export const conversationsQuery = queryOptions({
  queryKey: ["conversations"],
  queryFn: ({ signal }) => fetchJson("/api/conversations", ConversationList, { signal }),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: async ({ signal, client, queryKey }) => {
      const known = () => client.getQueryData<Conversation>(queryKey);
      const before = known();
      // All that a conversation may hold weighs more than the first page has to carry; it comes along with one.
      const reading = part(() => import("./conversation-reading"));
      // Where the answer fails as well, that is what is told.
      reading.catch(() => {});
      const answer = await fetchOk(conversationEndPath(id), { signal });
      const show = (end: Conversation) => client.setQueryData(queryKey, end);
      return (await reading).readFromEnd(answer, { before, known, show, signal });
    },
    structuralSharing: false,
    // The event stream says when there is something new; what was left before it was read whole is read on.
    staleTime: ({ state }) =>
      state.data?.panes.some(({ earlier }) => earlier) ? 0 : Number.POSITIVE_INFINITY,
  });

export async function refreshConversation(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: conversationQuery(id).queryKey }),
    client.invalidateQueries({ queryKey: conversationsQuery.queryKey }),
  ]);
}
