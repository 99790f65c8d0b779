import { useLayoutEffect, useRef, useState } from "react";
import type { Conversation } from "@/lib/conversations/api";
import { turnsToMarkdown } from "@/lib/conversations/export";
import type { PaneState } from "./pane-state";
import type { useChat } from "./use-chat";
import type { Panes } from "./use-panes";

/** What can be done with the messages of a pane. While an answer is being written in it, nothing changes. */
export type TurnActions = {
  /** Answers once more, beside the answers there are. */
  regenerate: (messageId: string) => void;
  /** Lets another model be chosen, and asks that one. */
  switchModel: (messageId: string) => void;
  /** Puts a question anew in place of this one, with its files, on a branch of its own. */
  edit: (messageId: string, text: string) => Promise<boolean>;
  /** Goes on along the branch through this message. */
  walk: (messageId: string) => void;
  /** Deletes a message and all that follows it. */
  remove: (messageId: string) => void;
  /** Answers the tools that were called last, in their order. @returns whether the model goes on */
  answerTools: (results: string[]) => Promise<boolean>;
  /** An answer with its question, as Markdown; null when the question could not be read. */
  markdown: (messageId: string) => Promise<string | null>;
  /** Null before it is on record. */
  conversationId: () => string | null;
};

/** What the actions of a pane's messages work with. */
export type Turns = {
  state: PaneState;
  own: Panes;
  chat: ReturnType<typeof useChat>;
  /** Whether a question is asked anew in all panes that it went to. */
  sync: boolean;
  onSwitchModel: (messageId: string) => void;
};

/** What can be done with the messages of one pane: the same for as long as it is shown, done as things then are. */
export function useTurnActions(conversation: Conversation | undefined, turns: Turns): TurnActions {
  const latest = useRef({ conversation, turns });
  useLayoutEffect(() => {
    latest.current = { conversation, turns };
  }, [conversation, turns]);
  const [actions] = useState((): TurnActions => {
    const now = () => turnActions(latest.current.conversation, latest.current.turns);
    return {
      regenerate: (messageId) => now().regenerate(messageId),
      switchModel: (messageId) => now().switchModel(messageId),
      edit: (messageId, text) => now().edit(messageId, text),
      walk: (messageId) => now().walk(messageId),
      remove: (messageId) => now().remove(messageId),
      answerTools: (results) => now().answerTools(results),
      markdown: (messageId) => now().markdown(messageId),
      conversationId: () => now().conversationId(),
    };
  });
  return actions;
}

function turnActions(
  conversation: Conversation | undefined,
  { state, own, chat, sync, onSwitchModel }: Turns,
): TurnActions {
  return {
    regenerate: (messageId) => void own.settled().then(() => chat.retry(state.paneId ?? "", { messageId })),
    switchModel: onSwitchModel,
    edit: async (messageId, text) => {
      await own.settled();
      const together = sync && own.panes.length > 1;
      // Where else it was asked is known only once all is.
      const known = together ? await wholeOf(conversation, chat) : conversation;
      if (!known) return false;
      const places = placesOf(known, own.panes, messageId);
      const asked = own.panes.filter(({ key }) => (together ? places.has(key) : key === state.key));
      const question = known.panes.flatMap(({ messages }) => messages).find(({ id }) => id === messageId);
      const attachments = question?.attachments ?? [];
      return chat.send({ message: text, attachments, panes: asked, after: places });
    },
    walk: (messageId) => own.walk(state.key, messageId),
    remove: (messageId) => own.removeTurn(messageId),
    answerTools: (results) => own.settled().then(() => chat.answerTools(state.paneId ?? "", results)),
    conversationId: () => conversation?.id ?? null,
    markdown: async (messageId) => {
      const isFirst = conversation?.panes.some(({ messages }) => messages[0]?.id === messageId);
      // What it answers may not be there yet.
      const known = isFirst ? await wholeOf(conversation, chat) : conversation;
      const pane = known?.panes.find(({ id }) => id === state.paneId);
      const at = pane?.messages.findIndex(({ id }) => id === messageId) ?? -1;
      if (!pane || at < 0) return null;
      return turnsToMarkdown({ ...pane, messages: pane.messages.slice(Math.max(0, at - 1), at + 1) });
    },
  };
}

/** The conversation with all its messages, of which the end alone may be known yet; null when they cannot be read. */
async function wholeOf(
  conversation: Conversation | undefined,
  { whole }: Turns["chat"],
): Promise<Conversation | null | undefined> {
  return conversation?.panes.some(({ earlier }) => earlier) ? whole() : conversation;
}

/** By the keys of panes, what a question follows in each that it went to. */
function placesOf(
  { panes: all }: Conversation,
  panes: readonly PaneState[],
  messageId: string,
): ReadonlyMap<string, string | null> {
  const turnId = all.flatMap(({ messages }) => messages).find(({ id }) => id === messageId)?.turnId ?? null;
  return new Map(
    all.flatMap(({ id: paneId, messages }) => {
      const key = panes.find((pane) => pane.paneId === paneId)?.key;
      const question = messages.find(
        ({ id, role, turnId: turn }) =>
          id === messageId || (turnId !== null && turn === turnId && role === "user"),
      );
      return key === undefined || !question ? [] : [[key, question.parentId] as const];
    }),
  );
}
