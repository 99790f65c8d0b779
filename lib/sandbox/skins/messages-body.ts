import type { Failure } from "@/lib/sandbox/failure";
import { type Fields, fields, numberOr } from "@/lib/sandbox/json";
import type { Plan } from "@/lib/sandbox/plan";
import { wordsOf } from "./delta";

export const STOP_REASONS: Record<string, string> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
};

export const messageOf = (plan: Plan, more: Fields = {}): Fields => ({
  id: plan.id,
  type: "message",
  role: "assistant",
  content: [],
  model: plan.hop.entry.model.id,
  provider: plan.endpoint.provider.name,
  stop_reason: null,
  stop_sequence: null,
  ...more,
});

/** The same counts and amounts under the API's own names; what comes from the cache is no input there. */
export function usageOf(usage: unknown): unknown {
  const told = fields(usage);
  const prompt = fields(told.prompt_tokens_details);
  const [read, written] = [numberOr(prompt.cached_tokens, 0), numberOr(prompt.cache_write_tokens, 0)];
  return {
    input_tokens: numberOr(told.prompt_tokens, 0) - read - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: told.completion_tokens,
    output_tokens_details: { thinking_tokens: fields(told.completion_tokens_details).reasoning_tokens ?? 0 },
    cost: told.cost,
    is_byok: told.is_byok,
    cost_details: told.cost_details,
  };
}

const TYPES: Record<number, string> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

/** A refusal: a name for its status and the words, without what OpenRouter's own form has besides. */
export const refusalBody = ({ status, message, metadata }: Failure) => ({
  type: "error",
  error: {
    type: TYPES[status] ?? (status < 500 ? "invalid_request_error" : "api_error"),
    message,
    ...(metadata?.error_type !== undefined && { error_type: metadata.error_type }),
  },
});

export const errorBody = (error: unknown) => ({
  type: "error",
  error: { type: "api_error", message: wordsOf(error) },
});
