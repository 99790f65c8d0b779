/** Invisible characters that can reorder, hide or split a text: bidi controls, zero-width marks, tags. */
const DECEPTIVE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Control characters and everything that counts as white space, line separators included. */
const GAPS = /[\s\p{Cc}]+/gu;

/** No field of the upstream is worth reading further than this; it also bounds the work per field. */
const READ_AT_MOST = 4_000;

/**
 * Foreign text made fit for one line: no control, bidi or invisible characters, single spaces, at most
 * `limit` characters, the last of which is `…` when something was cut.
 */
export function plainText(text: string, limit: number): string {
  const clean = text.slice(0, READ_AT_MOST).toWellFormed().replace(DECEPTIVE, "").replace(GAPS, " ").trim();
  const characters = [...clean];
  if (characters.length <= limit) return clean;
  return `${characters
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`;
}

/** Like {@link plainText}, with Markdown links reduced to their words and tags and emphasis removed. */
export function plainProse(text: string, limit: number): string {
  const words = text
    .slice(0, READ_AT_MOST)
    // Counted repetitions keep hostile text from taking quadratic time.
    .replace(/!?\[([^[\]]{0,300})\]\([^()\s]{0,500}\)/g, "$1")
    .replace(/<(?:br|\/?(?:p|div|li|h[1-6]))\b[^<>]{0,300}>/gi, " ")
    .replace(/<\/?[a-z][^<>]{0,300}>/gi, "")
    .replace(/\*\*|__|`/g, "");
  return plainText(words, limit);
}
