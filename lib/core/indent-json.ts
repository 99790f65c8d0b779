/** Deeper than anyone reads; beyond it text only moves to the right. */
const DEEPEST = 40;

/**
 * JSON on lines of its own, by moving white space alone: numbers, names and what stands twice stay as they were
 * written. Null when it is no JSON.
 */
export function indentJson(text: string): string | null {
  if (!isJson(text)) return null;
  let out = "";
  let depth = 0;
  const newLine = () => `\n${"  ".repeat(Math.min(depth, DEEPEST))}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === "{" || token === "[") {
      depth += 1;
      out += token + newLine();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      out += newLine() + token;
    } else if (token === ",") out += token + newLine();
    else if (token === ":") out += ": ";
    else out += /^[{[]/.test(token) ? token.replace(/\s/g, "") : token;
  }
  return out;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON, or nested beyond what can be read.
    return false;
  }
}
