import http from "node:http";

const HEADERS_WITHIN = 30_000;
const REQUEST_WITHIN = 60_000;

/** What is answered without Next, by the handler that the application leaves here when it has started. */
const COMPLETIONS = new Set(
  ["chat/completions", "completions", "responses", "messages", "embeddings"].map((name) => `/api/v1/${name}`),
);
const ENTRANCE = Symbol.for("patchbay.entrance");

/**
 * Next creates its HTTP server itself; this catches it on the way, to bound what a slow client can hold,
 * to refuse what Next would misread, to take the short way with streams, and to be able to stop it.
 * @returns {{ server: () => import("node:http").Server | undefined }}
 */
export function guardServer() {
  const create = http.createServer;
  let server;
  http.createServer = (listener) => {
    http.createServer = create;
    const limits = {
      headersTimeout: HEADERS_WITHIN,
      requestTimeout: REQUEST_WITHIN,
      connectionsCheckingInterval: 5_000,
    };
    server = create(limits, (request, response) => {
      notePeer(request);
      if (isPlain(request)) {
        const answer = isCompletion(request) ? globalThis[ENTRANCE] : undefined;
        if (!answer) return listener(request, response);
        return void answer(request, response).catch(() => response.destroy());
      }
      // TRACE would echo headers; Next answers it with a stack in the log.
      response.writeHead(request.method === "TRACE" ? 405 : 421, {
        "content-type": "text/plain",
        connection: "close",
      });
      response.end("This is not a request that Patchbay answers.\n");
    });
    return server;
  };
  return { server: () => server };
}

/** As every proxy does: whoever believes the end of the list believes what we saw, not what a client claims. */
function notePeer({ headers, socket }) {
  const peer = socket.remoteAddress;
  if (peer === undefined) return;
  const before = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = before === undefined ? peer : `${before}, ${peer}`;
}

/** One Host and a path: anything else is a proxy's request, or somebody trying two names at once. */
function isPlain({ method, url, rawHeaders }) {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  return hosts.length === 1 && url.startsWith("/") && isDecodable(url) && method !== "TRACE";
}

const isCompletion = ({ method, url }) => method === "POST" && COMPLETIONS.has(url.split("?", 1)[0]);

/** Next answers a broken percent sign with a 500 before any handler of ours is asked. */
function isDecodable(url) {
  try {
    return decodeURIComponent(url.split("?", 1)[0]) !== "";
  } catch {
    return false;
  }
}
