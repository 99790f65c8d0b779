import type { QueryClient } from "@tanstack/react-query";
import { type Conversation, Message } from "@/lib/conversations/api";
import { fetchJson } from "@/lib/core/fetch-json";
import type { Generation } from "@/lib/ledger/api";
import { patchGenerations, withMessage } from "./conversation-cache";
import { conversationQuery, refreshConversation } from "./queries";

/** Answers that are read one by one; of more than so many that end at once, all of the conversation is. */
const MOST_READ = 16;

/**
 * Shows what the event stream says of generations, in the order in which it said it. When one has just ended, its recorded
 * answer is read, and takes the streamed one's place unseen; nothing else of the conversation has changed.
 */
export async function takeFacts(client: QueryClient, id: string, told: readonly Generation[]): Promise<void> {
  const { queryKey } = conversationQuery(id);
  const before = client.getQueryData(queryKey);
  client.setQueryData(queryKey, (now) => now && patchGenerations(now, told));
  // What ended without a cost counts too: as not known.
  if (told.some(({ cost, state }) => cost !== null || state !== "running"))
    void client.invalidateQueries({ queryKey: ["totals"] });
  const running = new Set(before?.panes.flatMap((pane) => pane.running));
  const shown = messagesOf(before);
  const ended: Message[] = [];
  const unseen: Generation[] = [];
  let isOld = false;
  for (const generation of told) {
    const message = shown.get(generation.id);
    // What runs is known of every branch: what is shown was read before it was asked for.
    if (generation.state === "running") isOld ||= before !== undefined && !running.has(generation.id);
    else if (message === undefined) unseen.push(generation);
    else if (message.generation?.state === "running") ended.push(message);
  }
  const isReading = client.isFetching({ queryKey }) > 0;
  // What is being read may be older than their end.
  if (isOld || (isReading && ended.length > 0) || ended.length > MOST_READ)
    return refreshConversation(client, id);
  await Promise.all([
    ...[...new Set(ended)].map((message) => readAnswer(client, id, message)),
    // Nobody can tell of what is not read yet whether it will be as old; any other is of a branch that is not shown.
    isReading && unseen.length > 0 ? takeOnceRead(client, id, unseen) : undefined,
  ]);
}

/** @param shown as it was shown when its generation ended */
async function readAnswer(client: QueryClient, id: string, shown: Message): Promise<void> {
  const { queryKey } = conversationQuery(id);
  const before = client.getQueryData(queryKey);
  try {
    const recorded = await fetchJson(`/api/conversations/${id}/messages/${shown.id}`, Message);
    if (isToBeRead(client, queryKey)) return;
    const now = client.getQueryData(queryKey);
    // What may be told has changed meanwhile.
    if (!now || now.blind !== before?.blind) return await refreshConversation(client, id);
    const last = messagesOf(now).get(shown.generation?.id ?? "");
    // It has been read since then, with all the rest.
    if (!last || !isSameButFacts(last, shown)) return;
    // Of its facts more may have been told since.
    client.setQueryData(queryKey, withMessage(now, { ...recorded, generation: last.generation }));
  } catch {
    await refreshConversation(client, id);
  }
}

/**
 * Looks at generations again when nothing is being read any more. A conversation that was just left tells of hundreds at
 * once: to begin anew for each would read it as often.
 */
async function takeOnceRead(client: QueryClient, id: string, told: readonly Generation[]): Promise<void> {
  const { queryKey } = conversationQuery(id);
  const before = client.getQueryData(queryKey);
  await untilRead(client, queryKey);
  const now = client.getQueryData(queryKey);
  const shown = messagesOf(now);
  if (!now || isToBeRead(client, queryKey)) return;
  const isOld = told.some(({ id: one, startedAt }) => {
    const message = shown.get(one);
    // What is not there is of a branch that is not shown, unless it was asked for after all was read.
    return message ? message.generation?.state === "running" : startedAt > now.updatedAt;
  });
  // What may be told has changed meanwhile.
  if (isOld || (before && now.blind !== before.blind)) return refreshConversation(client, id);
  client.setQueryData(queryKey, patchGenerations(now, told));
}

/** Nobody shows it, and whoever does next reads all of it; what is written into it now would pass for that. */
const isToBeRead = (client: QueryClient, queryKey: readonly unknown[]): boolean =>
  client.getQueryState(queryKey)?.isInvalidated === true;

const untilRead = (client: QueryClient, queryKey: readonly unknown[]): Promise<void> =>
  new Promise((resolve) => {
    const stop = client.getQueryCache().subscribe(() => {
      if (client.isFetching({ queryKey }) > 0) return;
      stop();
      resolve();
    });
  });

/** By the generation that wrote them. */
const messagesOf = (conversation: Conversation | undefined): ReadonlyMap<string, Message> =>
  new Map(
    conversation?.panes.flatMap(({ messages }) =>
      messages.flatMap((message) => (message.generation ? [[message.generation.id, message] as const] : [])),
    ),
  );

const isSameButFacts = (left: Message, right: Message): boolean =>
  (Object.keys(left) as (keyof Message)[]).every(
    (name) => name === "generation" || Object.is(left[name], right[name]),
  );
