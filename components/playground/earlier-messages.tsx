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
  const { isError, refetch } = useQuery(conversationQuery(conversationId));
  const messages = count === 1 ? "1 earlier message" : `${formatCount(count)} earlier messages`;
  return (
    <p role="status" className="flex items-center justify-center gap-3 py-4 text-xs text-muted">
      {isError ? `${messages} could not be read.` : `Reading ${messages}…`}
      {isError && (
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      )}
    </p>
  );
}
