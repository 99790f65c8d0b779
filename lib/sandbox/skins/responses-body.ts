import { type Fields, fields, list } from "@/lib/sandbox/json";
import type { Plan } from "@/lib/sandbox/plan";
import { hash, seeded, tail } from "@/lib/sandbox/random";
import { wordsOf } from "./delta";

/** The refusal inside of a response keeps its words and a name for its kind. */
export const errorOf = (error: unknown) => ({ code: "server_error", message: wordsOf(error) });

export const itemId = (plan: Plan, kind: string): string =>
  `${kind}_${tail(seeded(hash(plan.id + kind)), 24)}`;

export const reasoningItem = (plan: Plan, text: string) => ({
  id: itemId(plan, "rs"),
  type: "reasoning",
  summary: [],
  content: [{ type: "reasoning_text", text }],
});

export const messageItem = (plan: Plan, text: string) => ({
  id: itemId(plan, "msg"),
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text, annotations: [] }],
});

export const callItem = (id: string, name: string, args: string, status: string) => ({
  id: `fc_${id}`,
  type: "function_call",
  call_id: id,
  name,
  arguments: args,
  status,
});

export function responseOf(plan: Plan, status: string, more: Fields = {}): Fields {
  const { body } = plan.request;
  return {
    id: plan.id,
    object: "response",
    created_at: Math.floor(plan.at / 1000),
    completed_at: null,
    model: plan.hop.entry.model.id,
    status,
    output: [],
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: body.metadata ?? {},
    tools: list(body.tools).map((tool) => {
      const { function: facts, ...rest } = fields(tool);
      return { ...rest, ...fields(facts) };
    }),
    tool_choice: body.tool_choice ?? "auto",
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    max_output_tokens: plan.request.maxTokens,
    temperature: body.temperature ?? 1,
    top_p: body.top_p ?? 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    usage: null,
    ...more,
  };
}

export function ended(
  plan: Plan,
  finish: string,
  output: unknown[],
  usage: unknown,
  metadata: unknown,
): Fields {
  const isCut = finish === "length";
  return responseOf(plan, isCut ? "incomplete" : "completed", {
    output,
    completed_at: Math.floor(plan.at / 1000),
    incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
    ...(usage === undefined ? {} : { usage: usageOf(usage) }),
    ...(metadata === undefined ? {} : { openrouter_metadata: metadata }),
  });
}

/** The same counts and amounts under the API's own names. */
export function usageOf(usage: unknown): unknown {
  if (usage === null) return null;
  const told = fields(usage);
  const [prompt, completion, costs] = [
    fields(told.prompt_tokens_details),
    fields(told.completion_tokens_details),
    fields(told.cost_details),
  ];
  return {
    input_tokens: told.prompt_tokens,
    input_tokens_details: {
      cached_tokens: prompt.cached_tokens ?? 0,
      cache_write_tokens: prompt.cache_write_tokens ?? 0,
    },
    output_tokens: told.completion_tokens,
    output_tokens_details: { reasoning_tokens: completion.reasoning_tokens ?? 0 },
    total_tokens: told.total_tokens,
    cost: told.cost,
    is_byok: told.is_byok,
    cost_details: {
      upstream_inference_cost: costs.upstream_inference_cost ?? null,
      upstream_inference_input_cost: costs.upstream_inference_prompt_cost ?? 0,
      upstream_inference_output_cost: costs.upstream_inference_completions_cost ?? 0,
    },
  };
}
