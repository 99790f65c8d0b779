import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, type Dispatcher } from "undici";
import { createJoined, isTurning, type Joined } from "./join.server";
import { createMask, type Mask, OPEN } from "./mask";

export type TransportRequest = {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
};

/** The one way out of the process: a network, or a sandbox inside it. */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>;

/** Cancelling a body with this says that all has been said: the connection is worth keeping if the end comes soon. */
export const ENOUGH = Symbol("enough");
/** Milliseconds. */
const SOON = 1_000;

type HttpOptions = {
  origin: string;
  /** Milliseconds. */
  connectTimeout: number;
  /** The key that is sent, blotted out of whatever is sent back. */
  secret: string;
};

/**
 * HTTP to one origin and no other. Next wraps the global `fetch` with caches, hence undici's own machinery, and
 * of that the lowest layer, because a stream costs by the piece. Redirects are errors: they would carry the key elsewhere.
 */
export function createHttpTransport({ origin, connectTimeout, secret }: HttpOptions): Transport {
  const agent = new Agent({
    connect: { timeout: connectTimeout },
    // The runner has its own clocks for the first byte and for silence.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 10_000,
  });
  return async (address, request) => {
    const url = new URL(address);
    if (url.origin !== origin) throw new Error("refused to contact a foreign origin");
    await hearOfClosing();
    return exchange(agent, secret, url, request);
  };
}

/**
 * Lets the process hear which kept connections the other side has closed meanwhile. One that stood still, under load or
 * in a laptop that slept, would write to them, and nobody could say whether that request has cost anything.
 */
async function hearOfClosing(): Promise<void> {
  if (isTurning()) return;
  // The first turn may be the end of the one that stood still; the second has looked at the sockets.
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Sends one request; resolves with its headers, and rejects with why there are none. */
function exchange(
  agent: Dispatcher,
  secret: string,
  url: URL,
  { method, headers, body, signal }: TransportRequest,
) {
  return new Promise<Response>((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let joined: Joined | null = null;
    let patience: NodeJS.Timeout | undefined;
    let isOver = false;

    const abort = (reason: unknown) => {
      if (isOver) return;
      const error = reason instanceof Error ? reason : new DOMException("aborted", "AbortError");
      if (controller) controller.abort(error);
      else reject(error);
    };
    const onAbort = () => abort(signal.reason);
    const over = () => {
      isOver = true;
      clearTimeout(patience);
      signal.removeEventListener("abort", onAbort);
    };
    const cancel = (reason: unknown) => {
      if (isOver || reason !== ENOUGH) return abort(reason);
      controller?.resume();
      patience = setTimeout(abort, SOON);
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(its) {
        controller = its;
        if (signal.aborted) onAbort();
      },
      onResponseStart(its, status, fields, statusText) {
        if (status < 200) return;
        if (REDIRECTS.has(status)) return its.abort(new Error("refused to follow a redirect"));
        const source = { pause: () => its.pause(), resume: () => its.resume(), cancel };
        const headers = headersOf(fields);
        const packing = takePacking(headers);
        // What is packed is looked through when it is unpacked.
        joined = createJoined(source, packing ? OPEN : createMask(secret));
        const unpacked = packing ? unpack(joined.stream, packing, createMask(secret)) : joined.stream;
        const stream = BODILESS.has(status) ? null : unpacked;
        resolve(new Response(stream, { status, statusText: statusText ?? "", headers }));
      },
      onResponseData: (_controller, bytes) => joined?.push(bytes),
      onResponseEnd() {
        over();
        joined?.end();
      },
      onResponseError(_controller, error) {
        over();
        if (joined) joined.fail(error);
        else reject(error);
      },
    };

    signal.addEventListener("abort", onAbort, { once: true });
    try {
      agent.dispatch(
        { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
        handler,
      );
    } catch (error) {
      over();
      reject(error);
    }
  });
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODILESS = new Set([204, 205, 304]);

function headersOf(fields: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}

type Packing = "gzip" | "deflate";

/** Nothing compressed is asked for; something in between may compress all the same. */
function takePacking(headers: Headers): Packing | null {
  const encoding = headers.get("content-encoding")?.toLowerCase();
  if (encoding !== "gzip" && encoding !== "deflate") return null;
  headers.delete("content-encoding");
  return encoding;
}

function unpack(stream: ReadableStream<Uint8Array>, packing: Packing, mask: Mask) {
  const masked = new TransformStream<Uint8Array, Uint8Array>({
    transform: (bytes, controller) => controller.enqueue(mask.pass(bytes)),
    flush: (controller) => controller.enqueue(mask.rest()),
  });
  // The two declarations of a chunk differ in what memory it may lie in.
  const unpacker = new DecompressionStream(packing) as ReadableWritablePair<Uint8Array, Uint8Array>;
  return stream.pipeThrough(unpacker).pipeThrough(masked);
}
