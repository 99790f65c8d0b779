import type { QueryClient } from "@tanstack/react-query";
import type { ChatRequest } from "@/lib/chat/request";
import type { ChatStarted } from "@/lib/chat/start-api";
import type { Conversation } from "@/lib/conversations/api";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { startChat } from "./actions";
import { withStarted } from "./conversation-cache";
import { withPane } from "./conversation-panes";
import type { PaneState } from "./pane-state";
import { conversationQuery } from "./queries";
import { noteSent } from "./use-conversation-stream";

export type Sent = {
  message: string;
  /** Files that were uploaded before. */
  attachments: readonly Attachment[];
  /** Whom it goes to. All of them have a model. */
  panes: readonly PaneState[];
  /** By the keys of panes, the message to put it after, null for the beginning; else after the last one. */
  after: ReadonlyMap<string, string | null>;
  /** Whether nobody is to know which model answers. */
  blind: boolean;
};

/** Has the server take a message, and shows it in its conversation. @throws RequestError with nothing shown */
export async function sendMessage(
  client: QueryClient,
  conversationId: string | null,
  { message, attachments, panes, after, blind }: Sent,
): Promise<ChatStarted> {
  const at = performance.now();
  const started = await startChat({
    ...(conversationId === null ? (blind ? { blind } : {}) : { conversationId }),
    message,
    ...(attachments.length === 0 ? {} : { attachments: attachments.map(({ id }) => id) }),
    panes: panes.map((pane) => toRequest(pane, after.get(pane.key))),
  });
  noteSent(client, started, at);
  const { queryKey } = conversationQuery(started.conversationId);
  client.setQueryData<Conversation>(queryKey, (before) =>
    // The event stream may have been faster, and had it read.
    before && isIn(before, started)
      ? before
      : withStarted(
          before && cutAt(before, panes, after),
          started,
          { text: message, attachments },
          new Date(),
          panes,
          blind,
        ),
  );
  // What is being read was asked for before, and may lack it.
  if (client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey });
  return started;
}

const isIn = ({ panes }: Conversation, { generations }: ChatStarted): boolean =>
  panes.some(({ messages }) =>
    messages.some(({ id }) => generations.some(({ messageId }) => messageId === id)),
  );

type PaneRequest = Extract<ChatRequest, { message: string }>["panes"][number];

/** A pane on record keeps its settings there; a new one brings them along. */
function toRequest(
  { paneId, model, fallbackModels, system, parameters }: PaneState,
  parentId: string | null | undefined,
): PaneRequest {
  // While a conversation is blind its models have no names.
  const named = model === null || model === "" ? {} : { model };
  if (paneId === null) return { ...named, fallbackModels: [...fallbackModels], system, parameters };
  return { ...named, paneId, ...(parentId === undefined ? {} : { parentId }) };
}

/** What follows where a message is put stays on its own branch. */
function cutAt(
  conversation: Conversation,
  panes: readonly PaneState[],
  after: ReadonlyMap<string, string | null>,
): Conversation {
  return panes.reduce((before, { key, paneId }) => {
    const parentId = after.get(key);
    if (paneId === null || parentId === undefined) return before;
    return withPane(before, paneId, (pane) => ({
      ...pane,
      messages: pane.messages.slice(0, pane.messages.findIndex(({ id }) => id === parentId) + 1),
    }));
  }, conversation);
}
