import { formatError } from "@/lib/chat/gateway-error";
import type { Failure } from "@/lib/core/errors";

/**
 * The last event of a response that broke off. The API has an event for it, which its clients hand on like any other;
 * they throw what has an `error` in it, so that nobody takes half a response for a whole one.
 */
export function formatResponseCut(failure: Failure): string {
  const { error } = formatError(failure);
  const event = { type: "error", code: failure.code, message: error.message, param: null, error };
  return `event: error\ndata: ${JSON.stringify(event)}\n\n`;
}
