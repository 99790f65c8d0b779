import "server-only";
import type { Close } from "./ending";

/** A stream that runs in this process: all its text so far, and the switch that ends it. */
export type LiveStream = {
  readonly generationId: string;
  readonly conversationId: string | null;
  readonly signal: AbortSignal;
  /** UTF-16 units of text so far. */
  readonly length: number;
  append(text: string): void;
  /** The text from an offset on. */
  from(offset: number): string;
  end(close: Close): void;
};

export type LiveStreams = {
  open(generationId: string, conversationId: string | null): LiveStream;
  get(generationId: string): LiveStream | undefined;
  /** Tells listeners that facts changed; the stream is forgotten a little later. */
  settled(live: LiveStream): void;
  /** Calls back when a conversation has new text or new facts. Returns the way to stop listening. */
  listen(conversationId: string, listener: Listener): () => void;
  notify(conversationId: string | null, what: "text" | "facts"): void;
};

export type Listener = (what: "text" | "facts") => void;

/** How long a settled stream can still be read here, milliseconds: whoever connects meanwhile misses nothing. */
const LINGER = 15_000;

export function createLiveStreams(): LiveStreams {
  const streams = new Map<string, LiveStream>();
  const listeners = new Map<string, Set<Listener>>();

  const notify: LiveStreams["notify"] = (conversationId, what) => {
    if (conversationId === null) return;
    for (const listener of listeners.get(conversationId) ?? []) listener(what);
  };

  return {
    open(generationId, conversationId) {
      const live = createLiveStream(generationId, conversationId, () => notify(conversationId, "text"));
      streams.set(generationId, live);
      return live;
    },
    get: (generationId) => streams.get(generationId),
    settled(live) {
      notify(live.conversationId, "facts");
      setTimeout(() => streams.delete(live.generationId), LINGER).unref();
    },
    listen(conversationId, listener) {
      const all = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0) listeners.delete(conversationId);
      };
    },
    notify,
  };
}

function createLiveStream(
  generationId: string,
  conversationId: string | null,
  onText: () => void,
): LiveStream {
  const abort = new AbortController();
  const pieces: string[] = [];
  let length = 0;
  return {
    generationId,
    conversationId,
    signal: abort.signal,
    get length() {
      return length;
    },
    append(text) {
      if (text === "") return;
      pieces.push(text);
      length += text.length;
      onText();
    },
    from(offset) {
      // Readers are nearly always close to the end, so the search starts there.
      let start = length;
      let index = pieces.length;
      while (index > 0 && start > offset) start -= pieces[--index]?.length ?? 0;
      return pieces
        .slice(index)
        .join("")
        .slice(Math.max(0, offset - start));
    },
    end: (close) => abort.abort(close),
  };
}
