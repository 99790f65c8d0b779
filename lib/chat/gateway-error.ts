import { ERRORS, type Failure } from "@/lib/core/errors";
import type { Completion } from "./completion";

/** A failure in the shape that OpenRouter's clients read, with Patchbay's own names beside it. */
export function formatError(failure: Failure) {
  const { code, by, message, provider, said, retryAfter, budget, limit, issues, requestId } = failure;
  const { status } = ERRORS[code];
  return {
    error: {
      code: status,
      message: said && said !== message ? `${message} (${said})` : message,
      metadata: {
        error_type: typeOf(status),
        patchbay_code: code,
        failed_by: by,
        ...(provider ? { provider_name: provider } : {}),
        ...(said ? { raw: said } : {}),
        ...(retryAfter === undefined ? {} : { retry_after_seconds: Math.ceil(retryAfter) }),
        ...(budget ? { budget } : {}),
        ...(limit ? { limit } : {}),
        ...(issues ? { issues } : {}),
        ...(requestId ? { request_id: requestId } : {}),
      },
    },
  };
}

/** The same as a last chunk of a stream that broke off: a choice that ended in error, and why. */
export function formatFailure(failure: Failure, { upstreamId, model, provider }: Completion) {
  return {
    id: upstreamId ?? "",
    object: "chat.completion.chunk",
    created: 0,
    model: model ?? "",
    ...(provider ? { provider } : {}),
    ...formatError(failure),
    choices: [
      {
        index: 0,
        delta: { role: "assistant", content: "" },
        finish_reason: "error",
        native_finish_reason: null,
      },
    ],
  };
}

/** OpenRouter's words for statuses. Its own library takes no error within a stream without one. */
const TYPES: Partial<Record<number, string>> = {
  401: "authentication",
  402: "payment_required",
  403: "permission_denied",
  404: "not_found",
  413: "payload_too_large",
  422: "unprocessable",
  429: "rate_limit_exceeded",
  502: "provider_unavailable",
  503: "provider_overloaded",
  504: "timeout",
};

const typeOf = (status: number): string => TYPES[status] ?? (status < 500 ? "invalid_request" : "server");
