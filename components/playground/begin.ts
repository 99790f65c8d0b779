import type { QueryClient } from "@tanstack/react-query";
import { addPane, changeConversation, changePane } from "./actions";
import type { PaneState } from "./pane-state";
import { conversationQuery } from "./queries";

type Beginning = {
  /** All panes, of which some may not have been asked. */
  panes: readonly PaneState[];
  /** Whether they go together, which is what the server takes for granted. */
  sync: boolean;
  /** By the keys of panes, what they are on record; those of the others are added. */
  ids: Map<string, string>;
};

/** Has what the first message did not tell follow onto the record: the panes that were not asked, each in its place. */
export async function begin(
  client: QueryClient,
  conversationId: string,
  { panes, sync, ids }: Beginning,
): Promise<void> {
  if (!sync) await changeConversation(conversationId, { sync });
  if (ids.size < panes.length) await putOthers(conversationId, panes, ids);
  await client.fetchQuery({ ...conversationQuery(conversationId), staleTime: 0 });
}

async function putOthers(
  conversationId: string,
  panes: readonly PaneState[],
  ids: Map<string, string>,
): Promise<void> {
  for (const { key, model, fallbackModels, system, parameters } of panes) {
    if (ids.has(key) || model === null) continue;
    const { paneId } = await addPane(conversationId, {
      ...{ model, fallbackModels, system, parameters },
    });
    ids.set(key, paneId);
  }
  for (const [position, { key }] of panes.entries()) {
    const paneId = ids.get(key);
    if (paneId !== undefined) await changePane(conversationId, paneId, { position });
  }
}
