"use client";

import { ConversationView } from "./conversation-view";
import { useSeat } from "./use-seat";

/** The playground: the conversation of the address, or a new one. */
export function Playground() {
  const { key, conversationId, give } = useSeat();
  return <ConversationView key={key} conversationId={conversationId} onStarted={give} />;
}
