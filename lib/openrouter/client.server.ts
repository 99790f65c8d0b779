import "server-only";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { asLabel } from "@/lib/core/storable";
import { readFailure } from "./failure";
import { parseExact } from "./json";
import { type Transport, type TransportRequest, UNSENT } from "./transport.server";

export type OpenRouterOptions = {
  /** `https://openrouter.ai/api/v1` or a stand-in; nothing else is ever contacted. */
  baseUrl: string;
  apiKey: string;
  transport: Transport;
  /** Milliseconds until the first byte of an answer. */
  firstByteTimeout: number;
  /** Where the team's Patchbay is reached, for OpenRouter's list of apps. */
  appUrl: string;
};

/** What came of opening a completion: a 2xx answer, or a failure, whether anything was sent and can have cost anything. */
export type Opened =
  | { kind: "answer"; response: Response; upstreamId: string | null }
  | {
      kind: "failure";
      error: AppError;
      upstreamId: string | null;
      isSent: boolean;
      billed: "nothing" | "unknown";
    };

/** Where a request goes, below the base URL, what it says beside its body, and what keeps it from being sent. */
type Sending = { path?: string; headers?: Readonly<Record<string, string>> } & Pick<
  TransportRequest,
  "unless"
>;

export type OpenRouter = ReturnType<typeof createOpenRouter>;

/** Names go into a path, so nothing in them may climb out of it. */
const AUTHOR = /^~?[A-Za-z0-9][\w.-]{0,99}$/;
const SLUG = /^[A-Za-z0-9][\w.:-]{0,199}$/;

/** Small JSON answers are complete within this, milliseconds. */
const READ_TIMEOUT = 20_000;
/** Bytes; the whole catalogue is about one million. */
const READ_LIMIT = 32 * 1024 * 1024;

export function createOpenRouter(options: OpenRouterOptions) {
  const { baseUrl, apiKey, transport } = options;
  const headers = {
    authorization: `Bearer ${apiKey}`,
    // Bodies are passed on as they come, so they must not come compressed.
    "accept-encoding": "identity",
    "http-referer": options.appUrl,
    "x-openrouter-title": "Patchbay",
    "x-title": "Patchbay",
  };
  const address = (path: string) => `${baseUrl.replace(/\/+$/, "")}${path}`;

  /** The text of a JSON answer, and the same read. @throws AppError also when a 200 holds an error */
  async function get(path: string): Promise<{ text: string; body: unknown }> {
    const signal = AbortSignal.timeout(READ_TIMEOUT);
    const response = await transport(address(path), { method: "GET", headers, signal }).catch(
      (cause: unknown) => {
        throw connectionError(cause, signal.aborted);
      },
    );
    const packed = response.ok ? leavePacked(response) : null;
    if (packed) throw packed;
    const text = await readText(response, signal);
    const body = parseOrNull(text);
    if (!response.ok)
      throw readFailure({ status: response.status, body, retryAfter: response.headers.get("retry-after") });
    if (body === null) throw new AppError("upstream_garbled", { upstreamStatus: response.status });
    // OpenRouter can say 200 and mean an error.
    if (typeof body === "object" && "error" in body && !("data" in body)) {
      throw readFailure({ status: 502, body });
    }
    return { text, body };
  }

  const getJson = async (path: string) => (await get(path)).body;

  return {
    listModels: () => getJson("/models"),
    /** The models that make vectors of texts; the ordinary list leaves them out. */
    listEmbeddingModels: () => getJson("/embeddings/models"),
    listProviders: () => getJson("/providers"),
    /** The endpoints of all models that keep nothing of what they are sent. */
    listZeroRetention: () => getJson("/endpoints/zdr"),
    getKey: () => getJson("/key"),
    getCredits: () => getJson("/credits"),
    /** What was charged on the last completed UTC days, of one key (by its hash) or of all. For management keys. */
    getActivity: (keyHash: string | null) =>
      getJson(keyHash === null ? "/activity" : `/activity?api_key_hash=${encodeURIComponent(keyHash)}`),
    /** The upstream's record of a generation; amounts keep their digits. @throws AppError `no_endpoints` on 404 */
    getGeneration: (upstreamId: string) => getJson(`/generation?id=${encodeURIComponent(upstreamId)}`),

    /** The endpoints of a model as the upstream tells them, verbatim. @throws AppError `not_found` for hostile names */
    async getEndpoints(author: string, slug: string): Promise<string> {
      if (!AUTHOR.test(author) || !SLUG.test(slug))
        throw new AppError("not_found", {}, { message: "There is no such model." });
      return (await get(`/models/${author}/${slug}/endpoints`)).text;
    },

    /**
     * Sends a completion, once. Resolves as soon as the headers are here, or the reason why they are not.
     */
    async openCompletion(
      body: string,
      signal: AbortSignal,
      { path = "/chat/completions", headers: further = {}, unless }: Sending = {},
    ): Promise<Opened> {
      // Nothing was written, so nothing can be billed.
      if (signal.aborted || unless?.aborted) {
        const error = new AppError("interrupted");
        return { kind: "failure", error, upstreamId: null, isSent: false, billed: "nothing" };
      }
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), options.firstByteTimeout);
      try {
        const response = await transport(address(path), {
          method: "POST",
          headers: {
            ...further,
            ...headers,
            "content-type": "application/json",
            "x-openrouter-metadata": "enabled",
          },
          body,
          signal: AbortSignal.any([signal, deadline.signal]),
          unless,
        });
        const upstreamId = asLabel(response.headers.get("x-generation-id"));
        const packed = response.ok ? leavePacked(response) : null;
        // It ran, and its record can be asked for.
        if (packed) return { kind: "failure", error: packed, upstreamId, isSent: true, billed: "unknown" };
        if (response.ok) return { kind: "answer", response, upstreamId };
        // The status has said enough, should the words that explain it break off.
        const reading = AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT)]);
        const text = await readText(response, reading).catch(() => "");
        const error = readFailure({
          status: response.status,
          body: parseOrNull(text),
          retryAfter: response.headers.get("retry-after"),
        });
        return {
          kind: "failure",
          error,
          upstreamId,
          isSent: true,
          billed: wasRefused(response.status) ? "nothing" : "unknown",
        };
      } catch (cause) {
        const isSent = !neverSent(cause);
        const error =
          signal.aborted || (!isSent && unless?.aborted)
            ? new AppError("interrupted", {}, { cause })
            : connectionError(cause, deadline.signal.aborted);
        return { kind: "failure", error, upstreamId: null, isSent, billed: isSent ? "unknown" : "nothing" };
      } finally {
        clearTimeout(timer);
      }
    },
    baseUrl,
  };
}

/** The name of the purse that an upstream key draws on: its origin, and the hash that OpenRouter itself knows it by. */
export function accountOf(baseUrl: string, apiKey: string): string {
  return `${new URL(baseUrl).origin}#${createHash("sha256").update(apiKey).digest("hex")}`;
}

/** The hash of the key in the name of a purse; null for one that has none. */
export const keyHashOf = (account: string): string | null => /#([\da-f]{64})$/.exec(account)?.[1] ?? null;

/** A 4xx means that nothing ran, except the one that says it ran too long. */
const wasRefused = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

const NEVER_SENT = new Set([
  UNSENT,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What an open connection was doing when it broke: hosts and networks can be lost then, too, with a request on its way. */
const CONNECTED = new Set<unknown>(["read", "write"]);

function* causes(error: unknown): Generator<{ code?: unknown; message?: unknown; syscall?: unknown }> {
  for (let cause = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
    yield cause;
    if (cause instanceof AggregateError) for (const inner of cause.errors) yield* causes(inner);
    cause = (cause as { cause?: unknown }).cause;
  }
}

function neverSent(error: unknown): boolean {
  for (const { code, syscall } of causes(error))
    if (typeof code === "string" && NEVER_SENT.has(code) && !CONNECTED.has(syscall)) return true;
  return false;
}

/** Names a failure of the connection itself; the cause is for the log, never for the reader. */
export function connectionError(cause: unknown, timedOut: boolean): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError(
    timedOut ? "upstream_timeout" : neverSent(cause) ? "upstream_unreachable" : "upstream_cut",
    {},
    { cause },
  );
}

/** Lets go of an answer that is packed in a way that nobody here knows; null for any other. */
function leavePacked({ headers, body, status }: Response): AppError | null {
  const encoding = headers.get("content-encoding");
  if (encoding === null) return null;
  void body?.cancel().catch(() => {});
  const name = /^[\w.-]{1,40}$/.test(encoding) ? encoding : "an unknown encoding";
  const message = `The answer came compressed (${name}), which nobody asked for and Patchbay does not read. Something between Patchbay and OpenRouter does that.`;
  return new AppError("upstream_garbled", { upstreamStatus: status }, { message });
}

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    if (response.body) {
      const reader = response.body.getReader();
      const stop = () => void reader.cancel().catch(() => {});
      signal.addEventListener("abort", stop, { once: true });
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        text += decoder.decode(read.value, { stream: true });
        if (text.length > READ_LIMIT) {
          stop();
          throw new AppError("upstream_garbled", { upstreamStatus: response.status });
        }
      }
      signal.removeEventListener("abort", stop);
    }
  } catch (cause) {
    throw connectionError(cause, signal.aborted);
  }
  if (signal.aborted) throw new AppError("upstream_timeout");
  return text;
}

function parseOrNull(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}
