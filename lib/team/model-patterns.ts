/** A model's id, or how ids begin: `openai/gpt-4o`, `anthropic/*`, `anthropic/claude-*`. */
const PATTERN = /^([^\s*,]+|[^\s*,]+\/[^\s*,]*\*)$/;

export const MOST_PATTERNS = 200;
export const LONGEST_PATTERN = 200;

export const isModelPattern = (text: string): boolean => text.length <= LONGEST_PATTERN && PATTERN.test(text);

/** The patterns of a text that holds one on each line, each once; blank lines say nothing. */
export const readPatterns = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

/** What is wrong with patterns; null when nothing is. */
export function patternsProblem(patterns: readonly string[]): string | null {
  if (patterns.length > MOST_PATTERNS) return `At most ${MOST_PATTERNS}.`;
  const wrong = patterns.find((pattern) => !isModelPattern(pattern));
  return wrong === undefined
    ? null
    : `“${wrong}” is neither a model's id nor the beginning of one, as author/*.`;
}
