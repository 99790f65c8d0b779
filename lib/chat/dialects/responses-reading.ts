import type { Completion } from "@/lib/chat/completion";
import type { Reading } from "@/lib/chat/reading";
import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";
import { readFailure } from "@/lib/openrouter/failure";
import { mergeUsage, readResponseUsage } from "@/lib/openrouter/usage";

/** Streams of named events, of which the first and the last hold the whole response. */
export const RESPONSES_READING: Reading = {
  add: addEvent,
  isAnswer: () => false,
  // What was said is said again in full when it is done: as a text, a part, an item and a response.
  lastEvents: 8,
};

/** Events after which the response says how it ended and what it cost. */
const LAST = new Set(["response.completed", "response.incomplete", "response.failed"]);

function addEvent(before: Completion, event: JsonRecord, at: number): Completion {
  const type = asText(event.type) ?? "";
  const isBody = event.object === "response";
  const response = isBody ? event : asRecord(event.response);
  const ended = isBody || LAST.has(type) ? response : null;
  const native = ended && nativeReason(ended);
  return {
    ...before,
    upstreamId: before.upstreamId ?? asLabel(response?.id),
    model: asLabel(response?.model) ?? before.model,
    provider: asLabel(response?.provider) ?? before.provider,
    routing: asRecord(response?.openrouter_metadata ?? event.openrouter_metadata) ?? before.routing,
    finishReason: (ended && finishReason(ended, native)) ?? before.finishReason,
    nativeFinishReason: native ?? before.nativeFinishReason,
    usage: ended ? mergeUsage(before.usage, readResponseUsage(ended.usage)) : before.usage,
    failure: before.failure ?? failureIn(type, event, ended),
    firstTokenAt: before.firstTokenAt ?? (isToken(type, event) ? at : null),
    events: before.events + 1,
  };
}

function nativeReason(response: JsonRecord): string | null {
  const status = asLabel(response.status);
  return status === "incomplete"
    ? (asLabel(asRecord(response.incomplete_details)?.reason) ?? status)
    : status;
}

const CALLS = new Set<unknown>(["function_call", "custom_tool_call"]);

/** In the words of chat; null while it has not ended by itself. */
function finishReason({ status, output }: JsonRecord, native: string | null): string | null {
  if (status === "completed")
    return asArray(output).some((item) => CALLS.has(asRecord(item)?.type)) ? "tool_calls" : "stop";
  if (status !== "incomplete") return null;
  return native === "max_output_tokens" ? "length" : native;
}

/** Texts, thoughts and arguments come as deltas; a call may have no arguments. */
function isToken(type: string, { delta, item }: JsonRecord): boolean {
  if (type === "response.output_item.added") return CALLS.has(asRecord(item)?.type);
  return type.endsWith(".delta") && asText(delta) !== null;
}

function failureIn(type: string, event: JsonRecord, ended: JsonRecord | null): Failure | null {
  const error = ended?.error ?? event.error ?? (type === "error" ? event : null);
  if (error !== null && error !== undefined) {
    const body = { error: asRecord(error) ?? { message: String(error) } };
    return describeFailure(readFailure({ status: statusOf(asText(body.error.code)), body }));
  }
  return ended?.status === "failed" ? describeFailure(new AppError("provider_failed")) : null;
}

/** The names of errors that say whose fault it was; all others are the upstream's. */
function statusOf(code: string | null): number {
  if (code === "rate_limit_exceeded") return 429;
  return code !== null && /^(?:invalid_|image_|unsupported_|empty_|failed_to_download_)/.test(code)
    ? 400
    : 502;
}
