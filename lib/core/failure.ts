import type { ErrorCode } from "./errors";

// All that browsers need of failures; the sentences for each are the server's, in `errors.ts`.

export type FailedBy = "patchbay" | "openrouter" | "provider";
export type Remedy =
  | "retry"
  | "wait"
  | "switch_model"
  | "add_credits"
  | "check_key"
  | "shorten"
  | "edit"
  | "none";

export type ErrorDetails = {
  /** The provider's display name, when a provider failed. */
  provider?: string;
  /** Status and words of whoever failed, redacted and cut. */
  upstreamStatus?: number;
  said?: string;
  /** Seconds after which a new try makes sense. */
  retryAfter?: number;
  /** What the request is called in the log; only in the answer to it. */
  requestId?: string;
  /** The budget that refused, amounts as decimal text: for programs, and for asking for more of it. */
  budget?: BudgetDetails;
  /** The limit that refused; for programs, as well. */
  limit?: { of: string; name: string; most: number };
  /** Field paths and what is wrong with each, for invalid requests. */
  issues?: { path: string; message: string }[];
};

export type BudgetDetails = {
  id: string;
  scope: { type: string; id: string | null; name: string | null };
  period: string;
  /** With what it is raised by for the time being. */
  limit: string;
  spent: string;
  held: string;
  left: string;
  /** The most that the request may cost; null when it has no bound. */
  needed: string | null;
  /** Null for a total, which never begins anew. */
  resetsAt: string | null;
};

/** How a failure travels to browsers and is kept with a generation. */
export type Failure = { code: ErrorCode; by: FailedBy; message: string; remedy: Remedy } & ErrorDetails;

/** A request that failed, in the words of whoever refused it. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause: unknown }) {
    super(failure.message, options);
    this.failure = failure;
  }

  get code(): ErrorCode {
    return this.failure.code;
  }
}

/** What is said of a bug. */
export const INTERNAL = "Patchbay failed to do this. The log has the details.";

/** What there is to say of an error; one that says nothing of itself is a bug, and ours. */
export const describeFailure = (error: unknown): Failure =>
  error instanceof Error && "failure" in error
    ? (error.failure as Failure)
    : { code: "internal", by: "patchbay", message: INTERNAL, remedy: "retry" };
