import "server-only";
import { AppError } from "@/lib/core/errors";
import { connectionError } from "@/lib/openrouter/client.server";
import { isEventStream } from "@/lib/openrouter/event-stream";
import type { Close } from "./ending";

export type PumpOptions = {
  /** Sees every piece; `text` is whole characters. Returning true ends the reading: all has been said. */
  onPiece: (bytes: Uint8Array, text: string) => boolean;
  /** Milliseconds of silence after which the stream is given up. */
  idleTimeout: number;
  /** Aborted by Stop or by shutting down; `reason` is the {@link Close} to report. */
  signal: AbortSignal;
  /** The most bytes that are read of one answer. */
  limit: number;
  /** Called with each piece's arrival; true when only keep-alive comments have come for too long. */
  isStuck: () => boolean;
};

/** Reads an upstream body to whatever end it comes to. Never throws. */
export async function pump(response: Response, options: PumpOptions): Promise<Close> {
  if (!response.body) return { how: "ended" };
  const reader = response.body.getReader();
  let close: Close | null = null;
  const giveUp = (reason: Close) => {
    close ??= reason;
    // Cancelling lets go of the upstream at once; a pending read then resolves.
    void reader.cancel().catch(() => {});
  };
  const onAbort = () => giveUp(options.signal.reason as Close);
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener("abort", onAbort, { once: true });
  const stalled = () => giveUp({ how: "broken", error: new AppError("upstream_stalled") });
  const idle = setTimeout(stalled, options.idleTimeout);
  try {
    const decoder = new TextDecoder();
    const body = isEventStream(response.headers.get("content-type")) ? null : createBodyCollector();
    let size = 0;
    for (let read = await reader.read(); !read.done && close === null; read = await reader.read()) {
      idle.refresh();
      size += read.value.byteLength;
      if (size > options.limit) giveUp({ how: "broken", error: new AppError("upstream_garbled") });
      else if (body) body.add(read.value);
      else if (options.onPiece(read.value, decoder.decode(read.value, { stream: true })))
        giveUp({ how: "ended" });
      else if (options.isStuck()) stalled();
    }
    if (body && close === null) return passBody(body.text(), options);
    return close ?? { how: "ended" };
  } catch (cause) {
    return close ?? { how: "broken", error: connectionError(cause, false) };
  } finally {
    clearTimeout(idle);
    options.signal.removeEventListener("abort", onAbort);
  }
}

function createBodyCollector() {
  const chunks: Uint8Array[] = [];
  return {
    add: (chunk: Uint8Array) => void chunks.push(chunk),
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}

/** A whole answer, or an error, in one JSON body where a stream was asked for: passed on as a stream of one event. */
function passBody(text: string, { onPiece }: PumpOptions): Close {
  const json = text.trim();
  if (json === "") return { how: "ended" };
  if (!json.startsWith("{")) return { how: "broken", error: new AppError("upstream_garbled") };
  // Line breaks in JSON are only ever white space.
  const event = `data: ${json.replace(/[\r\n]+/g, " ")}\n\n`;
  onPiece(new TextEncoder().encode(event), event);
  return { how: "ended" };
}
