import { type ErrorDetails, type FailedBy, type Failure, INTERNAL, type Remedy } from "./failure";

export { describeFailure, type ErrorDetails, type Failure } from "./failure";

/**
 * Every way a request or a generation can fail, in one map: HTTP status, who failed, a sentence for
 * people and what they can do. The interface, the API and the documentation read this map and no other.
 */
type ErrorFacts = { status: number; by: FailedBy; message: string; remedy: Remedy };

const facts = (status: number, by: FailedBy, remedy: Remedy, message: string): ErrorFacts => ({
  status,
  by,
  message,
  remedy,
});

export const ERRORS = {
  // Patchbay itself.
  invalid_request: facts(400, "patchbay", "edit", "The request is not valid."),
  unauthenticated: facts(401, "patchbay", "none", "You are not signed in."),
  wrong_credentials: facts(401, "patchbay", "edit", "E-mail address and password do not fit together."),
  invalid_link: facts(
    400,
    "patchbay",
    "none",
    "This link is not valid, was used, or has expired. Ask for a new one.",
  ),
  too_many_attempts: facts(429, "patchbay", "wait", "Too many attempts to sign in failed."),
  invalid_key: facts(401, "patchbay", "check_key", "This is not a valid Patchbay key."),
  model_not_allowed: facts(403, "patchbay", "switch_model", "This key or workspace may not use this model."),
  too_many_streams: facts(429, "patchbay", "wait", "Too many requests run at once."),
  rate_limited: facts(
    429,
    "patchbay",
    "wait",
    "What a key or its member may ask per minute is used up. Nothing was sent.",
  ),
  free_quota_spent: facts(
    429,
    "patchbay",
    "wait",
    "Today's free-model requests of the OpenRouter account are used up. Nothing was sent.",
  ),
  budget_exceeded: facts(402, "patchbay", "none", "A budget does not cover this. Nothing was sent."),
  budget_unbounded: facts(
    402,
    "patchbay",
    "none",
    "A budget lets nothing pass whose cost has no bound. Nothing was sent.",
  ),
  budget_stopped: facts(
    402,
    "patchbay",
    "none",
    "A budget is stopped until it is counted anew. Nothing was sent.",
  ),
  forbidden: facts(403, "patchbay", "none", "You may not do this."),
  foreign_origin: facts(403, "patchbay", "none", "The request came from another site and was refused."),
  not_found: facts(404, "patchbay", "none", "There is nothing at this address."),
  method_not_allowed: facts(
    405,
    "patchbay",
    "edit",
    "This address takes another method: the Allow header names it.",
  ),
  unknown_route: facts(404, "patchbay", "switch_model", "There is no such route."),
  idempotency_key_reused: facts(
    422,
    "patchbay",
    "edit",
    "This Idempotency-Key was sent with another request before. Nothing was sent.",
  ),
  request_running: facts(
    409,
    "patchbay",
    "wait",
    "The request that came first with this Idempotency-Key still runs. Nothing was sent again.",
  ),
  answer_too_large: facts(
    410,
    "patchbay",
    "none",
    "The answer to this Idempotency-Key was too large to be kept. Nothing was sent again.",
  ),
  answer_cancelled: facts(
    410,
    "patchbay",
    "none",
    "The answer to this Idempotency-Key was cancelled before it was complete. Nothing was sent again.",
  ),
  conflict: facts(409, "patchbay", "retry", "Something changed in the meantime. Reload and try again."),
  too_large: facts(413, "patchbay", "shorten", "The request is too large."),
  unsupported_media: facts(415, "patchbay", "none", "Send JSON."),
  foreign_host: facts(421, "patchbay", "none", "This address is not one that Patchbay serves."),
  internal: facts(500, "patchbay", "retry", INTERNAL),
  unavailable: facts(503, "patchbay", "wait", "The database does not answer. Nothing was sent or spent."),
  shutting_down: facts(503, "patchbay", "retry", "Patchbay is restarting."),
  interrupted: facts(
    500,
    "patchbay",
    "retry",
    "Patchbay stopped before the answer was complete. What had arrived is kept.",
  ),
  generation_timeout: facts(
    504,
    "patchbay",
    "switch_model",
    "The answer took longer than this Patchbay lets one run. What had arrived is kept.",
  ),
  // The way to OpenRouter, and OpenRouter.
  upstream_unreachable: facts(502, "openrouter", "retry", "OpenRouter could not be reached."),
  upstream_timeout: facts(504, "openrouter", "retry", "OpenRouter did not answer in time."),
  upstream_stalled: facts(504, "openrouter", "retry", "The answer stopped arriving and was given up."),
  upstream_cut: facts(502, "openrouter", "retry", "The connection broke before the answer was complete."),
  upstream_empty: facts(502, "openrouter", "retry", "OpenRouter answered with nothing."),
  upstream_garbled: facts(
    502,
    "openrouter",
    "retry",
    "OpenRouter sent something that cannot be read as an answer.",
  ),
  upstream_rejected: facts(400, "openrouter", "edit", "OpenRouter did not accept the request."),
  upstream_key: facts(
    502,
    "openrouter",
    "check_key",
    "OpenRouter does not accept the key that Patchbay uses.",
  ),
  management_key: facts(
    502,
    "openrouter",
    "none",
    "OpenRouter does not accept the management key. Check OPENROUTER_MANAGEMENT_KEY, then restart Patchbay.",
  ),
  insufficient_credits: facts(
    402,
    "openrouter",
    "add_credits",
    "The OpenRouter account has too few credits. A negative balance blocks free models too.",
  ),
  key_limit: facts(
    403,
    "openrouter",
    "add_credits",
    "The spending limit of the OpenRouter key or workspace is reached.",
  ),
  in_flight_budget: facts(
    402,
    "openrouter",
    "wait",
    "OpenRouter holds the remaining credits for requests that are still running.",
  ),
  moderated: facts(403, "openrouter", "edit", "Moderation refused the request."),
  upstream_forbidden: facts(403, "openrouter", "switch_model", "OpenRouter does not allow this request."),
  no_endpoints: facts(
    404,
    "openrouter",
    "switch_model",
    "No provider can serve this model with these settings.",
  ),
  unknown_model: facts(400, "openrouter", "switch_model", "OpenRouter does not know this model."),
  context_too_long: facts(
    400,
    "openrouter",
    "shorten",
    "The conversation is longer than the model can read.",
  ),
  request_too_large: facts(413, "openrouter", "shorten", "OpenRouter refused the request as too large."),
  free_limit: facts(429, "openrouter", "wait", "The free-model quota of the OpenRouter account is used up."),
  upstream_rate_limited: facts(429, "openrouter", "wait", "OpenRouter is limiting requests."),
  upstream_failed: facts(502, "openrouter", "retry", "OpenRouter failed."),
  // A provider behind OpenRouter.
  provider_rejected: facts(400, "provider", "edit", "The provider did not accept the request."),
  provider_rate_limited: facts(429, "provider", "wait", "The provider is limiting requests."),
  provider_overloaded: facts(503, "provider", "retry", "The provider is overloaded."),
  provider_failed: facts(502, "provider", "retry", "The provider failed."),
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

const BRAND = Symbol.for("patchbay.AppError");

/** The one error type that crosses rooms. Anything else that is thrown is a bug and becomes `internal`. */
export class AppError extends Error {
  /** The bundler loads this module several times in one process: an error of any copy is one of ours. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { message?: string; cause?: unknown }) {
    super(
      options?.message ?? ERRORS[code].message,
      options?.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.details = details;
  }

  /** The error that a failure told of. */
  static from({ code, message, by: _by, remedy: _remedy, ...details }: Failure): AppError {
    return new AppError(code, details, { message });
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get failure(): Failure {
    const { by, remedy } = ERRORS[this.code];
    return { code: this.code, by, message: this.message, remedy, ...this.details };
  }

  get [BRAND](): boolean {
    return true;
  }
}
