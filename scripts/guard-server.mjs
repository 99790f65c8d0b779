import http from "node:http";

const HEADERS_WITHIN = 30_000;
const REQUEST_WITHIN = 60_000;

/** What is answered without Next, by the handler that the application leaves here when it has started. */
const COMPLETIONS = new Set(
  ["chat/completions", "completions", "responses", "messages", "embeddings"].map((name) => `/api/v1/${name}`),
);
const ENTRANCE = Symbol.for("patchbay.entrance");

/**
 * Next creates its HTTP server itself; this catches it on the way, to bound what a slow client can hold, to refuse what
 * Next would misread and pages under a foreign Host, to take the short way with streams, and to be able to stop it.
 * What comes before `open` waits for it.
 * @returns {{
 *   server: () => import("node:http").Server | undefined,
 *   open: (judge: (request: import("node:http").IncomingMessage) => { status: number, message: string } | null) => void,
 * }}
 */
export function guardServer() {
  const create = http.createServer;
  let judge;
  let open;
  const opened = new Promise((resolve) => {
    open = (given) => {
      judge = given;
      resolve();
    };
  });
  let server;
  http.createServer = (listener) => {
    http.createServer = create;
    const limits = {
      headersTimeout: HEADERS_WITHIN,
      requestTimeout: REQUEST_WITHIN,
      connectionsCheckingInterval: 5_000,
    };
    const answer = (request, response) => {
      const refusal = isOfHandlers(request) ? null : judge(request);
      if (refusal) return refuse(response, refusal);
      const complete = isCompletion(request) ? globalThis[ENTRANCE] : undefined;
      if (!complete) return listener(request, response);
      complete(request, response).catch(() => response.destroy());
    };
    server = create(limits, (request, response) => {
      notePeer(request);
      // TRACE would echo headers; Next answers it with a stack in the log.
      if (request.method === "TRACE") return refuse(response, { status: 405, message: NOT_ONE });
      if (!isPlain(request)) return refuse(response, { status: 421, message: NOT_ONE });
      if (judge) return answer(request, response);
      opened.then(() => answer(request, response));
    });
    return server;
  };
  return { server: () => server, open };
}

const NOT_ONE = "This is not a request that Patchbay answers.";

function refuse(response, { status, message }) {
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    connection: "close",
  };
  response.writeHead(status, headers).end(`${message}\n`);
}

/** As every proxy does: whoever believes the end of the list believes what we saw, not what a client claims. */
function notePeer({ headers, socket }) {
  const peer = socket.remoteAddress;
  if (peer === undefined) return;
  const before = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = before === undefined ? peer : `${before}, ${peer}`;
}

/** One Host and a path: anything else is a proxy's request, or somebody trying two names at once. */
function isPlain({ url, rawHeaders }) {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  return hosts.length === 1 && url.startsWith("/") && isDecodable(url);
}

/** They judge for themselves, each in the shape that its callers read. All that Next would lead elsewhere is not theirs. */
const isOfHandlers = ({ url }) => url.startsWith("/api/") && pathOf(url).startsWith("/api/");

/** Without dots that lead upwards, also where they are written as percent signs. */
const pathOf = (url) => (URL.canParse(`http://_${url}`) ? new URL(`http://_${url}`).pathname : "");

const isCompletion = ({ method, url }) => method === "POST" && COMPLETIONS.has(url.split("?", 1)[0]);

/** Next answers a broken percent sign with a 500 before any handler of ours is asked. */
function isDecodable(url) {
  try {
    return decodeURIComponent(url.split("?", 1)[0]) !== "";
  } catch {
    return false;
  }
}
