import { asRecord, type JsonRecord } from "@/lib/core/lenient";

/** Settings that hold numbers and choices. Stop words, schemas and predictions may quote what was said. */
const KEPT = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "top_a",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "seed",
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
  "max_tool_calls",
  "reasoning",
  "reasoning_effort",
  "thinking",
  "speed",
  "include_reasoning",
  "logprobs",
  "top_logprobs",
  "verbosity",
  "service_tier",
  "provider",
  "route",
  "n",
  "best_of",
  "truncation",
  "dimensions",
  "encoding_format",
  "input_type",
  "parallel_tool_calls",
] as const;

/** Whether a setting can be told from what is kept of a request; absent there, it was not sent. */
export const isKept = (name: string): boolean => (KEPT as readonly string[]).includes(name);

/** How a request was sampled and routed, without a word of what was said, whatever a program put there. */
export function keptParameters(request: JsonRecord): Record<string, unknown> {
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = settingOf(request[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The name of a choice, a provider or a model: one word. Anything longer could be someone's sentence. */
const WORD = /^[\w~@.:/+-]{1,64}$/;
const DEEPEST = 3;
const MOST = 64;

/** Numbers, choices, and lists and groups of them; undefined for everything else. */
function settingOf(value: unknown, depth = 0): unknown {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "string") return WORD.test(value) ? value : undefined;
  if (depth === DEEPEST) return undefined;
  if (Array.isArray(value)) {
    return value.slice(0, MOST).flatMap((item) => settingOf(item, depth + 1) ?? []);
  }
  const group = asRecord(value);
  if (!group) return undefined;
  return Object.fromEntries(
    Object.keys(group)
      .slice(0, MOST)
      .flatMap((name) => {
        const setting = WORD.test(name) ? settingOf(group[name], depth + 1) : undefined;
        return setting === undefined ? [] : [[name, setting]];
      }),
  );
}
