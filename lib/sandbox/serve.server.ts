import "server-only";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { Sandbox } from "./sandbox";

/** Serves a sandbox over HTTP, on loopback unless told otherwise; port 0 takes any free one. */
export async function serveSandbox(
  sandbox: Sandbox,
  { port, host = "127.0.0.1" }: { port: number; host?: string },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => void exchange(sandbox, incoming, outgoing));
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function exchange(
  sandbox: Sandbox,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const response = await sandbox.handle(toRequest(incoming, gone.signal));
    // setHeaders takes a Headers as it is; a second Content-Length is never written.
    outgoing.setHeaders(response.headers);
    outgoing.writeHead(response.status);
    outgoing.flushHeaders();
    await pour(response.body, outgoing, gone.signal);
    outgoing.end();
  } catch {
    // Whatever cannot be answered properly is a connection that breaks.
    outgoing.socket?.destroy();
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const entry of [value ?? []].flat()) headers.append(name, entry);
  const { method = "GET", url = "/" } = incoming;
  const bare = method === "GET" || method === "HEAD" || method === "OPTIONS";
  return new Request(`http://${incoming.headers.host ?? "127.0.0.1"}${url}`, {
    method,
    headers,
    signal,
    ...(!bare && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" as const }),
  });
}

/** Writes no faster than the reader reads, and lets go of the source when the reader has left. */
async function pour(
  body: ReadableStream<Uint8Array> | null,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", leave, { once: true });
  for (let next = await reader.read(); !next.done && !signal.aborted; next = await reader.read()) {
    // `signal` also ends the wait, and takes the listener away with it.
    if (!outgoing.write(next.value)) await once(outgoing, "drain", { signal });
  }
}
