import { asRecord, asText } from "./lenient";

/** Text that both engines can store: Postgres has no NUL, and a lone surrogate is not UTF-8. */
export const cleanText = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();

/** Whether a text can be stored, and so be looked for, as it is. */
export const isStorable = (text: string): boolean => cleanText(text) === text;

/** Deeper than any answer; the stack would not survive what a hostile one can nest. */
const DEEPEST = 64;

/** JSON that both engines can store: the same for every text and key in it, escaped or not. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1));
  return Object.fromEntries(
    Object.entries(asRecord(value) ?? {}).map(([key, inner]) => [
      cleanText(key),
      cleanJson(inner, depth + 1),
    ]),
  );
}

const LONGEST_LABEL = 300;

/** A foreign name or id that is stored, indexed and shown: not empty, not endless. */
export function asLabel(value: unknown): string | null {
  const text = asText(value);
  return text === null ? null : cleanText(text.slice(0, LONGEST_LABEL));
}
