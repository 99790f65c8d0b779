import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { Duplex } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Agent, type Dispatcher } from "undici";
import { createJoined, isTurning, type Joined } from "./join.server";
import { createMask, type Mask, OPEN } from "./mask";

export type TransportRequest = {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Whoever aborts this wants it given up if nothing of it was written yet, and not afterwards. */
  unless?: AbortSignal | undefined;
};

/**
 * The one way out of the process: a network, or a sandbox inside it. An answer that still names a `content-encoding` is
 * packed in a way that nobody here knows, and nothing can be read of it.
 */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>;

/** The code of what failed, or was given up, before a byte of it was written. */
export const UNSENT = "UNSENT";

const unsent = (cause: unknown): Error => Object.assign(new Error("never sent", { cause }), { code: UNSENT });

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
  { method, headers, body, signal, unless }: TransportRequest,
) {
  return new Promise<Response>((resolve, reject) => {
    // Here before the first byte is written.
    let controller: Dispatcher.DispatchController | null = null;
    let joined: Joined | null = null;
    let patience: NodeJS.Timeout | undefined;
    let isOver = false;
    let isGivenUp = false;

    const abort = (reason: unknown) => {
      if (isOver) return;
      const error = reason instanceof Error ? reason : new DOMException("aborted", "AbortError");
      if (controller) return controller.abort(error);
      isGivenUp = true;
      reject(unsent(error));
    };
    const onAbort = () => abort(signal.reason);
    const onWhim = () => {
      if (!controller) abort(unless?.reason);
    };
    const over = () => {
      isOver = true;
      clearTimeout(patience);
      signal.removeEventListener("abort", onAbort);
      unless?.removeEventListener("abort", onWhim);
    };
    const cancel = (reason: unknown) => {
      if (isOver || reason !== ENOUGH) return abort(reason);
      controller?.resume();
      patience = setTimeout(abort, SOON);
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(its) {
        controller = its;
        if (isGivenUp) its.abort(unsent(undefined));
      },
      onResponseStart(its, status, fields, statusText) {
        if (status < 200) return;
        if (REDIRECTS.has(status)) return its.abort(new Error("refused to follow a redirect"));
        const source = { pause: () => its.pause(), resume: () => its.resume(), cancel };
        const headers = headersOf(fields);
        const unpacker = takeUnpacker(headers);
        // What is packed is looked through when it is unpacked.
        joined = createJoined(source, unpacker ? OPEN : createMask(secret));
        const unpacked = unpacker ? unpack(joined.stream, unpacker(), createMask(secret)) : joined.stream;
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
        else reject(controller ? error : unsent(error));
      },
    };

    if (signal.aborted) return onAbort();
    if (unless?.aborted) return onWhim();
    signal.addEventListener("abort", onAbort, { once: true });
    unless?.addEventListener("abort", onWhim, { once: true });
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

/** Each hands on what came so far, and does not wait for the end. */
const UNPACKERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Nothing compressed is asked for; something in between may compress all the same. */
function takeUnpacker(headers: Headers): (() => Duplex) | null {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase();
  if (encoding === undefined) return null;
  const unpacker = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding] : undefined;
  if (unpacker || encoding === "identity" || encoding === "") headers.delete("content-encoding");
  return unpacker ?? null;
}

function unpack(stream: ReadableStream<Uint8Array>, unpacker: Duplex, mask: Mask) {
  const masked = new TransformStream<Uint8Array, Uint8Array>({
    transform: (bytes, controller) => enqueue(controller, mask.pass(bytes)),
    flush: (controller) => enqueue(controller, mask.rest()),
  });
  // The two declarations of a web stream differ in what memory a chunk may lie in.
  const unpacking = Duplex.toWeb(unpacker) as ReadableWritablePair<Uint8Array, Uint8Array>;
  return stream.pipeThrough(unpacking).pipeThrough(masked);
}

function enqueue(controller: TransformStreamDefaultController<Uint8Array>, bytes: Uint8Array): void {
  if (bytes.byteLength > 0) controller.enqueue(bytes);
}
