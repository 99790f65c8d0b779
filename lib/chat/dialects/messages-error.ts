import { formatError } from "@/lib/chat/gateway-error";
import { ERRORS, type Failure } from "@/lib/core/errors";

/** A failure in the shape that clients of Anthropic read, with Patchbay's own names beside it. */
export function formatMessageError(failure: Failure) {
  const { message, metadata } = formatError(failure).error;
  return { type: "error", error: { type: typeOf(ERRORS[failure.code].status), message, metadata } };
}

export const formatMessageCut = (failure: Failure): string =>
  `event: error\ndata: ${JSON.stringify(formatMessageError(failure))}\n\n`;

const TYPES: Partial<Record<number, string>> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
};

const typeOf = (status: number): string =>
  TYPES[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
