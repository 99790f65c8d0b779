const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Numbers in [0, 1), the same ones for the same seed. */
export type Random = () => number;

/** A 32-bit hash of text (FNV-1a); continues from `start` so that prefixes can be hashed step by step. */
export function hash(text: string, start = 0x811c9dc5): number {
  let value = start;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** A small seeded generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/** Some of the items, in a shuffled order. */
export function sample<T>(random: Random, from: readonly T[], count: number): T[] {
  return from
    .map((item) => ({ item, at: random() }))
    .sort((left, right) => left.at - right.at)
    .slice(0, count)
    .map(({ item }) => item);
}

export const tail = (random: Random, length: number, alphabet = ALPHABET): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");

/** `gen-<unix seconds>-<20 letters and digits>`, as OpenRouter names chat generations; others begin differently. */
export const generationId = (random: Random, atMs: number, prefix = "gen-"): string =>
  `${prefix}${Math.floor(atMs / 1000)}-${tail(random, 20)}`;

/** A UUID of a name: the same endpoint keeps the same id. */
export function uuidOf(name: string): string {
  const hex = [0, 1, 2, 3]
    .map((part) =>
      hash(name, hash(String(part)))
        .toString(16)
        .padStart(8, "0"),
    )
    .join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
