import { ERRORS, type Failure } from "@/lib/core/errors";
import type { Completion } from "./completion";

/** A failure in the shape that OpenRouter's clients read, with Patchbay's own names beside it. */
export function formatError(failure: Failure) {
  const { code, by, message, provider, said, retryAfter, budget, limit, issues, requestId } = failure;
  return {
    error: {
      code: ERRORS[code].status,
      message: said && said !== message ? `${message} (${said})` : message,
      metadata: {
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
