type Cut = { before: boolean; after: boolean };

/** A piece that was cut out of a text, less the halves of words at its ends, which say that there is more. */
export function excerptOf(piece: string, cut: Cut): string {
  // What has no space for so long is no word, and may be what was looked for.
  const begun = cut.before ? piece.replace(/^\S{0,30}\s+/, "") : piece;
  const ended = cut.after ? begun.replace(/\s+\S{0,30}$/, "") : begun;
  return `${cut.before ? "…" : ""}${ended}${cut.after ? "…" : ""}`;
}
