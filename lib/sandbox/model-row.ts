import type { Model, Pricing, Reasoning } from "./model";
import { hash } from "./random";
import type { Row } from "./rows";

const MODALITIES: Record<string, string> = { t: "text", i: "image", a: "audio", v: "video", f: "file" };
const TOKENIZERS: Record<string, string> = { openai: "GPT", anthropic: "Claude", google: "Gemini" };

/** The public row of a model. */
export function modelOf(row: Row, pricing: Pricing): Model {
  const inputs = [...row.in].map((initial) => MODALITIES[initial] ?? "text");
  const outputs = row.outputs ?? ["text"];
  const slug = row.slug ?? `${row.id}-${row.date.replaceAll("-", "")}`;
  const author = row.id.split("/")[0] ?? "";
  const reasoning = reasoningOf(row);
  return {
    id: row.id,
    canonical_slug: slug,
    hugging_face_id: row.hf ?? (hash(row.id) % 3 === 0 ? "" : null),
    name: row.name,
    // Noon, and some odd minutes: real rows are never released on the hour.
    created: Date.parse(`${row.date}T12:00:00Z`) / 1000 + (hash(row.id) % 18_000),
    description: row.about,
    context_length: row.context,
    architecture: {
      modality: `${inputs.join("+")}->${outputs.join("+")}`,
      input_modalities: inputs,
      output_modalities: outputs,
      tokenizer: row.tokenizer ?? TOKENIZERS[author] ?? "Other",
      instruct_type: null,
    },
    pricing,
    top_provider: {
      context_length: row.topContext ?? row.context,
      max_completion_tokens: row.out,
      is_moderated: row.moderated === true,
    },
    per_request_limits: null,
    supported_parameters: parametersOf(row, reasoning),
    default_parameters: row.open === true ? { temperature: 1, top_p: 0.95, top_k: null } : {},
    supported_voices: row.voices ?? null,
    knowledge_cutoff: row.cutoff ?? null,
    expiration_date: row.expires ?? null,
    links: { details: `/api/v1/models/${slug}/endpoints` },
    ...(row.score && { benchmarks: benchmarksOf(row.score) }),
    ...(reasoning && { reasoning }),
  };
}

function reasoningOf(row: Row): Reasoning | undefined {
  if (row.reasoning === undefined) return undefined;
  const [mode, efforts] = row.reasoning.split(":");
  const supported = efforts?.split(",") ?? null;
  return {
    mandatory: mode === "must",
    default_enabled: mode !== "off",
    supported_efforts: supported,
    ...(supported?.includes("medium") && { default_effort: "medium" }),
    ...(supported === null && { supports_max_tokens: true as const }),
  };
}

function parametersOf(row: Row, reasoning: Reasoning | undefined): string[] {
  if (row.out === null) return [];
  // OpenAI's reasoning models refuse sampling parameters.
  const fixed = row.id.startsWith("openai/") && reasoning !== undefined && row.open !== true;
  return [
    "max_tokens",
    "response_format",
    "seed",
    "stop",
    "structured_outputs",
    "tool_choice",
    "tools",
    ...(fixed ? [] : ["temperature", "top_p", "frequency_penalty", "presence_penalty"]),
    ...(row.open === true
      ? ["logit_bias", "logprobs", "min_p", "repetition_penalty", "top_k", "top_logprobs"]
      : []),
    ...(row.id.startsWith("anthropic/") ? ["top_k", "verbosity"] : []),
    ...(reasoning ? ["include_reasoning", "reasoning"] : []),
    ...(reasoning?.supported_efforts ? ["reasoning_effort"] : []),
    ...(row.extra?.web_search !== undefined ? ["web_search_options"] : []),
  ]
    .filter((name) => !lacking(row).includes(name))
    .sort();
}

function lacking(row: Row): string[] {
  const lacks = row.lacks ?? [];
  return lacks.flatMap((name) =>
    name === "tools"
      ? ["tools", "tool_choice"]
      : name === "response_format"
        ? [name, "structured_outputs"]
        : [name],
  );
}

function benchmarksOf([intelligence, coding, agentic]: (number | null)[]) {
  return {
    design_arena: [],
    artificial_analysis: {
      intelligence_index: intelligence ?? null,
      coding_index: coding ?? null,
      agentic_index: agentic ?? null,
    },
  };
}
