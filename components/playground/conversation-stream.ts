import { ChatEvent } from "@/lib/chat/api";
import { type Completion, type CompletionReader, createCompletionReader } from "@/lib/chat/completion";
import { othersFirst } from "@/lib/core/others-first";
import type { Generation } from "@/lib/ledger/api";
import { type Guess, guess, thinkingTime } from "./live-figures";

/** What is known of a generation from the stream. A new object whenever it is worth drawing again. */
export type Live = {
  /** Null before the first piece. */
  completion: Completion | null;
  generation: Generation | null;
  /** Tokens and times as this browser sees them, until the ledger says. */
  guess: Guess | null;
  /** From the first thought to the first word, where this browser saw both arrive. */
  thoughtMs: number | null;
};

export type Connection = "connecting" | "open" | "reconnecting";

type Track = {
  reader: CompletionReader;
  /** How much of the upstream's text has been read; what comes again is dropped. */
  received: number;
  generation: Generation | null;
  /** When the first word of the answer came. */
  wordAt: number | null;
  /** What React sees; replaced at most every {@link FLUSH} ms. */
  shown: Live;
  flushedAt: number;
};

type Listeners = {
  /** Facts that were told within a frame, in their order. */
  onGenerations: (told: readonly Generation[]) => void;
  /** Messages came or went, or may come and go unheard. */
  onConversation: () => void;
};

/** The part of the browser's EventSource that is used, so that tests can play one. */
export type Source = Pick<EventSource, "onopen" | "onmessage" | "onerror" | "readyState" | "close">;

const FLUSH = 100;
/** Answers that are written at once are drawn one per frame, or eight of them would make one long one. */
const FRAME = 16;
/** Milliseconds for which events are taken in one go. */
const AT_ONCE = 8;
const CLOSED = 2;
/** The instance that a stream comes from tells of its own generations at once, and of others' within seconds. */
const HEARD_WITHIN = 400;

/** The one event stream of an open conversation: all panes' text, outside React, parsed once. */
export class ConversationStream {
  connection: Connection = "connecting";
  readonly #tracks = new Map<string, Track>();
  readonly #subscribers = new Set<() => void>();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #listeners: Listeners;
  readonly #connect: () => Source;
  /** When this browser asked for a generation; times of others cannot be told from here. */
  readonly #sentAt = new Map<string, number>();
  /** Generations with text that is not drawn yet, and the clock of the next one's turn. */
  readonly #due = new Set<string>();
  #turn: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** Events that were not looked at yet. */
  #unread: string[] = [];
  /** Until when they are taken without letting others come first; null while none are. */
  #turnEnds: number | null = null;
  /** Facts that nobody was told yet: of a conversation that was just left they come by the hundred. */
  #told: Generation[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  #source: Source | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** What was asked for from here and may not have been heard of, and the clock of looking. */
  readonly #awaited = new Set<string>();
  #unheard: ReturnType<typeof setTimeout> | undefined;

  constructor(connect: () => Source, listeners: Listeners) {
    this.#connect = connect;
    this.#listeners = listeners;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  };

  /** Hears of one generation alone: of eight that are written at once, each is drawn for itself. */
  watch = (generationId: string, listener: () => void): (() => void) => {
    const watchers = this.#watchers.get(generationId) ?? new Set();
    this.#watchers.set(generationId, watchers.add(listener));
    return () => {
      watchers.delete(listener);
      if (watchers.size === 0 && this.#watchers.get(generationId) === watchers)
        this.#watchers.delete(generationId);
    };
  };

  read = (generationId: string): Live | null => this.#tracks.get(generationId)?.shown ?? null;

  /** Notes that a generation was asked for here, at a time of `performance.now()`, and sees to it that it is heard of. */
  sent(generationId: string, at: number): void {
    this.#sentAt.set(generationId, at);
    this.#awaited.add(generationId);
    clearTimeout(this.#unheard);
    this.#unheard = setTimeout(() => this.#hearOfAll(), HEARD_WITHIN);
  }

  /** What another instance runs is told at the beginning of a new stream, with all that runs anywhere. */
  #hearOfAll(): void {
    const isHeard = [...this.#awaited].every((id) => this.#tracks.has(id));
    this.#awaited.clear();
    if (isHeard || this.#source === null || this.connection !== "open") return;
    this.#disconnect();
    this.open();
    // Of what changed between the two streams neither tells.
    this.#listeners.onConversation();
  }

  /** Lets go of all that was read: what is withheld, or no longer withheld, is told by the record. */
  forget(): void {
    this.#tracks.clear();
    this.#notify(...this.#watchers.keys());
  }

  open(): void {
    if (this.#source) return;
    const source = this.#connect();
    this.#source = source;
    source.onopen = () => {
      const again = this.#failures > 0;
      this.#failures = 0;
      this.#setConnection("open");
      if (again) this.#listeners.onConversation();
    };
    source.onmessage = (message: MessageEvent<string>) => {
      this.#unread.push(message.data);
      this.#takeUnread();
    };
    source.onerror = () => {
      this.#failures += 1;
      this.#setConnection("reconnecting");
      // The browser tries again by itself after a broken connection, but never after a refusal.
      if (source.readyState !== CLOSED) return;
      // A refusal may mean that the conversation is gone; reading it will tell.
      this.#listeners.onConversation();
      this.#reconnect();
    };
  }

  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#turn);
    this.#turn = undefined;
    clearTimeout(this.#unheard);
    this.#tell();
    this.#disconnect();
    // From here on nobody hears of changes: whoever comes back reads anew.
    this.#listeners.onConversation();
  }

  #startOver(): void {
    this.#failures += 1;
    this.#setConnection("reconnecting");
    this.#reconnect();
  }

  #disconnect(): void {
    this.#source?.close();
    this.#source = null;
    this.#unread = [];
  }

  #reconnect(): void {
    this.#disconnect();
    clearTimeout(this.#retry);
    const wait = Math.min(15_000, 500 * 2 ** Math.min(this.#failures, 5)) * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(() => this.open(), wait);
  }

  /** At the beginning of a stream hundreds of events come as one piece, behind which no letter is to wait. */
  #takeUnread(): void {
    if (this.#turnEnds === null) {
      this.#turnEnds = performance.now() + AT_ONCE;
      void othersFirst().then(() => {
        this.#turnEnds = null;
        if (this.#unread.length > 0) this.#takeUnread();
      });
    }
    while (performance.now() < this.#turnEnds) {
      const data = this.#unread.shift();
      if (data === undefined) return;
      this.#take(data);
    }
  }

  #take(data: string): void {
    const event = readEvent(data);
    switch (event?.type) {
      case undefined:
        break;
      case "text":
        this.#takeText(event.generationId, event.offset, event.text);
        break;
      case "generation":
        this.#takeFacts(event.generation);
        break;
      case "conversation":
        this.#listeners.onConversation();
        break;
      case "error":
        this.#startOver();
        break;
      default:
        event satisfies never;
    }
  }

  #takeText(generationId: string, offset: number, text: string): void {
    const track = this.#track(generationId);
    if (offset > track.received) {
      // Something was missed: forget this generation and have it replayed from its start.
      this.#tracks.delete(generationId);
      this.#notify(generationId);
      this.#startOver();
      return;
    }
    const fresh = text.slice(track.received - offset);
    if (fresh === "") return;
    track.received += fresh.length;
    const at = performance.now();
    const { text: words } = track.reader.feed(fresh, at);
    if (words !== "") track.wordAt ??= at;
    this.#due.add(generationId);
    this.#takeTurns();
  }

  #takeFacts(generation: Generation): void {
    const track = this.#track(generation.id);
    const settled = track.generation?.state !== generation.state && generation.state !== "running";
    track.generation = generation;
    if (settled) track.reader.end(performance.now());
    this.#flush(generation.id, track);
    this.#told.push(generation);
    this.#telling ??= setTimeout(() => this.#tell(), FRAME);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const told = this.#told;
    this.#told = [];
    if (told.length > 0) this.#listeners.onGenerations(told);
  }

  #track(id: string): Track {
    const known = this.#tracks.get(id);
    if (known) return known;
    const track: Track = {
      reader: createCompletionReader(),
      received: 0,
      generation: null,
      wordAt: null,
      shown: { completion: null, generation: null, guess: null, thoughtMs: null },
      flushedAt: Number.NEGATIVE_INFINITY,
    };
    this.#tracks.set(id, track);
    return track;
  }

  /** The first piece is drawn in the next free frame, later ones together; whoever has waited longest comes first. */
  #takeTurns(): void {
    if (this.#turn !== undefined) return;
    let next: [id: string, Track] | null = null;
    for (const id of this.#due) {
      const track = this.#tracks.get(id);
      if (!track) this.#due.delete(id);
      else if (next === null || track.flushedAt < next[1].flushedAt) next = [id, track];
    }
    if (next === null) return;
    const wait = Math.max(next[1].flushedAt + FLUSH, this.#flushedAt + FRAME) - performance.now();
    if (wait <= 0) this.#flush(...next);
    if (this.#due.size === 0) return;
    this.#turn = setTimeout(
      () => {
        this.#turn = undefined;
        this.#takeTurns();
      },
      wait <= 0 ? FRAME : wait,
    );
  }

  #flush(id: string, track: Track): void {
    this.#due.delete(id);
    track.flushedAt = performance.now();
    this.#flushedAt = track.flushedAt;
    const { completion } = track.reader;
    track.shown = {
      completion,
      generation: track.generation,
      guess: guess(completion, this.#sentAt.get(id) ?? null, track.flushedAt),
      thoughtMs: thinkingTime(completion, track.wordAt),
    };
    this.#notify(id);
  }

  #setConnection(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.#notify();
  }

  #notify(...generationIds: string[]): void {
    for (const listener of this.#subscribers) listener();
    for (const id of generationIds) for (const listener of this.#watchers.get(id) ?? []) listener();
  }
}

/** An event of a newer Patchbay, or garbage, is passed over. */
function readEvent(data: string): ChatEvent | null {
  try {
    return ChatEvent.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
