import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import type { EndState } from "@/lib/ledger/settlement";
import type { Completion } from "./completion";

/** How the reading of a stream came to its end. */
export type Close =
  | { how: "ended" }
  /** Someone pressed Stop. */
  | { how: "stopped" }
  /** The process goes down, or went. */
  | { how: "interrupted" }
  | { how: "broken"; error: AppError };

/**
 * What became of a generation, from what it said and how it fell silent. A complete answer stays
 * complete, whatever happens to the connection after it.
 */
export function verdict(completion: Completion, close: Close): { state: EndState; failure: Failure | null } {
  if (completion.failure) return { state: "failed", failure: completion.failure };
  if (isComplete(completion)) return { state: "finished", failure: null };
  switch (close.how) {
    case "stopped":
      return { state: "cancelled", failure: null };
    case "interrupted":
      return { state: "lost", failure: describeFailure(new AppError("interrupted")) };
    case "broken":
      return { state: "failed", failure: describeFailure(close.error) };
    case "ended":
      return { state: "failed", failure: describeFailure(new AppError(silence(completion))) };
    default:
      return close satisfies never;
  }
}

/** Some streams end without the closing mark, some without a finish reason; either one will do. */
function isComplete({ finishReason, done, events }: Completion): boolean {
  return finishReason !== null || (done && events > 0);
}

function silence({ events, garbled, cut }: Completion) {
  if (garbled > 0) return "upstream_garbled";
  return events === 0 && !cut ? "upstream_empty" : "upstream_cut";
}
