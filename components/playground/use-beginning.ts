"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ChatStarted } from "@/lib/chat/start-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { PaneState } from "./pane-state";
import { conversationQuery } from "./queries";
import type { Panes } from "./use-panes";

type Options = {
  isNew: boolean;
  own: Panes;
  onFailure: (failure: Failure) => void;
  onStarted: (conversationId: string) => void;
};

/** What follows once the server has taken a message: with the first one a new conversation gets its address. */
export function useBeginning({ isNew, own, onFailure, onStarted }: Options) {
  const client = useQueryClient();
  const { sync } = own;
  return async (started: ChatStarted, asked: readonly PaneState[]): Promise<void> => {
    const ids = new Map(
      asked.flatMap(({ key }, index) => {
        const paneId = started.generations[index]?.paneId;
        return paneId === undefined ? [] : [[key, paneId] as const];
      }),
    );
    if (!isNew) return;
    const { conversationId } = started;
    try {
      if (!sync) await (await import("./actions")).changeConversation(conversationId, { sync });
      if (asked.length < own.panes.length) {
        const { putOthers } = await import("./put-others");
        await putOthers(conversationId, own.panes, ids);
      }
      if (!sync || asked.length < own.panes.length)
        await client.fetchQuery({ ...conversationQuery(conversationId), staleTime: 0 });
    } catch (error) {
      onFailure(describeFailure(error));
    }
    // Whatever became of the rest, there is a conversation now.
    own.adopt(ids);
    onStarted(conversationId);
  };
}
