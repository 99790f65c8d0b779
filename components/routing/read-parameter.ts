import { formatCount } from "@/lib/core/format";

type Read<Value> = { value: Value | null } | { problem: string };

/** What is written of a number, or what is wrong with it; null when nothing is. */
export function readNumber(
  text: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): Read<number> {
  const written = text.trim().replace(",", ".");
  if (written === "") return { value: null };
  const value = Number(written);
  if (!Number.isFinite(value)) return { problem: "Not a number" };
  if (whole && !Number.isInteger(value)) return { problem: "A whole number, please" };
  if (value < min || value > max) return { problem: `From ${formatCount(min)} to ${formatCount(max)}` };
  return { value };
}

/** As many as the upstream takes, and as long as they may be. */
const [MOST_WORDS, LONGEST_WORD] = [4, 500];

/** Words, one per line; null when there are none. */
export function readWords(text: string): Read<string[]> {
  const words = text.split("\n").filter((word) => word !== "");
  if (words.length > MOST_WORDS) return { problem: `${MOST_WORDS} are the most` };
  if (words.some((word) => word.length > LONGEST_WORD))
    return { problem: `${LONGEST_WORD} characters are the most for one` };
  return { value: words.length === 0 ? null : words };
}

const BIAS = /^(\d{1,9})[\s:=]+([+-]?(?:\d+[.,]?\d*|[.,]\d+))$/;
/** Much more is no bias, but a mistake. */
const MOST_BIASES = 1_000;

/** Tokens by their numbers and what is added to their chances, one per line; null when there are none. */
export function readBiases(text: string): Read<Record<string, number>> {
  const lines = text.split("\n");
  const biases = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const at = lines.length === 1 ? "" : `Line ${index + 1}: `;
    const [, token = "", written = ""] = BIAS.exec(line.trim()) ?? [];
    const bias = Number(written.replace(",", "."));
    if (token === "") return { problem: `${at}A token's number and its bias, such as 50256 -100` };
    if (bias < -100 || bias > 100) return { problem: `${at}From -100 to 100` };
    if (biases.has(token)) return { problem: `${at}Token ${token} has a bias already` };
    biases.set(token, bias);
  }
  if (biases.size > MOST_BIASES) return { problem: `${MOST_BIASES} are the most` };
  return { value: biases.size === 0 ? null : Object.fromEntries(biases) };
}

/** As they are written; numbers come first in every record, so they are in order. */
export const writeBiases = (biases: Readonly<Record<string, unknown>>): string =>
  Object.entries(biases)
    .map(([token, bias]) => `${token} ${bias}`)
    .join("\n");
