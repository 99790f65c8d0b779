import { asArray, asBoolean, asCount, asRecord, type JsonRecord } from "@/lib/core/lenient";
import type { Usd } from "@/lib/core/money";
import { asLabel, cleanJson } from "@/lib/core/storable";
import { redact } from "./failure";
import { asAmount } from "./usage";

/** The upstream's own record of a generation: the final word on what it cost. */
export type GenerationStats = {
  cost: Usd;
  upstreamCost: Usd | null;
  isByok: boolean | null;
  provider: string | null;
  /** The dated name of the model, which is not the id that was asked for. */
  model: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  reasoningTokens: number | null;
  cachedTokens: number | null;
  latencyMs: number | null;
  finishReason: string | null;
  nativeFinishReason: string | null;
  attempts:
    | { provider: string | null; model: string | null; status: number | null; latencyMs: number | null }[]
    | null;
  /** Everything it said that may be kept and shown. */
  record: JsonRecord;
};

/** What may be kept of the record. Not the account's user, address or app. */
const KEPT = new Set([
  "id",
  "upstream_id",
  "request_id",
  "created_at",
  "model",
  "api_type",
  "streamed",
  "cancelled",
  "finish_reason",
  "native_finish_reason",
  "latency",
  "generation_time",
  "moderation_latency",
  "tokens_prompt",
  "tokens_completion",
  "native_tokens_prompt",
  "native_tokens_completion",
  "native_tokens_reasoning",
  "native_tokens_cached",
  "native_tokens_completion_images",
  "num_media_prompt",
  "num_input_audio_prompt",
  "num_media_completion",
  "num_search_results",
  "num_fetches",
  "total_cost",
  "usage",
  "upstream_inference_cost",
  "cache_discount",
  "is_byok",
  "provider_name",
  "router",
  "service_tier",
  "preset_id",
  "session_id",
  "web_search_engine",
  "response_cache_source_id",
  "data_region",
  "provider_responses",
]);

/** Reads the answer of `/generation`; null when it names no believable cost. Native token counts are the billed ones. */
export function readStats(body: unknown): GenerationStats | null {
  const data = asRecord(asRecord(body)?.data);
  const cost = asAmount(data?.total_cost ?? data?.usage);
  if (!data || cost === null) return null;
  const isByok = asBoolean(data.is_byok);
  const responses = asArray(data.provider_responses)
    .map(asRecord)
    .filter((item) => item !== null);
  return {
    cost,
    upstreamCost: isByok ? asAmount(data.upstream_inference_cost) : null,
    isByok,
    provider: asLabel(data.provider_name),
    model: asLabel(data.model),
    promptTokens: asCount(data.native_tokens_prompt) ?? asCount(data.tokens_prompt),
    completionTokens: asCount(data.native_tokens_completion) ?? asCount(data.tokens_completion),
    reasoningTokens: asCount(data.native_tokens_reasoning),
    cachedTokens: asCount(data.native_tokens_cached),
    latencyMs: asCount(data.latency),
    finishReason: asLabel(data.finish_reason),
    nativeFinishReason: asLabel(data.native_finish_reason),
    attempts: responses.length === 0 ? null : responses.map(readAttempt),
    record: Object.fromEntries(
      Object.entries(data)
        .filter(([key]) => KEPT.has(key))
        .map(([key, value]) => [key, clean(cleanJson(value))]),
    ),
  };
}

const readAttempt = (response: JsonRecord) => ({
  provider: asLabel(response.provider_name),
  model: asLabel(response.model_permaslug),
  status: asCount(response.status),
  latencyMs: asCount(response.latency),
});

/** Text is masked and cut, lists are cut. */
function clean(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.slice(0, 50).map(clean);
  const record = asRecord(value);
  return record
    ? Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, clean(inner)]))
    : value;
}
