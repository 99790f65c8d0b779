import type { Message } from "./message";

/** Counts up when what is there changes its meaning; further fields may come at any time. */
export const PAYLOAD_VERSION = 1;

/** The body of a post to a webhook. The same id is the same message: whoever has it already may drop it. */
export const toPayload = ({ id, type, at, alerts }: Message): object => ({
  version: PAYLOAD_VERSION,
  id,
  type,
  at: at.toISOString(),
  alerts: alerts.map(({ openedAt, resolvedAt, ...alert }) => ({
    ...alert,
    openedAt: openedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  })),
});
