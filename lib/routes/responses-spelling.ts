import { asArray, asRecord, asText } from "@/lib/core/lenient";
import { isInstruction } from "./chat-spelling";
import { type Spelling, sameWords, type Word, wordAt } from "./spelling";

const WORDS: Record<string, Word> = {
  ...sameWords([
    ...["temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "top_logprobs"],
    ...["reasoning", "parallel_tool_calls", "max_tool_calls", "plugins", "modalities", "image_config"],
    ...["service_tier", "provider"],
  ]),
  max_tokens: wordAt(["max_output_tokens"]),
  max_completion_tokens: wordAt(["max_output_tokens"]),
  verbosity: wordAt(["text.verbosity"]),
  response_format: wordAt(["text.format"], formatOf),
  tools: wordAt(["tools"], (tools) => asArray(tools).map(withoutFunction)),
  tool_choice: wordAt(["tool_choice"], withoutFunction),
};

export const RESPONSES_SPELLING: Spelling = {
  word: (setting) => WORDS[setting] ?? null,
  fallbacks: (models) => ({ models }),
  instructions(body, system, isLocked) {
    const { input } = body;
    const own = asArray(input).filter(isInstruction);
    const hasOwn = asText(body.instructions) !== null || own.length > 0;
    if (!isLocked) return hasOwn || system === null ? {} : { instructions: system };
    return {
      ...(hasOwn || system !== null ? { instructions: system ?? undefined } : {}),
      ...(own.length > 0 ? { input: asArray(input).filter((item) => !own.includes(item)) } : {}),
    };
  },
};

/** Here a function's facts stand beside its type. */
function withoutFunction(tool: unknown): unknown {
  const { function: facts, ...rest } = asRecord(tool) ?? {};
  return asRecord(facts) ? { ...rest, ...asRecord(facts) } : tool;
}

function formatOf(format: unknown): unknown {
  const { type, json_schema } = asRecord(format) ?? {};
  if (type === "json_schema") return { type, ...asRecord(json_schema) };
  return type === "text" || type === "json_object" ? format : undefined;
}
