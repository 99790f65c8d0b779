import type { Completion } from "@/lib/chat/completion";
import type { Reading } from "@/lib/chat/reading";
import { describeFailure, type Failure } from "@/lib/core/errors";
import { asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";
import { readFailure } from "@/lib/openrouter/failure";
import { mergeUsage, readMessageUsage } from "@/lib/openrouter/usage";

/** Streams of named events: the message's head, its blocks in pieces, and how it ended. */
export const MESSAGES_READING: Reading = { add: addEvent, isAnswer: isMessage, lastEvents: 0 };

function isMessage({ type }: JsonRecord): boolean {
  return type === "message";
}

function addEvent(before: Completion, event: JsonRecord, at: number): Completion {
  const isBody = isMessage(event);
  const message = isBody ? event : asRecord(event.message);
  const native = asLabel(isBody ? event.stop_reason : asRecord(event.delta)?.stop_reason);
  // What the head says of the bill is said before there is one.
  const head = asRecord(message?.usage);
  const usage = isBody ? head : head ? { ...head, cost: null } : event.usage;
  return {
    ...before,
    upstreamId: before.upstreamId ?? asLabel(message?.id),
    model: asLabel(message?.model) ?? before.model,
    provider: asLabel(message?.provider ?? event.provider) ?? before.provider,
    routing: asRecord(message?.openrouter_metadata ?? event.openrouter_metadata) ?? before.routing,
    finishReason: (native && (FINISH_REASONS[native] ?? native)) ?? before.finishReason,
    nativeFinishReason: native ?? before.nativeFinishReason,
    usage: mergeUsage(before.usage, readMessageUsage(usage, before.usage)),
    failure: before.failure ?? failureIn(event),
    firstTokenAt: before.firstTokenAt ?? (isToken(event) ? at : null),
    events: before.events + 1,
    done: before.done || event.type === "message_stop",
  };
}

/** In the words of chat. */
const FINISH_REASONS: Partial<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** Words, thoughts and arguments come in pieces; a call may have no arguments. */
function isToken({ type, delta, content_block }: JsonRecord): boolean {
  if (type === "content_block_start") return asRecord(content_block)?.type === "tool_use";
  if (type !== "content_block_delta") return false;
  const piece = asRecord(delta);
  return (asText(piece?.text) ?? asText(piece?.thinking) ?? asText(piece?.partial_json)) !== null;
}

function failureIn({ error }: JsonRecord): Failure | null {
  if (error === null || error === undefined) return null;
  const body = { error: asRecord(error) ?? { message: String(error) } };
  return describeFailure(readFailure({ status: STATUSES[asText(body.error.type) ?? ""] ?? 502, body }));
}

/** The statuses for which the names of errors stand. */
const STATUSES: Partial<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  timeout_error: 504,
  overloaded_error: 529,
};
