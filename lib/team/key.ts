/** A virtual key: `pb-v1-`, eight public characters that name it, and a secret of 256 bits. */
const KEY = /^pb-v1-([0-9A-Za-z]{8})([0-9A-Za-z]{43})$/;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const NAME_LENGTH = 8;
const SECRET_LENGTH = 43;

/** What may be shown of a key after its creation, such as `pb-v1-3kTq9ZbA…x7Qf`. */
export type KeyHint = { prefix: string; lastFour: string };

/** Builds a key from random bytes: at least 51 × 4 thirds of them, as some are thrown away. */
export function formKey(random: Iterable<number>): string {
  let characters = "";
  for (const byte of random) {
    // Bytes beyond the last multiple of 62 would favour the first letters.
    if (byte < 248) characters += ALPHABET[byte % 62];
    if (characters.length === NAME_LENGTH + SECRET_LENGTH) return `pb-v1-${characters}`;
  }
  throw new RangeError("too few random bytes for a key");
}

export const isKey = (text: string): boolean => KEY.test(text);

/** @throws RangeError for anything that is not a key */
export function hintOf(key: string): KeyHint {
  const [, name] = KEY.exec(key) ?? [];
  if (!name) throw new RangeError("not a virtual key");
  return { prefix: `pb-v1-${name}`, lastFour: key.slice(-4) };
}

/** The bearer token of an Authorization header; null when there is none or it has another form. */
export function bearerOf(header: string | null): string | null {
  return /^Bearer ([\x21-\x7e]{1,256})$/i.exec(header ?? "")?.[1] ?? null;
}
