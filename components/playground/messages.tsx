"use client";

import { memo } from "react";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Conversation, Message, Pane } from "@/lib/conversations/api";
import type { ConversationStream } from "./conversation-stream";
import { MessageList } from "./message-list";
import { Question } from "./question";
import { marksOf } from "./row-marks";
import { calledBy } from "./tool-result";
import { Turn } from "./turn";
import { type TurnActions, type Turns, useTurnActions } from "./turn-actions";

export type MessagesProps = {
  conversation: Conversation | undefined;
  pane: Pane | null;
  /** A message that is being sent and is not on record yet. */
  pending: string | null;
  stream: ConversationStream | null;
  /** How many messages were sent from here. */
  sent: number;
  rowOf: (model: string) => CatalogModel | null;
  turns: Turns;
};

const NOTHING: readonly Message[] = [];
/** How many messages at the end are drawn in full from the beginning. */
const LATEST = 16;

/** What was said in a pane, along its current branch. */
export default function Messages({ conversation, pane, pending, sent, turns, ...props }: MessagesProps) {
  const actions = useTurnActions(conversation, turns);
  const busy = pending !== null || (pane?.running.length ?? 0) > 0;
  return (
    <MessageList sent={sent}>
      <Branch {...props} conversation={conversation} pane={pane} busy={busy} actions={actions} />
      {pending !== null && <Question text={pending} message={null} busy actions={actions} />}
    </MessageList>
  );
}

type BranchProps = Pick<MessagesProps, "conversation" | "pane" | "stream" | "rowOf"> & {
  busy: boolean;
  actions: TurnActions;
};

/** Whoever writes a question draws the page anew with every letter; what was said is only looked at when it changes. */
const Branch = memo(function Branch({ conversation, pane, stream, rowOf, busy, actions }: BranchProps) {
  const messages = pane?.messages ?? NOTHING;
  return messages.map((message, index) => (
    <Turn
      // All versions of a message follow the same one: who walks through them stays where they are.
      key={message.parentId ?? "first"}
      message={message}
      near={index >= messages.length - LATEST}
      called={message.role === "tool" ? calledBy(messages, index) : null}
      last={index === messages.length - 1 && !busy}
      busy={busy}
      best={isBest(conversation, message)}
      {...marksOf(conversation, message.generation?.id)}
      alias={pane?.alias ?? null}
      model={pane?.model ?? ""}
      row={rowOf(message.generation?.models[0] ?? "")}
      stream={stream}
      actions={actions}
    />
  ));
});

/** Whether a vote found this answer the best. */
const isBest = (conversation: Conversation | undefined, { turnId, generation }: Message): boolean =>
  conversation?.votes.some(
    (vote) => vote.turnId === turnId && vote.winner !== null && vote.winner === generation?.id,
  ) ?? false;
