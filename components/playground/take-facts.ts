import type { QueryClient } from "@tanstack/react-query";
import { type Conversation, Message } from "@/lib/conversations/api";
import { fetchJson } from "@/lib/core/fetch-json";
import type { Generation } from "@/lib/ledger/api";
import { patchGeneration, withMessage } from "./conversation-cache";
import { conversationQuery, refreshConversation } from "./queries";

/**
 * Shows what the event stream says of a generation. When it has just ended, its recorded answer is read, and takes the
 * streamed one's place unseen; nothing else of the conversation has changed.
 */
export async function takeFacts(client: QueryClient, id: string, generation: Generation): Promise<void> {
  const { queryKey } = conversationQuery(id);
  const before = client.getQueryData(queryKey);
  client.setQueryData(queryKey, (now) => now && patchGeneration(now, generation));
  if (generation.cost !== null) void client.invalidateQueries({ queryKey: ["totals"] });
  if (generation.state === "running") {
    // What runs is known of every branch: what is shown was read before it was asked for.
    const isKnown = before?.panes.some(({ running }) => running.includes(generation.id));
    return before && !isKnown ? refreshConversation(client, id) : undefined;
  }
  const shown = before && messageOf(before, generation.id);
  const isReading = client.isFetching({ queryKey }) > 0;
  // It was read after its end, or is of a branch that is not shown.
  if (shown ? shown.generation?.state !== "running" : !isReading) return;
  // What is being read may be older than its end.
  if (!shown || isReading) return refreshConversation(client, id);
  try {
    const recorded = await fetchJson(`/api/conversations/${id}/messages/${shown.id}`, Message);
    const now = client.getQueryData(queryKey);
    // What may be told has changed meanwhile.
    if (now?.blind !== before.blind) return await refreshConversation(client, id);
    const last = messageOf(now, generation.id);
    // It has been read since then, with all the rest.
    if (!last || !isSameButFacts(last, shown)) return;
    // Of its facts more may have been told since.
    client.setQueryData(queryKey, withMessage(now, { ...recorded, generation: last.generation }));
  } catch {
    await refreshConversation(client, id);
  }
}

const messageOf = ({ panes }: Conversation, generationId: string): Message | undefined =>
  panes.flatMap(({ messages }) => messages).find(({ generation }) => generation?.id === generationId);

const isSameButFacts = (left: Message, right: Message): boolean =>
  (Object.keys(left) as (keyof Message)[]).every(
    (name) => name === "generation" || Object.is(left[name], right[name]),
  );
