"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/core/format";
import { conversationQuery } from "./queries";

/** Stands for the messages at the beginning of a long branch until they are there. */
export default function EarlierMessages({
  conversationId,
  count,
}: {
  conversationId: string;
  count: number;
}) {
  "use memo";
  // Not its error: whatever is heard of meanwhile takes that away, and a second try leaves it.
  const { fetchStatus, refetch } = useQuery(conversationQuery(conversationId));
  const isIdle = fetchStatus === "idle";
  const messages = count === 1 ? "1 earlier message" : `${formatCount(count)} earlier messages`;
  return (
    <p
      role="status"
      // It goes when they come, and nothing can be kept in place by what has gone.
      className="flex items-center justify-center gap-3 py-4 text-xs text-muted [overflow-anchor:none]"
    >
      {isIdle ? `${messages} could not be read.` : `Reading ${messages}…`}
      {isIdle && (
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      )}
    </p>
  );
}
