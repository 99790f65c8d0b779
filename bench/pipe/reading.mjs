import { machineTime } from "../lib/clock.mjs";
import { STAMP_MARK } from "./events.mjs";

const END = Buffer.from("\n\n");
const LF = 10;
const MARK = Buffer.from(STAMP_MARK);
const STAMP_LENGTH = 16;
/** Of so many pieces, one is looked into for how long its events were on the way. */
const SAMPLED = 16;

/** Counts what comes in on all streams while it is open, as cheaply as it can. */
export function createReading() {
  const counts = { events: 0, pieces: 0, latencies: [] };
  let isOpen = false;
  return {
    counts,
    get isOpen() {
      return isOpen;
    },
    set isOpen(value) {
      isOpen = value;
    },
    /** Of one stream, every piece in order; the end of an event may lie in two of them. */
    counter() {
      let isBroken = false;
      return (piece) => {
        if (!isOpen) return;
        counts.pieces += 1;
        let end = isBroken && piece[0] === LF ? 1 : 0;
        counts.events += end;
        for (let at = piece.indexOf(END, end); at !== -1; at = piece.indexOf(END, end)) {
          counts.events += 1;
          end = at + END.length;
        }
        isBroken = end < piece.length && piece[piece.length - 1] === LF;
        if (counts.pieces % SAMPLED === 0) look(piece, counts.latencies);
      };
    },
  };
}

function look(piece, latencies) {
  const now = machineTime();
  for (let at = piece.indexOf(MARK); at !== -1; at = piece.indexOf(MARK, at + MARK.length)) {
    const sentAt = Number(piece.toString("latin1", at + MARK.length, at + MARK.length + STAMP_LENGTH));
    // The last event has no time, and those that are sent as fast as they can have none worth knowing.
    if (sentAt > 0) latencies.push(now - sentAt);
  }
}

export const hasToken = (piece) => piece.includes(MARK);
