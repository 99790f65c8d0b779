import { asRecord } from "@/lib/core/lenient";

/** What endpoints say they support, by the names that they use for it. */
export const CAPABILITIES: ReadonlySet<string> = new Set([
  ...["temperature", "top_p", "top_k", "min_p", "top_a", "seed", "stop", "verbosity", "prediction"],
  ...["frequency_penalty", "presence_penalty", "repetition_penalty", "logit_bias", "logprobs"],
  ...["top_logprobs", "max_tokens", "max_completion_tokens", "response_format", "tools", "tool_choice"],
  ...["parallel_tool_calls", "reasoning", "web_search_options"],
]);

/** Two names for the same thing: an endpoint that has either takes both. */
const ALIKE: Record<string, string> = {
  max_tokens: "max_completion_tokens",
  max_completion_tokens: "max_tokens",
};

/** What an endpoint has to support for all of a request's settings to be heeded. */
export function wantedParameters(parameters: Readonly<Record<string, unknown>>): string[] {
  const set = Object.keys(parameters).filter((name) => CAPABILITIES.has(name));
  const schema = asRecord(parameters.response_format)?.type === "json_schema" ? ["structured_outputs"] : [];
  return [...set, ...schema];
}

/** Those of the wanted that an endpoint does not have. */
export const missingParameters = (wanted: readonly string[], supported: readonly string[]): string[] =>
  wanted.filter((name) => !supported.includes(name) && !supported.includes(ALIKE[name] ?? name));
