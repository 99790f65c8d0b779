import type { Beat, Delta } from "./beats";
import { logprobsOf } from "./logprobs";
import type { Plan } from "./plan";
import { hash } from "./random";

const fingerprint = (plan: Plan): string | null =>
  plan.endpoint.provider.slug === "openai"
    ? `fp_${hash(plan.hop.entry.model.canonical_slug).toString(16)}`
    : null;

const base = (plan: Plan, object: string) => ({
  id: plan.id,
  object,
  created: Math.floor(plan.at / 1000),
  model: plan.hop.entry.model.id,
  provider: plan.endpoint.provider.name,
});

/** One streamed chunk. OpenRouter repeats role and content on every delta. */
export const contentChunk = (plan: Plan, delta: Delta) => ({
  ...base(plan, "chat.completion.chunk"),
  choices: [
    {
      index: 0,
      delta: { content: "", role: "assistant", ...delta },
      finish_reason: null,
      native_finish_reason: null,
      ...logprobsOf(plan, delta.content ?? ""),
    },
  ],
});

export const finishChunk = (plan: Plan) => ({
  ...base(plan, "chat.completion.chunk"),
  system_fingerprint: fingerprint(plan) ?? "",
  choices: [
    {
      index: 0,
      delta: { content: "", role: "assistant", reasoning: null },
      finish_reason: plan.finish.reason,
      native_finish_reason: plan.finish.native,
    },
  ],
});

/** The last chunk: it repeats the finish reason and carries the usage. */
export const usageChunk = (plan: Plan, usage: unknown, more: Record<string, unknown> = {}) => ({
  ...base(plan, "chat.completion.chunk"),
  system_fingerprint: fingerprint(plan) ?? "",
  service_tier: plan.endpoint.tier === "default" ? null : plan.endpoint.tier,
  choices: [
    {
      index: 0,
      delta: { content: "", role: "assistant" },
      finish_reason: plan.finish.reason,
      native_finish_reason: plan.finish.native,
    },
  ],
  usage,
  ...more,
});

export const errorChunk = (plan: Plan, more: Record<string, unknown>) => ({
  ...base(plan, "chat.completion.chunk"),
  ...more,
});

/** The same beats as one message. */
export function completionBody(
  plan: Plan,
  beats: Beat[],
  usage: unknown,
  more: Record<string, unknown> = {},
) {
  return {
    ...base(plan, "chat.completion"),
    system_fingerprint: fingerprint(plan),
    service_tier: plan.endpoint.tier === "default" ? null : plan.endpoint.tier,
    choices: [
      {
        index: 0,
        logprobs: null,
        ...logprobsOf(plan, beats.map(({ delta }) => delta.content ?? "").join("")),
        finish_reason: plan.finish.reason,
        native_finish_reason: plan.finish.native,
        message: messageOf(beats),
      },
    ],
    usage,
    ...more,
  };
}

function messageOf(beats: Beat[]) {
  const deltas = beats.map(({ delta }) => delta);
  const joined = (part: "content" | "reasoning") => deltas.map((delta) => delta[part] ?? "").join("");
  const [images, annotations] = [
    deltas.flatMap((delta) => delta.images ?? []),
    deltas.flatMap((delta) => delta.annotations ?? []),
  ];
  const [details, calls] = [mergeDetails(deltas), mergeCalls(deltas)];
  return {
    role: "assistant",
    content: calls.length > 0 && joined("content") === "" ? null : joined("content"),
    refusal: null,
    reasoning: joined("reasoning") || null,
    ...(details.length > 0 && { reasoning_details: details }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(images.length > 0 && { images }),
    ...(annotations.length > 0 && { annotations }),
  };
}

/** Fragments with one index are one item; a signature arrives alone and belongs to it. */
function mergeDetails(deltas: Delta[]): Record<string, unknown>[] {
  const merged = new Map<unknown, Record<string, unknown>>();
  for (const detail of deltas.flatMap((delta) => delta.reasoning_details ?? [])) {
    const known = merged.get(detail.index) ?? {};
    const text = typeof detail.text === "string" ? { text: `${known.text ?? ""}${detail.text}` } : {};
    const summary =
      typeof detail.summary === "string" ? { summary: `${known.summary ?? ""}${detail.summary}` } : {};
    merged.set(detail.index, { ...known, ...detail, ...text, ...summary });
  }
  return [...merged.values()];
}

type Call = { id?: string; type?: string; index: number; function: { name?: string; arguments: string } };

function mergeCalls(deltas: Delta[]): Call[] {
  const merged: Call[] = [];
  for (const call of deltas.flatMap((delta) => delta.tool_calls ?? []) as Call[]) {
    const known = merged.find(({ index }) => index === call.index);
    if (known === undefined) merged.push({ ...call, function: { ...call.function } });
    else known.function.arguments += call.function.arguments;
  }
  return merged;
}
