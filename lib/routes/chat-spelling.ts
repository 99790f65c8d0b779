import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { type Fields, type Spelling, wordAt } from "./spelling";

/** Other names under which a caller may set the same thing; setting either keeps the route's value out. */
const SAME: Record<string, readonly string[]> = {
  max_tokens: ["max_completion_tokens"],
  max_completion_tokens: ["max_tokens"],
  reasoning: ["reasoning_effort", "include_reasoning"],
  plugins: ["transforms"],
};

/** The words in which routes are written. */
export const CHAT_SPELLING: Spelling = {
  word: (setting) => wordAt([setting, ...(SAME[setting] ?? [])]),
  fallbacks: (models) => ({ models }),
  instructions(body, system, isLocked) {
    const said = asArray(body.messages);
    if (said.length === 0 && asText(body.prompt) !== null) return beforePrompt(body, system);
    const messages = withSystem(said, system, isLocked);
    return messages ? { messages } : {};
  },
};

/** The older API, whose texts have no place for instructions but before them. */
export const COMPLETIONS_SPELLING: Spelling = { ...CHAT_SPELLING, instructions: beforePrompt };

function beforePrompt({ prompt }: JsonRecord, system: string | null): Fields | null {
  if (system === null) return {};
  const before = (text: string) => `${system}\n\n${text}`;
  if (typeof prompt === "string") return { prompt: before(prompt) };
  const texts = asArray(prompt);
  if (!texts.every((text) => typeof text === "string")) return null;
  return { prompt: texts.map(before) };
}

const INSTRUCTIONS = new Set<unknown>(["system", "developer"]);

/** Whether a message is instructions, by whoever they come. */
export const isInstruction = (message: unknown): boolean => INSTRUCTIONS.has(asRecord(message)?.role);

/** The messages under the route's instructions; null when they stay as they are. */
function withSystem(
  messages: readonly unknown[],
  system: string | null,
  isLocked: boolean,
): unknown[] | null {
  const own = messages.filter(isInstruction);
  const first = system === null ? [] : [{ role: "system", content: system }];
  if (isLocked && own.length > 0) return [...first, ...messages.filter((message) => !own.includes(message))];
  return own.length > 0 || system === null ? null : [...first, ...messages];
}
