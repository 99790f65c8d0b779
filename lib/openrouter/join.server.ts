import "server-only";
import { performance } from "node:perf_hooks";
import type { Mask } from "./mask";

/** Where bytes come from: how it is slowed down, and how it is let go. */
export type Source = { pause(): void; resume(): void; cancel(reason: unknown): void };

/** A web stream that is fed from outside. */
export type Joined = {
  stream: ReadableStream<Uint8Array>;
  push(bytes: Uint8Array): void;
  end(): void;
  /** Breaks the stream, behind what has come before. */
  fail(error: unknown): void;
};

/** Bytes that may lie waiting for a slow reader before the source is paused. */
const AHEAD = 64 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * A stream whose pieces are what came together. Handing a piece on costs the same whatever its size, so what
 * arrives within one turn of the event loop is joined, and on a busy process within a few milliseconds.
 */
export function createJoined(source: Source, mask: Mask): Joined {
  let pending: Uint8Array[] = [];
  let size = 0;
  /** What lies here may go: its turn has come, and only the reader was missing. */
  let isDue = false;
  let isWanted = false;
  let isPaused = false;
  let last: { error?: unknown } | null = null;
  let isClosed = false;
  /** When the last piece was due; one that comes long after it is alone, and waits for no company. */
  let dueAt = Number.NEGATIVE_INFINITY;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  /** The next piece, or nothing. */
  function take(): Uint8Array {
    if (size === 0) return last ? mask.rest() : NOTHING;
    const [first] = pending;
    const piece = mask.pass(pending.length === 1 && first ? first : Buffer.concat(pending, size));
    pending = [];
    size = 0;
    isDue = false;
    if (isPaused) {
      isPaused = false;
      source.resume();
    }
    return piece.byteLength === 0 && last ? mask.rest() : piece;
  }

  function deliver(): void {
    if (!isWanted || isClosed) return;
    const piece = take();
    if (piece.byteLength > 0) {
      isWanted = false;
      controller.enqueue(piece);
    } else if (last) {
      isClosed = true;
      if ("error" in last) controller.error(last.error);
      else controller.close();
    }
  }
  const flush = () => {
    isDue = true;
    dueAt = performance.now();
    deliver();
  };
  const finish = (how: { error?: unknown }) => {
    last ??= how;
    flush();
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      start: (its) => {
        controller = its;
      },
      pull() {
        isWanted = true;
        if (isDue || last) deliver();
      },
      cancel(reason) {
        isClosed = true;
        pending = [];
        size = 0;
        source.cancel(reason);
      },
    },
    // Pulled only when somebody reads, so that what waits waits here, where it is joined.
    { highWaterMark: 0 },
  );

  return {
    stream,
    push(bytes) {
      if (isClosed || last || bytes.byteLength === 0) return;
      if (size === 0) onTick(flush, performance.now() - dueAt);
      pending.push(bytes);
      size += bytes.byteLength;
      if (size < AHEAD) return;
      flush();
      if (size < AHEAD || isPaused) return;
      isPaused = true;
      source.pause();
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
  };
}

/** Milliseconds that a piece may wait for company on a process that has no time left at all. */
const LONGEST_WAIT = 20;
/** How busy the event loop may be, of 1, before anything waits. */
const CALM = 0.3;
/** Milliseconds between two looks at how busy it is. */
const LOOK = 100;

let atOnce: (() => void)[] = [];
let later: (() => void)[] = [];
let wait = 0;
let turnedAt = Number.NEGATIVE_INFINITY;
/** How many in a row came soon after the one before. */
let briskTurns = 0;
let lookedAt = performance.now();
let load = performance.eventLoopUtilization();

/**
 * Calls back when this turn of the event loop is over, or, when there is much to do and the last call was but a moment
 * ago, a little later: one clock for all.
 * @param since milliseconds since the last call
 */
function onTick(call: () => void, since: number): void {
  if (since < wait) {
    if (later.push(call) === 1) setTimeout(ringLate, wait);
  } else if (atOnce.push(call) === 1) setImmediate(ringAtOnce);
}

function ringAtOnce(): void {
  const calls = atOnce;
  atOnce = [];
  ring(calls);
}

function ringLate(): void {
  const calls = later;
  later = [];
  ring(calls);
}

function ring(calls: readonly (() => void)[]): void {
  for (const call of calls) call();
  const now = performance.now();
  briskTurns = now - turnedAt < STILL ? briskTurns + 1 : 0;
  turnedAt = now;
  if (now - lookedAt < LOOK) return;
  const current = performance.eventLoopUtilization();
  const { utilization } = performance.eventLoopUtilization(current, load);
  wait = Math.round((LONGEST_WAIT * Math.max(0, utilization - CALM)) / (1 - CALM));
  load = current;
  lookedAt = now;
}

/** Milliseconds; a process whose turns are longer has stood still. */
const STILL = 50;

/**
 * Whether the event loop has been turning, so that all sockets were looked at a moment ago. Known only while something
 * streams; one turn is not enough, since it may be the end of the one in which the process stood still.
 */
export const isTurning = (): boolean => briskTurns >= 2 && performance.now() - turnedAt < STILL;
