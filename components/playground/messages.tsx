"use client";

import { memo, Suspense, startTransition, useDeferredValue, useEffect, useState } from "react";
import { lazy } from "@/components/ui/lazy";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Conversation, Message, Pane } from "@/lib/conversations/api";
import type { ConversationStream } from "./conversation-stream";
import { MessageList } from "./message-list";
import { WhenNear } from "./near";
import { Question } from "./question";
import { marksOf } from "./row-marks";
import { calledBy } from "./tool-result";
import { FarTurn, Turn } from "./turn";
import { type TurnActions, type Turns, useTurnActions } from "./turn-actions";

const EarlierMessages = lazy(() => import("./earlier-messages"));

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
const LATEST = 8;
/** How many of the last groups are drawn before the rest, which is out of view, and how many of those at a time. */
const FIRST = 2;
const STEP = 8;
/** How many messages are far together: the browser takes its time to tell where thousands of places are. */
const TOGETHER = 32;

/** What was said in a pane, along its current branch. */
export default function Messages({ conversation, pane, pending, sent, turns, ...props }: MessagesProps) {
  const actions = useTurnActions(conversation, turns);
  const busy = pending !== null || (pane?.running.length ?? 0) > 0;
  // What can be done with each message comes and goes with it, which need not be at once.
  const busySoon = useDeferredValue(busy);
  return (
    <MessageList sent={sent} more={(pane?.earlier ?? 0) > 0}>
      {conversation && pane?.earlier && (
        <Suspense>
          <EarlierMessages conversationId={conversation.id} count={pane.earlier} />
        </Suspense>
      )}
      <Branch {...props} conversation={conversation} pane={pane} busy={busySoon} actions={actions} />
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
  const earlier = pane?.earlier ?? 0;
  const length = earlier + messages.length;
  const latest = length - LATEST;
  const shown = (message: Message, index: number) => ({
    message,
    near: index >= latest,
    called: message.role === "tool" ? calledBy(messages, index - earlier) : null,
    alias: pane?.alias ?? null,
    model: pane?.model ?? "",
  });
  const first = Math.floor(earlier / TOGETHER);
  const [from, setFrom] = useState(Math.max(first, Math.ceil(length / TOGETHER) - FIRST));
  useEffect(() => {
    if (from > first) startTransition(() => setFrom(Math.max(first, from - STEP)));
  }, [from, first]);
  const drawn = groups(messages, earlier, from).map(({ start, group }) => (
    <WhenNear
      // Groups begin at the same places however long the branch becomes, so that nothing drawn moves to another one.
      key={Math.floor(start / TOGETHER)}
      near={start + group.length > latest}
      count={group.length}
      far={() =>
        group.map((message, index) => {
          const { near: _, ...far } = shown(message, start + index);
          return <FarTurn key={message.id} {...far} />;
        })
      }
    >
      {() =>
        group.map((message, index) => (
          <Turn
            // All versions of a message follow the same one: who walks through them stays where they are.
            key={message.parentId ?? "first"}
            {...shown(message, start + index)}
            last={start + index === length - 1 && !busy}
            busy={busy}
            best={isBest(conversation, message)}
            {...marksOf(conversation, message.generation?.id)}
            row={rowOf(message.generation?.models[0] ?? "")}
            stream={stream}
            actions={actions}
          />
        ))
      }
    </WhenNear>
  ));
  return (
    <>
      {/* As tall as what said that they are read, until they are drawn: above, nothing is to become less. */}
      {earlier === 0 && from > first && <div className="h-12 [overflow-anchor:none]" />}
      {drawn}
    </>
  );
});

/** Messages by places of the branch, the first of which may be on its way still, from one group on. */
function groups(messages: readonly Message[], earlier: number, first: number) {
  const end = Math.ceil((earlier + messages.length) / TOGETHER);
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => {
    const start = (first + at) * TOGETHER;
    const group = messages.slice(Math.max(0, start - earlier), start + TOGETHER - earlier);
    return { start: Math.max(start, earlier), group };
  });
}

/** Whether a vote found this answer the best. */
const isBest = (conversation: Conversation | undefined, { turnId, generation }: Message): boolean =>
  conversation?.votes.some(
    (vote) => vote.turnId === turnId && vote.winner !== null && vote.winner === generation?.id,
  ) ?? false;
