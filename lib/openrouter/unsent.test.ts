import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createOpenRouter } from "./client.server";
import { createHttpTransport } from "./transport.server";

/** An upstream that says nothing, and what it was sent over each connection. */
async function serveNothing() {
  const connections: { socket: Socket; text: string }[] = [];
  const server = createServer((socket) => {
    const connection = { socket, text: "" };
    connections.push(connection);
    socket.on("error", () => {});
    socket.on("data", (bytes) => (connection.text += bytes));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    for (const { socket } of connections) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, connections };
}

function openRouterAt(origin: string, { firstByteTimeout = 60_000 } = {}) {
  return createOpenRouter({
    ...{ baseUrl: `${origin}/api/v1`, apiKey: "secret", appUrl: "http://localhost:3000", firstByteTimeout },
    transport: createHttpTransport({ origin, connectTimeout: 60_000, secret: "secret" }),
  });
}

/** Calls back as the next connection begins to be made. */
function onConnecting(then: () => void): void {
  const name = "undici:client:beforeConnect";
  const listener = () => {
    unsubscribe(name, listener);
    then();
  };
  subscribe(name, listener);
}

test("what is given up while the connection is made was not sent, and is not sent once it is made", async () => {
  const { origin, server, connections } = await serveNothing();
  const leaving = new AbortController();
  const connected = once(server, "connection");
  onConnecting(() => leaving.abort());
  const opened = await openRouterAt(origin).openCompletion("{}", leaving.signal);
  expect(opened).toMatchObject({ kind: "failure", isSent: false, billed: "nothing" });
  expect(opened).toMatchObject({ error: { code: "interrupted" } });
  const [socket] = (await connected) as [Socket];
  if (!socket.closed) await once(socket, "close");
  expect(connections.map(({ text }) => text)).toEqual([""]);
});

test("what took too long while the connection was made was not sent", async () => {
  const { origin } = await serveNothing();
  // Nobody shakes hands there.
  const openrouter = openRouterAt(origin.replace("http:", "https:"), { firstByteTimeout: 50 });
  const opened = await openrouter.openCompletion("{}", new AbortController().signal);
  expect(opened).toMatchObject({ kind: "failure", isSent: false, billed: "nothing" });
  expect(opened).toMatchObject({ error: { code: "upstream_timeout" } });
});

test("what no connection could be made for was not sent, whatever was in the way", async () => {
  const { origin, server } = await serveNothing();
  // No shaking of hands.
  server.on("connection", (socket) => socket.end("no"));
  const openrouter = openRouterAt(origin.replace("http:", "https:"));
  const opened = await openrouter.openCompletion("{}", new AbortController().signal);
  expect(opened).toMatchObject({ kind: "failure", isSent: false, billed: "nothing" });
  expect(opened).toMatchObject({ error: { code: "upstream_unreachable" } });
});

test("what is given up once it is on its way was sent", async () => {
  const { origin, connections } = await serveNothing();
  const leaving = new AbortController();
  const opening = openRouterAt(origin).openCompletion("{}", leaving.signal);
  await expect.poll(() => connections[0]?.text).toContain("POST");
  leaving.abort();
  expect(await opening).toMatchObject({ kind: "failure", isSent: true, billed: "unknown" });
});
