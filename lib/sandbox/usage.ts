import type { Beat } from "./beats";
import { totalsOf } from "./beats";
import type { Bill } from "./bill";
import type { Plan } from "./plan";

/** OpenRouter's `usage`: native token counts, and dollars as JSON numbers. */
export function usageOf(plan: Plan, beats: Beat[], bill: Bill) {
  const totals = totalsOf(beats, plan.hop.entry.model.architecture.tokenizer);
  return {
    prompt_tokens: plan.promptTokens,
    completion_tokens: totals.completionTokens,
    total_tokens: plan.promptTokens + totals.completionTokens,
    cost: bill.costNumber,
    is_byok: false,
    prompt_tokens_details: {
      cached_tokens: plan.cache.cachedTokens,
      cache_write_tokens: plan.cache.cacheWriteTokens,
      audio_tokens: 0,
      video_tokens: 0,
    },
    cost_details: {
      upstream_inference_cost: bill.promptNumber + bill.completionNumber,
      upstream_inference_prompt_cost: bill.promptNumber,
      upstream_inference_completions_cost: bill.completionNumber,
      ...(plan.searches > 0 && { server_tool_cost: bill.toolNumber }),
    },
    completion_tokens_details: {
      reasoning_tokens: totals.reasoningTokens,
      image_tokens: totals.imageTokens,
      audio_tokens: 0,
    },
    ...(plan.searches > 0 && { server_tool_use_details: { web_search_requests: plan.searches } }),
  };
}
