/** How much of the end of a text is kept: so many characters, and the last events in full, up to a length. */
type Kept = { length: number; events: number; longest: number };

/** The end of a text that comes in pieces. */
export type Tail = {
  push(piece: string): void;
  /** Something before what is kept was dropped. */
  readonly isCut: boolean;
  /** What is kept, which then is forgotten here. */
  take(): string;
};

/** @param kept null for all of it */
export function createTail(kept: Kept | null): Tail {
  let pieces: string[] = [];
  let length = 0;
  /** Where what is kept begins in the whole text, and where its last events begin. */
  let start = 0;
  let starts: number[] = [];
  let edge = "";
  let isCut = false;

  function noteEvents(piece: string, count: number): void {
    const text = edge + piece;
    const before = start + length - edge.length;
    const found: number[] = [];
    // What ends within the edge was found in the piece before.
    for (let at = endOfEvent(text, text.length); at > edge.length; at = endOfEvent(text, at - 1)) {
      found.unshift(before + at);
      if (found.length === count) break;
    }
    starts = [...starts, ...found].slice(-count);
    edge = text.slice(-EDGE);
  }

  return {
    push(piece) {
      if (kept && kept.events > 0) noteEvents(piece, kept.events);
      pieces.push(piece);
      length += piece.length;
      if (!kept) return;
      for (let first = pieces[0]?.length ?? 0; length - first > kept.length; first = pieces[0]?.length ?? 0) {
        const isNeeded = kept.events > 0 && start + first > (starts[0] ?? 0);
        if (isNeeded && length - first <= kept.longest) break;
        pieces.shift();
        length -= first;
        start += first;
        isCut = true;
      }
    },
    get isCut() {
      return isCut;
    },
    take() {
      const text = pieces.join("");
      pieces = [];
      return text;
    },
  };
}

/** Characters of the line breaks between events that may lie in the piece before. */
const EDGE = 2;

/** The last place up to `at` right behind an empty line, 0 when there is none. */
function endOfEvent(text: string, at: number): number {
  const plain = at < 2 ? -1 : text.lastIndexOf("\n\n", at - 2);
  const wide = at < 3 ? -1 : text.lastIndexOf("\n\r\n", at - 3);
  return Math.max(plain === -1 ? 0 : plain + 2, wide === -1 ? 0 : wide + 3);
}
