"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { keysQuery, type NewKey } from "./queries";

const SOON = 2_000;

/** Whether the key has been used since it was shown; keeps asking while nobody has, also from behind a terminal. */
export function FirstRequest({ created: { id, lastUsedAt: before } }: { created: NewKey }) {
  const wasUsed = (at: Date | null | undefined) => at != null && at.getTime() !== before?.getTime();
  const { data } = useQuery({
    ...keysQuery(),
    refetchInterval: ({ state }) =>
      wasUsed(state.data?.keys.find((key) => key.id === id)?.lastUsedAt) ? false : SOON,
    refetchIntervalInBackground: true,
  });
  const isUsed = wasUsed(data?.keys.find((key) => key.id === id)?.lastUsedAt);
  return (
    <p role="status" className={`flex items-center gap-2 ${isUsed ? "text-ok" : "text-muted"}`}>
      {isUsed ? (
        <CircleCheck aria-hidden className="size-4" />
      ) : (
        <span aria-hidden className="mx-1 size-2 animate-pulse-live rounded-full bg-accent" />
      )}
      {isUsed ? "First request received" : "Waiting for the first request…"}
    </p>
  );
}
