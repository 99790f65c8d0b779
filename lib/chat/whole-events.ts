import { createEventReader } from "@/lib/openrouter/event-reader";

/** An event still incomplete at this size is passed on as it comes; only then may a cut fall inside it. */
const HELD_LIMIT = 256 * 1024;
const LF = 10;
const CR = 13;
type Before = readonly [number, number];

/** What makes an event of the lines before it. */
const END = new TextEncoder().encode("\n\n");

/** Lets bytes through event by event, so that whatever else is said stands between two of them. */
export type WholeEvents = {
  /** What may go out now: all up to the last event's end. */
  release(bytes: Uint8Array): Uint8Array | null;
  /** What was held back, as it is. */
  rest(): Uint8Array | null;
  /** The end that what is held back lacks to be an event; null when it lacks more, or nothing. */
  missingEnd(): Uint8Array | null;
  /** Nothing is held, and the last byte that went out ended an event. */
  readonly isBetween: boolean;
  /** The last byte that went out stands inside an event too large to hold. */
  readonly isCut: boolean;
};

export function createWholeEvents(): WholeEvents {
  let held: Uint8Array[] = [];
  let heldSize = 0;
  let isCut = false;
  // The two bytes before the next piece: the end of an event may come in pieces itself.
  let before: Before = [LF, LF];

  function rest(): Uint8Array | null {
    if (heldSize === 0) return null;
    heldSize = 0;
    return Buffer.concat(held.splice(0));
  }

  return {
    rest,
    missingEnd: () => (heldSize > 0 && isWhole(Buffer.concat(held)) ? END : null),
    release(bytes) {
      if (bytes.byteLength === 0) return null;
      const at = endOfLastEvent(bytes, before);
      before = [bytes.at(-2) ?? before[1], bytes.at(-1) ?? before[1]];
      if (at === 0) {
        held.push(bytes);
        heldSize += bytes.byteLength;
        if (heldSize < HELD_LIMIT && !isCut) return null;
        isCut = true;
        return rest();
      }
      isCut = false;
      const out =
        held.length === 0 ? bytes.subarray(0, at) : Buffer.concat([...held.splice(0), bytes.subarray(0, at)]);
      heldSize = bytes.byteLength - at;
      if (heldSize > 0) held = [bytes.subarray(at)];
      return out;
    },
    get isBetween() {
      return heldSize === 0 && !isCut;
    },
    get isCut() {
      return isCut;
    },
  };
}

/** The offset behind the last complete event, 0 when there is none. Events end with an empty line. */
function endOfLastEvent(bytes: Uint8Array, before: Before): number {
  const byteAt = (at: number) => (at < 0 ? before[at + 2] : bytes[at]);
  for (let at = bytes.lastIndexOf(LF); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(LF, at - 1)) {
    if (byteAt(at - 1) === LF || (byteAt(at - 1) === CR && byteAt(at - 2) === LF)) return at + 1;
  }
  return 0;
}

/** Nobody takes up an event without its end, not even one that says all it has to say. */
function isWhole(bytes: Uint8Array): boolean {
  const said: string[] = [];
  const events = createEventReader((data) => said.push(data));
  events.feed(new TextDecoder().decode(bytes));
  events.end();
  try {
    return said.length > 0 && typeof JSON.parse(said.join()) === "object";
  } catch {
    return false;
  }
}
