/** `{{name}}`, with space around it as one likes: a letter, then letters, digits, spaces, dashes, at most sixty. */
const VARIABLE = /\{\{\s*([\p{L}_](?:[\p{L}\p{N}\p{M}_ -]{0,58}[\p{L}\p{N}\p{M}_])?)\s*\}\}/gu;

/** The names of a prompt's variables, each once, in the order in which they first stand. */
export function variablesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(VARIABLE), ([, name = ""]) => name))];
}

/** A prompt with its variables filled in. What has no value stays as it is, and values are not looked into. */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}

export type TextPart = { text: string; isVariable: boolean };

/** A prompt cut where variables begin and end, for drawing them otherwise. Together the parts are the text. */
export function cutVariables(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: whole, index } of text.matchAll(VARIABLE)) {
    if (index > end) parts.push({ text: text.slice(end, index), isVariable: false });
    parts.push({ text: whole, isVariable: true });
    end = index + whole.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isVariable: false });
  return parts;
}
