import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * The requests that run. The signal of a request hears nothing any more once the request itself was collected,
 * and whoever passes an answer on keeps the signal alone (Node's undici follows a given signal by a weak reference).
 */
const running = new Set<Request>();

/** A request as the web knows it, its signal aborted when the caller leaves; null when its Host or a header is none. */
export function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Request | null {
  const left = new AbortController();
  const request = toRequest(incoming, left.signal);
  if (request) running.add(request);
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) left.abort();
    if (request) running.delete(request);
  });
  return request;
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request | null {
  const { rawHeaders, headers: known, method = "POST", url = "/" } = incoming;
  try {
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2)
      headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
    // Without `duplex` the standard wants the whole body first.
    const body = { body: bodyOf(incoming), duplex: "half" };
    return new Request(`http://${known.host}${url}`, { method, headers, signal, ...body });
  } catch {
    return null;
  }
}

/** Node's own conversion would cut the connection when the body is refused, and with it our answer. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      incoming.on("data", (bytes) => {
        controller.enqueue(bytes);
        incoming.pause();
      });
      incoming.once("end", () => controller.close());
      incoming.once("error", (error) => controller.error(error));
      incoming.pause();
    },
    pull: () => void incoming.resume(),
    cancel: () => void incoming.removeAllListeners().resume(),
  });
}
