import { type Fields, fields, list } from "./json";

/**
 * The same chunk or body as some later version of OpenRouter might send it: values and fields that
 * nobody has announced, nulls and gaps where nothing was ever missing. Money and words stay true.
 */
export function drifted(source: unknown, index: number): Fields {
  const body = fields(source);
  const { created: _, ...rest } = body;
  const choices = list(body.choices).map((choice) => {
    const { native_finish_reason: __, ...kept } = fields(choice);
    const extra = { policy_trace: { stage: "post", verdict: "ok" }, logprobs: null };
    return index === -1
      ? { ...kept, ...extra, finish_reason: "end_of_thought", native_finish_reason: "PONDERED" }
      : { ...kept, ...extra };
  });
  return {
    ...(index % 2 === 0 ? rest : body),
    choices,
    provider: index % 3 === 0 ? null : "Provider From The Future",
    object: "chat.completion.chunk",
    system_fingerprint: null,
    service_tier: "hyperdrive",
    carbon_grams: 0.004,
    ...(body.usage !== undefined && { usage: driftedUsage(fields(body.usage)) }),
  };
}

const driftedUsage = (usage: Fields): Fields => ({
  ...usage,
  prompt_tokens_details: null,
  completion_tokens_details: { reasoning_tokens: null, dream_tokens: 3 },
  cost_details: null,
  settlement_currency: "USD",
});
