import "server-only";
import { AppError } from "@/lib/core/errors";
import { connectionError } from "@/lib/openrouter/client.server";
import { ENOUGH } from "@/lib/openrouter/transport.server";
import type { Close } from "./ending";
import { createWholeEvents } from "./whole-events";

export type PassOptions = {
  response: Response;
  /** Milliseconds of upstream silence after which the stream is given up. */
  idleTimeout: number;
  /** Milliseconds a reader may leave bytes lying before it counts as gone. */
  readerTimeout: number;
  /** False while a reader who leaves must not end it yet: it is then read on for nobody, up to the piece that changes that. */
  mayLeave?: () => boolean;
  /** True while the whole is wanted also where its reader has left: it is then read on for nobody. */
  isWanted?: () => boolean;
  /** What has to have happened before the first event is passed on; comments that keep the line open may go before. */
  ready?: Promise<unknown> | undefined;
  /** Sees every piece on its way. True when the stream has said its last word; an error ends it too. */
  onPiece: (bytes: Uint8Array) => boolean;
  /** Takes out of whole events what is not to be passed on of the stream's last word. */
  trimEnd?: ((bytes: Uint8Array) => Uint8Array) | undefined;
  /** Settles, once, whatever happened; what it answers is sent as a last event. */
  onClose: (close: Close) => Promise<string | null>;
};

/** Where the bytes go. */
export type Sink = {
  /** Resolves when there is room for more; undefined says that there is. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  end(): void;
  /** Breaks off: what has arrived is not to be taken for a whole answer. */
  fail(error: unknown): void;
};

/** A stream on its way through: its bytes untouched and in order, and the switch that ends it. */
export type Passage = {
  /** The bytes for whoever reads web streams, once. Cancelling it ends the passage. */
  stream(): ReadableStream<Uint8Array>;
  /** The short way instead of it. When whoever reads there leaves, `leave` has to be called. */
  pipe(sink: Sink): void;
  /** Its reader is gone: that ends it, unless the whole is wanted. */
  leave(): void;
  end(close: Close): void;
  done: Promise<void>;
};

/**
 * Passes an event stream on byte for byte, but for what `trimEnd` takes out. Nothing is read ahead of a slow reader. The
 * tail of an event that is not complete yet is held back, so that an error of ours never lands in the middle of one. Where
 * the stream ends before the empty line that closes its last event, that line is supplied: no client hears such an event,
 * and it may be the upstream's error.
 */
export function passStream(options: PassOptions): Passage {
  const { response, idleTimeout, readerTimeout, onPiece, onClose, mayLeave = () => true } = options;
  const { trimEnd = (bytes) => bytes, isWanted = () => false } = options;
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const events = createWholeEvents();
  let output: Sink | null = null;
  let reason: Close | null = null;
  let isEnding = false;
  let isOver = false;
  let stopWaiting = () => {};
  let isReading = false;
  let isReady = options.ready === undefined;
  let closing: Promise<string | null> | null = null;
  let settled = () => {};
  const done = new Promise<void>((resolve) => (settled = resolve));

  const letGo = (why?: typeof ENOUGH) => void reader.cancel(why).catch(() => {});
  const halt = (how: Close) => {
    reason ??= how;
    slow.stop();
    letGo();
    // Nobody waits for the upstream now, and a reader that never comes back would keep the generation open.
    if (!isReading) close(reason).catch(() => {});
  };
  const end = (how: Close) => {
    if (how.how !== "stopped" || mayLeave()) return halt(how);
    isEnding = true;
    stopWaiting();
    if (!output) pipe(NOBODY);
  };
  const leave = () => {
    if (!isWanted()) return end({ how: "stopped" });
    if (output) output = NOBODY;
    else pipe(NOBODY);
    stopWaiting();
  };
  const breakOff = (sink: Sink | null) => sink?.fail(new DOMException("stopped", "AbortError"));
  const idle = createTimer(idleTimeout, () =>
    halt({ how: "broken", error: new AppError("upstream_stalled") }),
  );
  const slow = createTimer(readerTimeout, () => {
    const sink = output;
    if (isWanted()) leave();
    else halt({ how: "stopped" });
    // Such a reader may never ask again; this frees its connection now.
    breakOff(sink);
  });
  const close = (how: Close): Promise<string | null> => {
    closing ??= onClose(how).finally(settled);
    return closing;
  };

  async function read(): Promise<Uint8Array | Close> {
    idle.start();
    isReading = true;
    try {
      const { done: over, value } = await reader.read();
      if (reason) return reason;
      return over ? { how: "ended" } : value;
    } catch (cause) {
      return reason ?? { how: "broken", error: connectionError(cause, false) };
    } finally {
      isReading = false;
      idle.stop();
    }
  }

  /** Sees whether all has been said; an error in the watching must not leave the upstream running unwatched. */
  function watch(bytes: Uint8Array): void {
    try {
      isOver = onPiece(bytes);
    } catch (cause) {
      reason ??= { how: "broken", error: new AppError("internal", {}, { cause }) };
    }
  }

  /** Passes on what there is, but for the end that is not wanted. */
  function write(bytes: Uint8Array | null): Promise<void> | undefined {
    const out = bytes && isOver ? trimEnd(bytes) : bytes;
    return out && out.byteLength > 0 ? output?.write(out) : undefined;
  }

  async function pass(): Promise<void> {
    for (;;) {
      const next = await read();
      if (!(next instanceof Uint8Array)) return finish(next);
      watch(next);
      if (output === NOBODY && !isOver && !isWanted()) end({ how: "stopped" });
      if (isEnding) {
        if (mayLeave()) halt({ how: "stopped" });
        if (reason || isOver) return finish(reason ?? { how: "ended" });
        continue;
      }
      const out = events.release(next);
      if (out && !isReady && !isOnlyComments(out)) {
        await options.ready;
        isReady = true;
      }
      const room = write(out);
      // The mark may come before the line break that makes it an event.
      if (reason || (isOver && events.isBetween)) return finish(reason ?? { how: "ended" });
      if (!room) continue;
      slow.start();
      // Who has left makes no room any more.
      await new Promise<void>((resolve, reject) => {
        stopWaiting = resolve;
        room.then(resolve, reject);
      });
      slow.stop();
      if (reason) return finish(reason);
    }
  }

  async function finish(how: Close): Promise<void> {
    letGo(how.how === "ended" ? ENOUGH : undefined);
    const end = how.how === "ended" && !isEnding ? events.missingEnd() : null;
    if (end) {
      watch(end);
      write(events.release(end));
    }
    const last = await close(how);
    if (how.how === "stopped") return breakOff(output);
    // A stream that ended by itself ends as it ended, complete or not; only an event without its end gets one.
    if (last === null) write(events.rest());
    if (last !== null && events.isCut) return output?.fail(new Error("the upstream's answer was cut"));
    if (last !== null) output?.write(new TextEncoder().encode(last));
    output?.end();
  }

  const pipe = (sink: Sink): void => {
    // Read for nobody already: whoever asked had left before the answer began.
    if (output) {
      breakOff(sink);
      return;
    }
    output = sink;
    pass().catch(async (cause: unknown) => {
      // Whatever went wrong with the sink, the generation comes to its end.
      letGo();
      const how: Close = reason ?? { how: "broken", error: new AppError("internal", {}, { cause }) };
      await close(how).catch(() => {});
      output?.fail(cause);
    });
  };
  const onCancel = async () => {
    leave();
    if (reason) await close(reason);
  };
  return { stream: () => streamOf(pipe, onCancel), pipe, leave, end, done };
}

const NOBODY: Sink = { write: () => undefined, end() {}, fail() {} };

/** Bytes that may lie in a web stream before its reader counts as slow. */
const QUEUE = 64 * 1024;

/** The other way out: a web stream, which asks for more when it is read. */
function streamOf(pipe: (sink: Sink) => void, onLeave: () => Promise<void>): ReadableStream<Uint8Array> {
  let resume = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        pipe({
          write(bytes) {
            controller.enqueue(bytes);
            if ((controller.desiredSize ?? 0) > 0) return;
            return new Promise((resolve) => (resume = resolve));
          },
          end: () => controller.close(),
          fail: (error) => controller.error(error),
        });
      },
      pull: () => resume(),
      cancel: onLeave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUE }),
  );
}

/** Asked of the first pieces only. */
const isOnlyComments = (bytes: Uint8Array): boolean =>
  bytes.byteLength < 4_096 && /^(:[^\r\n]*|[\r\n])*$/.test(new TextDecoder().decode(bytes));

/** A clock that is wound up again for every piece, and so must cost next to nothing. */
function createTimer(ms: number, onTime: () => void) {
  let timer: NodeJS.Timeout | null = null;
  return {
    start() {
      timer = setTimeout(onTime, ms);
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
