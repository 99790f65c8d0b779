import "server-only";
import { AppError } from "@/lib/core/errors";
import { asRecord } from "@/lib/core/lenient";
import { type Completion, createCompletionReader } from "./completion";
import type { Close } from "./ending";
import { CHUNKS, type Reading } from "./reading";

type Options = {
  signal: AbortSignal;
  /** The most bytes that are read of one answer. */
  limit: number;
  /** Milliseconds of silence after which it is given up. */
  idleTimeout: number;
};

/** A whole answer, up to `limit` bytes. */
export async function readWhole(
  response: Response,
  { signal, limit, idleTimeout }: Options,
): Promise<{ bytes: Uint8Array | null; close: Close }> {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const stop = () => void reader.cancel().catch(() => {});
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  let isStalled = false;
  const idle = setTimeout(() => {
    isStalled = true;
    stop();
  }, idleTimeout);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      idle.refresh();
      chunks.push(read.value);
      size += read.value.byteLength;
      if (size > limit) {
        stop();
        return { bytes: null, close: { how: "broken", error: new AppError("upstream_garbled") } };
      }
    }
    if (isStalled) return { bytes: null, close: { how: "broken", error: new AppError("upstream_stalled") } };
    return { bytes: signal.aborted ? null : new Uint8Array(Buffer.concat(chunks)), close: { how: "ended" } };
  } catch (cause) {
    return { bytes: null, close: { how: "broken", error: new AppError("upstream_cut", {}, { cause }) } };
  } finally {
    clearTimeout(idle);
    signal.removeEventListener("abort", stop);
  }
}

/** A body that is not a stream reads like a stream of one event; when its first token was written nobody knows. */
export function completionOf(bytes: Uint8Array, reading: Reading = CHUNKS): Completion {
  const text = new TextDecoder().decode(bytes);
  const json = (reading.essence?.(text) ?? text).replace(/[\r\n]+/g, " ").trim();
  const reader = createCompletionReader(reading.add);
  if (json !== "") reader.feed(`data: ${json}\n\n`, 0);
  const completion = { ...reader.end(0), firstTokenAt: null };
  // Its last bracket says that nothing is missing; a finish reason it need not have.
  return completion.finishReason === null && isAnswer(json, reading)
    ? { ...completion, done: true }
    : completion;
}

function isAnswer(json: string, reading: Reading): boolean {
  try {
    return reading.isAnswer(asRecord(JSON.parse(json)) ?? {});
  } catch {
    return false;
  }
}
