import { toWords } from "./words";

export type Piece = { text: string; found: boolean };

/** A text in pieces, those that a search has found apart: words of it, each by its beginning. */
export function cutAtWords(text: string, search: string): Piece[] {
  const words = toWords(search);
  if (words.length === 0) return text === "" ? [] : [{ text, found: false }];
  // Words are letters, digits and marks, so none of them means anything to the expression. The longest goes first.
  const any = words.toSorted((left, right) => right.length - left.length).join("|");
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(${any})`, "giu"));
  return pieces.flatMap((piece, index) => (piece === "" ? [] : [{ text: piece, found: index % 2 === 1 }]));
}
