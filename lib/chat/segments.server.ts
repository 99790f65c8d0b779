import "server-only";
import { and, asc, eq, gte, inArray, isNotNull, lt } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation, streamSegment } from "@/lib/db/schema/ledger";

export type SegmentWriter = {
  add(generationId: string, bytes: Uint8Array): void;
  /** Writes what is waiting, for all generations at once. */
  flush(): Promise<void>;
  forget(generationId: string): void;
};

/** Rows of one statement; after an outage there may be more than Postgres takes at once. */
const BATCH = 500;

/** Keeps the bytes of running streams for those who join late, written together and never on the way of a byte. */
export function createSegmentWriter({
  db,
  interval,
  onError,
}: {
  db: Db;
  interval: number;
  onError: (error: unknown) => void;
}): SegmentWriter {
  const waiting = new Map<string, Uint8Array[]>();
  /** Rows that the database did not take yet; they go first, or streams would have holes. */
  let unwritten: (typeof streamSegment.$inferInsert)[] = [];
  const positions = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const fresh = [...waiting].map(([generationId, chunks]) => {
      const position = positions.get(generationId) ?? 0;
      positions.set(generationId, position + 1);
      return { generationId, position, bytes: new Uint8Array(Buffer.concat(chunks)) };
    });
    waiting.clear();
    unwritten.push(...fresh);
    while (unwritten.length > 0) {
      const rows = unwritten.slice(0, BATCH);
      // A write that failed may have happened after all; its rows are there then.
      await db.insert(streamSegment).values(rows).onConflictDoNothing();
      unwritten = unwritten.filter((row) => !rows.includes(row));
    }
  }

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    // One write after the other, so that positions follow the stream.
    writing = writing.then(write).catch(onError);
    return writing;
  };

  return {
    add(generationId, bytes) {
      const chunks = waiting.get(generationId);
      if (chunks) chunks.push(bytes);
      else waiting.set(generationId, [bytes]);
      timer ??= setTimeout(() => void flush(), interval);
    },
    flush,
    forget(generationId) {
      positions.delete(generationId);
      unwritten = unwritten.filter((row) => row.generationId !== generationId);
    },
  };
}

/** The kept bytes of a stream from a position on, in order. */
export function readSegments(
  db: Db,
  generationId: string,
  from = 0,
): Promise<{ position: number; bytes: Uint8Array }[]> {
  return db
    .select({ position: streamSegment.position, bytes: streamSegment.bytes })
    .from(streamSegment)
    .where(and(eq(streamSegment.generationId, generationId), gte(streamSegment.position, from)))
    .orderBy(asc(streamSegment.position));
}

/**
 * Forgets the bytes of streams that settled before the given time; their text is in the conversation by then.
 * @returns how many segments are gone
 */
export async function removeSegments(db: Db, settledBefore: Date): Promise<number> {
  const settled = db
    .select({ id: generation.id })
    .from(generation)
    .where(and(isNotNull(generation.settledAt), lt(generation.settledAt, settledBefore)));
  const removed = await db
    .delete(streamSegment)
    .where(inArray(streamSegment.generationId, settled))
    .returning({ position: streamSegment.position });
  return removed.length;
}
