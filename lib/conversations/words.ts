const MOST_WORDS = 10;

/** The words of a search, small letters, each once: runs of letters, digits and their marks. */
export function toWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MOST_WORDS);
}
