"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { part } from "@/components/ui/lazy";
import type { ChatStarted } from "@/lib/chat/start-api";
import type { Conversation } from "@/lib/conversations/api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { PaneState } from "./pane-state";
import { conversationsQuery, refreshConversation } from "./queries";
import { LAST_MODEL, remember } from "./remembered";
import type { Sent } from "./send-message";
import { noteSent } from "./use-conversation-stream";

type Send = Pick<Sent, "message" | "panes"> & Partial<Sent>;
type Again = { messageId?: string; model?: string };
type GoingOn = { retry: Again & { paneId: string } } | { toolResults: { paneId: string; results: string[] } };

const NOWHERE: ReadonlyMap<string, string | null> = new Map();
const actions = () => part(() => import("./actions"));

/** What can be done to a conversation: send, ask again, stop. What fails is kept to be shown. */
export function useChat(
  conversationId: string | null,
  onFailure: (failure: Failure | null) => void,
  onStarted: (started: ChatStarted, panes: readonly PaneState[]) => Promise<void> | void,
) {
  const client = useQueryClient();
  /** The messages on their way by the keys of their panes, shown before the server has them. */
  const [pending, setPending] = useState<ReadonlyMap<string, string>>(new Map());
  /** How many messages were sent from here. */
  const [sent, setSent] = useState(0);

  const tell = (error: unknown): void => onFailure(describeFailure(error));
  /** The server keeps them too; here so that a new conversation can begin with the last one at once. */
  const noteUse = (models: readonly string[]) => {
    // While a conversation is blind its models have no names.
    const last = models.findLast((model) => model !== "");
    if (last === undefined) return;
    remember(LAST_MODEL, last);
    void client.invalidateQueries({ queryKey: ["preferences"] });
  };
  /** @returns whether the server took it */
  const send = async ({
    message,
    attachments = [],
    panes,
    after = NOWHERE,
    blind = false,
  }: Send): Promise<boolean> => {
    const shown = message.trim() === "" ? attachments.map(({ name }) => name).join("\n") : message;
    setPending((now) => new Map([...now, ...panes.map(({ key }) => [key, shown] as const)]));
    onFailure(null);
    setSent((count) => count + 1);
    try {
      const { sendMessage } = await part(() => import("./send-message"));
      const started = await sendMessage(client, conversationId, {
        message,
        attachments,
        panes,
        after,
        blind,
      });
      void client.invalidateQueries({ queryKey: conversationsQuery.queryKey });
      noteUse(blind ? [] : panes.flatMap(({ model }) => model ?? []));
      await onStarted(started, panes);
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      setPending((now) => new Map([...now].filter(([key]) => panes.every((pane) => pane.key !== key))));
    }
  };

  /** Has a pane of a conversation go on without a new question. @returns whether the server took it */
  const goOn = async (request: GoingOn): Promise<boolean> => {
    if (conversationId === null) return false;
    onFailure(null);
    try {
      const { startChat } = await actions();
      const at = performance.now();
      const started = await startChat({ conversationId, ...request });
      noteSent(client, started, at);
      if ("retry" in request && request.retry.model !== undefined) noteUse([request.retry.model]);
      setSent((count) => count + 1);
      await refreshConversation(client, conversationId);
      return true;
    } catch (error) {
      tell(error);
      return false;
    }
  };

  /** Answers once more: this answer or question, else the last one. */
  const retry = (paneId: string, again: Again = {}): Promise<boolean> =>
    goOn({ retry: { paneId, ...again } });

  /** Answers the tools that were called last. */
  const answerTools = (paneId: string, results: string[]): Promise<boolean> =>
    goOn({ toolResults: { paneId, results } });

  /** Stops these generations, or all that run. Whatever is on its way already: what is stopped twice is stopped once. */
  const stop = async (generationIds?: string[]): Promise<void> => {
    if (conversationId === null) return;
    await actions()
      .then(({ stopGenerations }) => stopGenerations(conversationId, generationIds))
      .catch(tell);
  };

  /** The conversation with all its messages, once they have been read; null when they could not. */
  const whole = async (): Promise<Conversation | null> =>
    (await actions()).readWhole(client, conversationId, onFailure);

  return { pending, sent, send, retry, answerTools, stop, whole };
}
