import { asBoolean, asCount, asRecord } from "@/lib/core/lenient";
import { parseUsdOrNull, type Usd } from "@/lib/core/money";

/** What a stream or body reports of tokens and money. Null is not said, which is not zero. */
export type Usage = {
  promptTokens: number | null;
  completionTokens: number | null;
  reasoningTokens: number | null;
  cachedTokens: number | null;
  cacheWriteTokens: number | null;
  cost: Usd | null;
  /** What the provider billed on the team's own provider key; null unless it was used. */
  upstreamCost: Usd | null;
  isByok: boolean | null;
};

/** The `usage` of a completion; null when it is missing, null or not an object. Amounts may be numbers or text. */
export function readUsage(value: unknown): Usage | null {
  const usage = asRecord(value);
  if (!usage) return null;
  const prompt = asRecord(usage.prompt_tokens_details);
  const completion = asRecord(usage.completion_tokens_details);
  const isByok = asBoolean(usage.is_byok);
  return {
    promptTokens: asCount(usage.prompt_tokens),
    completionTokens: asCount(usage.completion_tokens),
    reasoningTokens: asCount(completion?.reasoning_tokens),
    cachedTokens: asCount(prompt?.cached_tokens),
    cacheWriteTokens: asCount(prompt?.cache_write_tokens),
    cost: asAmount(usage.cost),
    upstreamCost: isByok ? asAmount(asRecord(usage.cost_details)?.upstream_inference_cost) : null,
    isByok,
  };
}

/** The `usage` of a response, whose tokens have other names; those from the cache are counted among the prompt's too. */
export function readResponseUsage(value: unknown): Usage | null {
  const usage = asRecord(value);
  return (
    usage &&
    readUsage({
      ...usage,
      prompt_tokens: usage.input_tokens,
      prompt_tokens_details: usage.input_tokens_details,
      completion_tokens: usage.output_tokens,
      completion_tokens_details: usage.output_tokens_details,
    })
  );
}

/**
 * The `usage` of a message, which counts what comes from the cache or goes into it apart from the prompt's other
 * tokens; here they are all one prompt. What this report does not say of the cache stands in `before`.
 */
export function readMessageUsage(value: unknown, before: Usage | null): Usage | null {
  const usage = asRecord(value);
  if (!usage) return null;
  const input = asCount(usage.input_tokens);
  const cached = asCount(usage.cache_read_input_tokens) ?? before?.cachedTokens ?? null;
  const written = asCount(usage.cache_creation_input_tokens) ?? before?.cacheWriteTokens ?? null;
  return readUsage({
    ...usage,
    prompt_tokens: input === null ? null : input + (cached ?? 0) + (written ?? 0),
    prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
    completion_tokens: usage.output_tokens,
    completion_tokens_details: {
      reasoning_tokens: asRecord(usage.output_tokens_details)?.thinking_tokens,
    },
  });
}

/** A later report adds to an earlier one; what it leaves open stays as it was said. */
export function mergeUsage(before: Usage | null, later: Usage | null): Usage | null {
  if (before === null || later === null) return later ?? before;
  return {
    promptTokens: later.promptTokens ?? before.promptTokens,
    completionTokens: later.completionTokens ?? before.completionTokens,
    reasoningTokens: later.reasoningTokens ?? before.reasoningTokens,
    cachedTokens: later.cachedTokens ?? before.cachedTokens,
    cacheWriteTokens: later.cacheWriteTokens ?? before.cacheWriteTokens,
    cost: later.cost ?? before.cost,
    upstreamCost: later.upstreamCost ?? before.upstreamCost,
    isByok: later.isByok ?? before.isByok,
  };
}

/** A charge that can be believed: not negative, and within what a single generation can cost. */
export function asAmount(value: unknown): Usd | null {
  const amount = parseUsdOrNull(value);
  return amount !== null && amount >= 0n && amount < LARGEST ? amount : null;
}

/** The ledger's columns end here; a "cost" beyond it is garbage, not a bill. */
const LARGEST = 10n ** 19n;
