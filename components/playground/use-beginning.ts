"use client";

import { useQueryClient } from "@tanstack/react-query";
import { part } from "@/components/ui/lazy";
import type { ChatStarted } from "@/lib/chat/start-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { PaneState } from "./pane-state";
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
  const { panes, sync } = own;
  return async ({ conversationId, generations }: ChatStarted, asked: readonly PaneState[]): Promise<void> => {
    if (!isNew) return;
    const ids = new Map<string, string>();
    for (const [index, { key }] of asked.entries()) {
      const paneId = generations[index]?.paneId;
      if (paneId !== undefined) ids.set(key, paneId);
    }
    try {
      if (!sync || ids.size < panes.length) {
        const { begin } = await part(() => import("./begin"));
        await begin(client, conversationId, { panes, sync, ids });
      }
    } catch (error) {
      onFailure(describeFailure(error));
    }
    // Whatever became of the rest, there is a conversation now.
    own.adopt(ids);
    onStarted(conversationId);
  };
}
