/** The one model of the stand-in, and what an answer of it costs whatever its length. */
export const MODEL = "bench/steady";
export const COST = 0.00125;

const TOKENS = { prompt_tokens: 20, completion_tokens: 400, total_tokens: 420 };

/** Wide enough for the time that is written into each event, so that all events are equally long. */
const STAMP_WIDTH = 16;

/** What stands before the time in an event, and is looked for by whoever reads it. */
export const STAMP_MARK = '"content":"';

export const stamp = (time) => time.toFixed(3).padStart(STAMP_WIDTH, "0");

/**
 * The events of one answer as OpenRouter words them, each one already framed as a piece of a chunked body,
 * so that sending one is a single write.
 */
export function eventsOf(id) {
  const created = Math.floor(Date.now() / 1000);
  const head = `{"id":"${id}","object":"chat.completion.chunk","created":${created},"model":"${MODEL}","provider":"Bench"`;
  const before = `data: ${head},"choices":[{"index":0,"delta":{"role":"assistant",${STAMP_MARK}`;
  const after = `"},"finish_reason":null}]}\n\n`;
  const size = (before.length + STAMP_WIDTH + after.length).toString(16);
  const usage = { ...TOKENS, cost: COST, is_byok: false, cost_details: { upstream_inference_cost: null } };
  return {
    comment: framed(": OPENROUTER PROCESSING\n\n"),
    token: (time) => `${size}\r\n${before}${stamp(time)}${after}\r\n`,
    last:
      framed(
        `data: ${head},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop","native_finish_reason":"stop"}]}\n\n`,
      ) +
      framed(`data: ${head},"choices":[],"usage":${JSON.stringify(usage)}}\n\n`) +
      framed("data: [DONE]\n\n"),
  };
}

const framed = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** The record that `/generation` has of an answer: the same bill as in its stream. */
export const recordOf = (id) => ({
  data: {
    id,
    model: MODEL,
    total_cost: COST,
    usage: COST,
    provider_name: "Bench",
    tokens_prompt: TOKENS.prompt_tokens,
    tokens_completion: TOKENS.completion_tokens,
    native_tokens_prompt: TOKENS.prompt_tokens,
    native_tokens_completion: TOKENS.completion_tokens,
    is_byok: false,
    streamed: true,
    finish_reason: "stop",
  },
});

/** What Patchbay asks for when it starts. */
export const ANSWERS = {
  "/api/v1/models": {
    data: [
      {
        id: MODEL,
        canonical_slug: MODEL,
        name: "Bench: Steady",
        created: 1_760_000_000,
        description: "Says the time.",
        context_length: 128_000,
        architecture: { input_modalities: ["text"], output_modalities: ["text"], tokenizer: "Other" },
        pricing: { prompt: "0.0000025", completion: "0.000003" },
        top_provider: { context_length: 128_000, max_completion_tokens: 16_384, is_moderated: false },
        supported_parameters: ["max_tokens", "temperature"],
      },
    ],
  },
  "/api/v1/key": { data: { label: "sk-or-v1-bench", limit: null, usage: 0, is_free_tier: false } },
  "/api/v1/credits": { data: { total_credits: 1_000, total_usage: 0 } },
};
