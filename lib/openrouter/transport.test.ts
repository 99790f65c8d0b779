import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { brotliCompressSync, constants, createBrotliCompress, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createJoined } from "./join.server";
import { createMask } from "./mask";
import { createHttpTransport } from "./transport.server";

/** Milliseconds after which the upstream below closes a connection on which nothing is said. */
const PATIENCE = 150;

/** An upstream in a thread of its own, so that it goes on while this one stands still; it announces no patience. */
const UPSTREAM = `
  const { createServer } = require("node:net");
  const { parentPort } = require("node:worker_threads");
  const server = createServer((socket) => {
    let closing;
    socket.on("error", () => {});
    socket.on("data", () => {
      clearTimeout(closing);
      socket.write("HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok");
      closing = setTimeout(() => socket.end(), ${PATIENCE});
    });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Streams pieces to somebody who reads them, until the answer is called. */
function keepStreaming(): () => void {
  const source = { pause() {}, resume() {}, cancel() {} };
  const { stream, push, end } = createJoined(source, createMask("secret"));
  const piece = setInterval(() => push(new Uint8Array([10])), 1);
  void stream.pipeTo(new WritableStream());
  return () => {
    clearInterval(piece);
    end();
  };
}

test.each([
  ["nothing else streams", () => () => {}],
  ["something else streams", keepStreaming],
])(
  "after standing still while %s, nothing is written to a connection that was closed meanwhile",
  async (_, begin) => {
    const stop = begin();
    onTestFinished(stop);
    const upstream = new Worker(UPSTREAM, { eval: true });
    onTestFinished(async () => void (await upstream.terminate()));
    const [port] = await once(upstream, "message");
    const origin = `http://127.0.0.1:${port}`;
    const send = createHttpTransport({ origin, connectTimeout: 5_000, secret: "secret" });
    const ask = async () => {
      const request = {
        method: "POST",
        headers: {},
        body: "{}",
        signal: new AbortController().signal,
      } as const;
      return (await send(origin, request)).text();
    };
    for (let round = 0; round < 3; round++) {
      expect(await ask()).toBe("ok");
      standStill(2 * PATIENCE);
      expect(await ask()).toBe("ok");
    }
  },
);

test("no other origin is contacted", async () => {
  const send = createHttpTransport({ origin: "http://127.0.0.1:9", connectTimeout: 5_000, secret: "secret" });
  const { signal } = new AbortController();
  await expect(send("http://127.0.0.1:10/", { method: "GET", headers: {}, signal })).rejects.toThrow(
    "foreign",
  );
});

test.each([
  ["as it is", {}, (text: string) => Buffer.from(text)],
  ["as it is, by name", { "content-encoding": "identity" }, (text: string) => Buffer.from(text)],
  ["in gzip", { "content-encoding": "gzip" }, (text: string) => gzipSync(text)],
  ["in gzip by its old name", { "content-encoding": "X-GZip" }, (text: string) => gzipSync(text)],
  ["deflated", { "content-encoding": "deflate" }, (text: string) => deflateSync(text)],
  ["in brotli", { "content-encoding": "br" }, (text: string) => brotliCompressSync(text)],
])("the key is blotted out of what comes back %s", async (_, headers, pack) => {
  const secret = `sk-or-v1-${"0123456789abcdef".repeat(4)}`;
  const server = createServer((_request, response) => {
    const bytes = pack(`${"x".repeat(100_000)} ${secret} ${secret.slice(0, 60)}`);
    response.writeHead(200, headers);
    for (const half of [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)])
      response.write(half);
    response.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = createHttpTransport({ origin, connectTimeout: 5_000, secret });
  const answer = await send(`${origin}/`, { method: "GET", headers: {}, signal: AbortSignal.timeout(5_000) });
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(await answer.text()).toBe(`${"x".repeat(100_000)} ${"*".repeat(secret.length)} ${"*".repeat(60)}`);
});

test("what was packed piece by piece is handed on piece by piece", async () => {
  const packer = createBrotliCompress();
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-encoding": "br" });
    packer.pipe(response);
    packer.write("data: 1\n\n");
    packer.flush(constants.BROTLI_OPERATION_FLUSH);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = createHttpTransport({ origin, connectTimeout: 5_000, secret: "secret" });
  const answer = await send(`${origin}/`, { method: "GET", headers: {}, signal: AbortSignal.timeout(5_000) });
  const reader = answer.body?.getReader();
  // The upstream has not said its last word, and waits until this was read.
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("data: 1\n\n");
  packer.end("data: 2\n\n");
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("data: 2\n\n");
  expect((await reader?.read())?.done).toBe(true);
});
