/** How a value of JSON is written down. */
export type Notation = "json" | "python" | "typescript";

const INDENT: Record<Notation, string> = { json: "  ", python: "    ", typescript: "  " };

/** A value of JSON as source, over several lines, as deep as it stands there. */
export function literal(value: unknown, notation: Notation, depth: number): string {
  if (typeof value === "string") return textOf(value, notation);
  if (value === null || value === undefined) return notation === "python" ? "None" : "null";
  if (typeof value === "boolean") return notation === "python" ? (value ? "True" : "False") : String(value);
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) {
    return block(
      "[]",
      value.map((item) => literal(item, notation, depth + 1)),
      notation,
      depth,
    );
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return block(
    "{}",
    entries.map(([name, inner]) => `${keyOf(name, notation)}: ${literal(inner, notation, depth + 1)}`),
    notation,
    depth,
  );
}

const ONE_LINE = 60;

function block(brackets: string, items: string[], notation: Notation, depth: number): string {
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  const line = items.join(", ");
  if (line.length <= ONE_LINE && !line.includes("\n")) {
    const space = open === "{" && items.length > 0 && notation === "typescript" ? " " : "";
    return `${open}${space}${line}${space}${close}`;
  }
  const indent = INDENT[notation];
  const comma = notation === "json" ? "" : ",";
  const lines = items.map((item) => indent.repeat(depth + 1) + item).join(",\n");
  return `${open}\n${lines}${comma}\n${indent.repeat(depth)}${close}`;
}

function keyOf(name: string, notation: Notation): string {
  if (notation !== "typescript") return textOf(name, notation);
  // Written plainly it would be no key but what the object inherits from.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textOf(name, notation);
}

/** What cannot be seen, or turns around what can: code must be what it looks like. Joiners of letters stay. */
const UNSEEN = /(?![\u200C\u200D])[\p{Cf}\p{Zl}\p{Zp}\u007F-\u009F]/gu;

/** JSON's escapes are those of both languages; only beyond the first plane Python has its own. */
const textOf = (text: string, notation: Notation): string =>
  JSON.stringify(text).replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xffff && notation === "python") return `\\U${hex(code, 8)}`;
    return [...Array(character.length).keys()]
      .map((index) => `\\u${hex(character.charCodeAt(index), 4)}`)
      .join("");
  });

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
