import type { Asked } from "./answer";

/** Works out plain sums such as `what is 12 * (3 + 4)?`. */
export function arithmetic({ last, author }: Asked): string | null {
  const match =
    /^(?:please\s+)?(?:what(?:'s| is)|calculate|compute|how much is|evaluate|solve)?\s*([-+*/^×÷().,\d\s]+?)\s*[=?.!]*\s*$/i.exec(
      last.trim(),
    );
  const written = match?.[1]?.trim() ?? "";
  if (!/\d\s*[-+*/^×÷]\s*[-(]*\d/.test(written)) return null;
  const value = evaluate(written.replaceAll("×", "*").replaceAll("÷", "/").replaceAll(",", ""));
  if (value === null) return null;
  const result = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)));
  if (author === "openai") return `**${result}**`;
  if (author === "google") return `The result of ${written} is **${result}**.`;
  return `${written} = ${result}`;
}

/** Recursive descent over + - * / ^ and brackets; `null` for anything malformed. */
function evaluate(text: string): number | null {
  const tokens = text.match(/\d+(?:\.\d+)?|[-+*/^()]/g) ?? [];
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === "+" || tokens[at] === "-")
      value = tokens[at++] === "+" ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = power();
    while (tokens[at] === "*" || tokens[at] === "/")
      value = tokens[at++] === "*" ? value * power() : value / power();
    return value;
  };
  const power = (): number => {
    const base = atom();
    if (tokens[at] !== "^") return base;
    at++;
    return base ** power();
  };
  const atom = (): number => {
    const token = tokens[at++];
    if (token === "-") return -atom();
    if (token !== "(") return token === undefined ? Number.NaN : Number(token);
    const value = sum();
    return tokens[at++] === ")" ? value : Number.NaN;
  };
  // Brackets nest no deeper than a person would write them.
  if (tokens.length > 200) return null;
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}
