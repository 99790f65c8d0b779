import { othersFirst } from "@/lib/core/others-first";
import type { Line } from "./highlight";

/** Pieces that are drawn in one go: of ten thousand the page would stand still. */
const AT_ONCE = 256;

/**
 * Puts coloured lines in the place of the code that a place holds, from its beginning and a few at a time. What is not
 * coloured yet stands there as it was, and stays so once nobody wants it any more.
 */
export async function drawLines(
  place: Element,
  code: string,
  lines: readonly Line[],
  isWanted: () => boolean,
): Promise<void> {
  const rest = place.firstChild;
  const words = code.split("\n");
  for (let at = 0; at < lines.length; ) {
    if (at > 0) await othersFirst();
    if (!isWanted() || !(rest instanceof Text)) return;
    const slice = document.createDocumentFragment();
    let length = 0;
    for (let pieces = 0; at < lines.length && pieces < AT_ONCE; at += 1) {
      const line = lines[at] ?? [];
      slice.append(drawLine(line));
      pieces += 1 + line.length;
      length += 1 + (words[at] ?? "").length;
    }
    rest.before(slice);
    // Not written anew: whoever has selected some of it keeps that.
    rest.deleteData(0, length);
  }
  rest?.remove();
}

function drawLine(pieces: Line): HTMLElement {
  const line = document.createElement("span");
  for (const { text, style } of pieces) {
    const piece = document.createElement("span");
    piece.className = "shiki-token";
    for (const [name, value] of Object.entries(style)) piece.style.setProperty(name, value);
    piece.append(text);
    line.append(piece);
  }
  line.append("\n");
  return line;
}
