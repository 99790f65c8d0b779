import { totalsOf } from "./beats";
import { cacheDiscount } from "./bill";
import type { Outcome } from "./generations";
import { textOr } from "./json";
import { quantities } from "./plan";
import { hash, seeded, tail, uuidOf } from "./random";
import { normalisedTokens } from "./tokens";

/** The record of `GET /generation`: the dated slug, and normalised counts beside the billed ones. */
export function statsOf(outcome: Outcome): Record<string, unknown> {
  const { plan, beats, bill, cancelled, finish } = outcome;
  const { model } = plan.hop.entry;
  const { body } = plan.request;
  const totals = totalsOf(beats, model.architecture.tokenizer);
  const cost = Number(bill.cost);
  const random = seeded(hash(plan.id));
  return {
    id: plan.id,
    upstream_id: `chatcmpl-${tail(random, 29)}`,
    request_id: `req-${Math.floor(plan.at / 1000)}-${tail(random, 20)}`,
    created_at: new Date(plan.at).toISOString(),
    model: model.canonical_slug,
    api_type: plan.request.vectors ? "embeddings" : "completions",
    streamed: plan.request.stream,
    cancelled,
    finish_reason: finish.reason,
    native_finish_reason: finish.native,
    latency: outcome.firstTokenAt === null ? null : Math.round(outcome.firstTokenAt - plan.at),
    generation_time: Math.round(outcome.endedAt - plan.at),
    moderation_latency: model.top_provider.is_moderated ? 40 + Math.floor(random() * 60) : null,
    tokens_prompt: plan.normalisedPrompt,
    tokens_completion: normalisedTokens(totals.pieces),
    native_tokens_prompt: plan.promptTokens,
    native_tokens_completion: totals.completionTokens,
    native_tokens_reasoning: totals.reasoningTokens,
    native_tokens_cached: plan.cache.cachedTokens,
    native_tokens_completion_images: totals.imageTokens || null,
    num_media_prompt: quantities(plan, totals).promptImages || null,
    num_input_audio_prompt: null,
    num_media_completion: totals.imageTokens > 0 ? 1 : null,
    num_search_results: plan.searches > 0 ? 3 : null,
    num_fetches: null,
    total_cost: cost,
    usage: cost,
    upstream_inference_cost: 0,
    cache_discount:
      plan.cache.cachedTokens + plan.cache.cacheWriteTokens > 0
        ? cacheDiscount(plan.tariff, quantities(plan, totals))
        : null,
    is_byok: false,
    provider_name: plan.endpoint.provider.name,
    provider_responses: outcome.attempts.map((attempt) => ({
      endpoint_id: attempt.endpointId,
      id: attempt.status === 200 ? `chatcmpl-${tail(random, 29)}` : null,
      is_byok: false,
      latency: attempt.latency,
      model_permaslug: attempt.model,
      provider_name: attempt.provider,
      status: attempt.status,
    })),
    router: plan.hop.router,
    service_tier: plan.endpoint.tier === "default" ? null : plan.endpoint.tier,
    preset_id: null,
    session_id: textOr(body.session_id, outcome.headers.sessionId),
    external_user: textOr(body.user, null),
    web_search_engine: plan.searches === 0 ? null : plan.pluginSearchPrice === null ? "native" : "exa",
    user_agent: outcome.headers.userAgent,
    http_referer: outcome.headers.referer,
    response_cache_source_id: null,
    origin: outcome.headers.referer ?? "",
    app_id: outcome.headers.referer === null ? null : hash(outcome.headers.referer) % 1_000_000,
    data_region: "global",
    workspace_id: uuidOf("workspace"),
  };
}
