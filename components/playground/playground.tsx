"use client";

import type { Beginning } from "@/lib/team/beginning";
import { ConversationView } from "./conversation-view";
import { useSeat } from "./use-seat";

/** The playground: the conversation of the address, or a new one. */
export function Playground({ beginning }: { beginning: Beginning }) {
  const { key, conversationId, give } = useSeat();
  return (
    <ConversationView key={key} conversationId={conversationId} beginning={beginning} onStarted={give} />
  );
}
