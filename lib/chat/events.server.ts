import "server-only";
import { and, eq, gt, isNotNull, or } from "drizzle-orm";
import { encode } from "zod/mini";
import { maskGeneration } from "@/lib/conversations/blind";
import { readState } from "@/lib/conversations/conversations.server";
import { AppError, describeFailure } from "@/lib/core/errors";
import { sleep } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { toGeneration } from "@/lib/ledger/view.server";
import { ChatEvent } from "./api";
import { createMask } from "./blind-stream";
import type { LiveStreams } from "./live.server";
import { readSegments } from "./segments.server";

export type EventsOptions = {
  db: Db;
  live: LiveStreams;
  conversationId: string;
  /** Milliseconds after which it ends and the browser opens another; null for as long as someone reads. */
  lifetime: number | null;
  /** Whether whoever reads still may; asked every few seconds. */
  mayStay?: () => Promise<boolean>;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
};

/** Text is joined for this long, milliseconds: a frame or two, not a token. */
const FLUSH = 40;
/** How often facts are read while something runs or waits for its confirmed cost, and otherwise. */
const BUSY_POLL = 1_000;
const CALM_POLL = 3_000;
/** How often the segments of a stream in another process are read. */
const ELSEWHERE_POLL = 300;
const KEEP_ALIVE = 15_000;
/** How often it is asked whether the reader still may; with the longest wait between, revoking bites within five seconds. */
const MAY_STAY_POLL = 1_500;
/**
 * What settled so long before a look was told at one before it, or before the reader loaded the conversation. Far more
 * than clocks of instances differ by.
 */
const RECENT = 60_000;

type Watched = {
  facts: string;
  /** UTF-16 units of text that were sent, and that were read from segments. */
  sent: number;
  read: number;
  segments: number;
  decoder: TextDecoder;
  running: boolean;
  /** Takes out of the text what names its model, while the conversation is blind; and how much is left of it. */
  mask: ((text: string) => string) | null;
  masked: number;
};
type Row = typeof generation.$inferSelect;

/**
 * One event stream for all panes of a conversation. A running generation is replayed from its start, from
 * this process or, when another one runs it, from the segments it leaves in the database.
 */
export function conversationEvents(options: EventsOptions): ReadableStream<Uint8Array> {
  const closed = new AbortController();
  const encoder = new TextEncoder();
  let drained = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = async (text: string) => {
          if (closed.signal.aborted) return;
          controller.enqueue(encoder.encode(text));
          // A slow reader is waited for; what it has not seen yet stays where it is.
          if ((controller.desiredSize ?? 0) <= 0) await new Promise<void>((resolve) => (drained = resolve));
        };
        const { lifetime } = options;
        const over = lifetime === null ? [] : [AbortSignal.timeout(lifetime)];
        follow(options, write, AbortSignal.any([closed.signal, ...over]))
          .catch(async (error: unknown) => {
            options.onError("a conversation's events broke off", error);
            const failed = new AppError("unavailable");
            await write(format({ type: "error", error: describeFailure(failed) }));
          })
          .finally(() => {
            if (!closed.signal.aborted) controller.close();
          })
          .catch((error: unknown) => options.onError("a conversation's events could not be closed", error));
      },
      pull: () => drained(),
      cancel() {
        closed.abort();
        drained();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 256 * 1024 }),
  );
}

const format = (event: ChatEvent): string => `data: ${JSON.stringify(encode(ChatEvent, event))}\n\n`;

async function follow(
  { db, live, conversationId, mayStay = async () => true, now }: EventsOptions,
  send: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let writtenAt = now().getTime();
  let admittedAt = writtenAt;
  const write = (text: string) => {
    writtenAt = now().getTime();
    return send(text);
  };
  const watched = new Map<string, Watched>();
  let since = new Date(now().getTime() - RECENT);
  /** Null when the conversation is gone, undefined before anyone looked. */
  let conversation: Awaited<ReturnType<typeof readState>> | undefined;
  let factsDue = 0;
  let wake = () => {};
  let news = false;
  const stopListening = live.listen(conversationId, (what) => {
    news = true;
    if (what === "facts") factsDue = 0;
    wake();
  });

  async function sendText(id: string, state: Watched): Promise<void> {
    const stream = live.get(id);
    const text = stream ? stream.from(state.sent) : state.running ? await readElsewhere(id, state) : "";
    if (text === "") return;
    const offset = state.mask ? state.masked : state.sent;
    state.sent += text.length;
    const shown = state.mask ? state.mask(text) : text;
    state.masked += shown.length;
    if (shown !== "") await write(format({ type: "text", generationId: id, offset, text: shown }));
  }

  async function readElsewhere(id: string, state: Watched): Promise<string> {
    const rows = await readSegments(db, id, state.segments);
    state.segments += rows.length;
    const text = rows.map(({ bytes }) => state.decoder.decode(bytes, { stream: true })).join("");
    const start = state.read;
    state.read += text.length;
    // What this process had in memory until lately was sent from there already.
    return text.slice(Math.max(0, state.sent - start));
  }

  async function sendFacts(rows: Row[]): Promise<void> {
    // Read after the rows, so that no generation is told of before its message.
    const before = conversation;
    conversation = await readState(db, conversationId);
    if (before !== undefined && conversation?.revision !== before?.revision)
      await write(format({ type: "conversation" }));
    const blind = conversation?.blind ?? true;
    for (const row of rows) {
      const known = watched.get(row.id) ?? {
        facts: "",
        sent: 0,
        read: 0,
        segments: 0,
        decoder: new TextDecoder(),
        running: true,
        mask: blind ? createMask() : null,
        masked: 0,
      };
      watched.set(row.id, known);
      // All text goes first, so that whoever hears of the end has the whole answer.
      if (row.state === "running" || (known.running && known.facts !== "")) await sendText(row.id, known);
      known.running = row.state === "running";
      const generation = blind ? maskGeneration(toGeneration(row)) : toGeneration(row);
      const event = format({ type: "generation", generation });
      if (event !== known.facts) await write(event);
      known.facts = event;
    }
  }

  try {
    await write("retry: 1000\n\n");
    while (!signal.aborted) {
      news = false;
      const at = now().getTime();
      if (at - admittedAt >= MAY_STAY_POLL) {
        if (!(await mayStay())) return;
        admittedAt = at;
      }
      if (at >= factsDue) {
        const rows = await relevant(db, conversationId, since);
        const busy = rows.some(
          ({ state, confirmAt, upstreamId }) =>
            state === "running" || (confirmAt !== null && upstreamId !== null),
        );
        const elsewhere = rows.some(({ id, state }) => state === "running" && !live.get(id));
        factsDue = at + (elsewhere ? ELSEWHERE_POLL : busy ? BUSY_POLL : CALM_POLL);
        await sendFacts(rows);
        since = new Date(at - RECENT);
        // A page may stay open for days: what is over is let go of.
        const looked = new Set(rows.map(({ id }) => id));
        for (const [id, { running }] of watched) if (!running && !looked.has(id)) watched.delete(id);
      } else {
        for (const [id, state] of watched) if (state.running && live.get(id)) await sendText(id, state);
      }
      if (at - writtenAt > KEEP_ALIVE) await write(": still here\n\n");
      await sleep(FLUSH, signal);
      if (!news) await until(Math.max(0, factsDue - now().getTime()), signal, (resolve) => (wake = resolve));
    }
  } finally {
    stopListening();
  }
}

/** Waits for the time to pass or for the callback to be called. */
async function until(ms: number, signal: AbortSignal, subscribe: (wake: () => void) => void): Promise<void> {
  const early = new AbortController();
  subscribe(() => early.abort());
  await sleep(ms, AbortSignal.any([signal, early.signal]));
}

/** What a viewer may not know yet: what runs, what ended lately, and what still waits for its final cost. */
function relevant(db: Db, conversationId: string, since: Date): Promise<Row[]> {
  return db
    .select()
    .from(generation)
    .where(
      and(
        eq(generation.conversationId, conversationId),
        or(
          eq(generation.state, "running"),
          gt(generation.settledAt, since),
          isNotNull(generation.confirmAt),
          gt(generation.confirmedAt, since),
        ),
      ),
    )
    .orderBy(generation.startedAt, generation.id);
}
