"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Conversation } from "@/lib/conversations/api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { conversationQuery, refreshConversation } from "./queries";

/** Whether messages and settings go to all panes: kept with the conversation, or here before it has begun. */
export function useSync(
  conversation: Conversation | undefined,
  onFailure: (failure: Failure) => void,
): [sync: boolean, toggle: () => void] {
  const client = useQueryClient();
  const [own, setOwn] = useState(true);
  const sync = conversation?.sync ?? own;
  const toggle = () => {
    if (!conversation) return setOwn(!own);
    const { id } = conversation;
    client.setQueryData(conversationQuery(id).queryKey, (before) => before && { ...before, sync: !sync });
    import("./actions")
      .then(({ changeConversation }) => changeConversation(id, { sync: !sync }))
      .catch((error: unknown) => {
        onFailure(describeFailure(error));
        void refreshConversation(client, id);
      });
  };
  return [sync, toggle];
}
