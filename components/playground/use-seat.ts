"use client";

import { usePathname } from "next/navigation";
import { useState } from "react";

type Seat = {
  /** Stays the same while a new conversation gets its address, so that nothing is mounted anew. */
  key: string;
  conversationId: string | null;
  /** The address that the conversation here has just been given and that the router may not show yet. */
  given: string | null;
  /** The address as last seen. */
  address: string | null;
};

const CONVERSATION = /^\/c\/([^/]+)$/;

/** Which conversation is open. A new one takes its address with the first message, in place. */
export function useSeat() {
  const address = CONVERSATION.exec(usePathname())?.[1] ?? null;
  const [seat, setSeat] = useState<Seat>({
    key: address ?? "new",
    conversationId: address,
    given: null,
    address,
  });

  if (seat.address !== address) {
    setSeat(
      address !== null && address === seat.given
        ? { ...seat, given: null, address }
        : { key: address ?? `new ${Date.now()}`, conversationId: address, given: null, address },
    );
  }
  const give = (conversationId: string) => {
    setSeat((now) => ({ ...now, conversationId, given: conversationId }));
    // Not a navigation: the page that holds the stream stays.
    window.history.replaceState(null, "", `/c/${conversationId}`);
  };
  return { ...seat, give };
}
