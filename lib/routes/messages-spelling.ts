import { asArray, asRecord, asText } from "@/lib/core/lenient";
import { type Fields, isSet, type Spelling, sameWords, type Word, wordAt } from "./spelling";

const WORDS: Record<string, Word> = {
  ...sameWords(["temperature", "top_p", "top_k", "max_tokens", "plugins", "service_tier", "provider"]),
  max_completion_tokens: wordAt(["max_tokens"]),
  stop: wordAt(["stop_sequences"], (stop) => (typeof stop === "string" ? [stop] : stop)),
  response_format: wordAt(["output_config.format"], formatOf),
  reasoning: { at: ["thinking", "output_config.effort"], write: thinkingOf },
  tools: wordAt(["tools"], (tools) => asArray(tools).map(toolOf)),
  tool_choice: wordAt(["tool_choice"], choiceOf),
};

export const MESSAGES_SPELLING: Spelling = {
  word: (setting) => WORDS[setting] ?? null,
  fallbacks: (models) => ({ fallbacks: models.map((model) => ({ model })) }),
  instructions(body, system, isLocked) {
    if (isLocked) return isSet(body.system) || system !== null ? { system: system ?? undefined } : {};
    return isSet(body.system) || system === null ? {} : { system };
  },
};

function formatOf(format: unknown): unknown {
  const { type, json_schema } = asRecord(format) ?? {};
  const schema = asRecord(json_schema)?.schema;
  return type === "json_schema" && schema !== undefined ? { type, schema } : undefined;
}

/** A budget of tokens, or how hard to think: the models choose the budget themselves then. */
function thinkingOf(reasoning: unknown): Fields | null {
  const { effort, max_tokens, enabled } = asRecord(reasoning) ?? {};
  if (enabled === false || effort === "none") return { thinking: { type: "disabled" } };
  if (isSet(max_tokens)) return { thinking: { type: "enabled", budget_tokens: max_tokens } };
  const name = asText(effort);
  if (name === null) return enabled === true ? { thinking: { type: "adaptive" } } : null;
  return { thinking: { type: "adaptive" }, "output_config.effort": name === "minimal" ? "low" : name };
}

function toolOf(tool: unknown): unknown {
  const facts = asRecord(asRecord(tool)?.function);
  if (!facts) return tool;
  const { name, description, parameters } = facts;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: parameters ?? { type: "object" },
  };
}

function choiceOf(choice: unknown): unknown {
  if (choice === "auto" || choice === "none") return { type: choice };
  if (choice === "required") return { type: "any" };
  const name = asRecord(asRecord(choice)?.function)?.name;
  return name === undefined ? undefined : { type: "tool", name };
}
