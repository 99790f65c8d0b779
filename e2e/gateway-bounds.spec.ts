import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { text as readText } from "node:stream/consumers";
import { expect, test } from "./fixtures";
import { complete, createKey, get, says } from "./gateway";
import { listGenerations } from "./ledger";
import { INSTANCES } from "./several";
import { BODY_LIMIT } from "./vercel";

const MODEL = "cohere/command-a";
const MB = 1_048_576;
const stream = { model: MODEL, stream: true, messages: says("Explain tides") };

/** A body as it is, announced or in chunks, which `fetch` would not send. */
async function post(port: number, key: string, body: string, headers: Record<string, string>) {
  const request = httpRequest({
    ...{ host: "127.0.0.1", port, method: "POST", path: "/api/v1/chat/completions" },
    headers: {
      host: `localhost:${port}`,
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      ...headers,
    },
  });
  request.on("error", () => {});
  request.end(body);
  const [response] = await once(request, "response");
  return { status: Number(response.statusCode), text: await readText(response) };
}

/** The beginning of a request, on a connection that then says nothing more. */
async function hangOn(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(bytes);
  return socket;
}

const head = (port: number, key: string, length: number) =>
  `POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${key}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

test("a body over the cap is refused, whether its length is announced, hidden or a lie", async ({
  patchbay,
  sandbox,
}) => {
  const { key } = await createKey(patchbay);
  const before = (await sandbox.requests()).length;
  const large = JSON.stringify({ ...stream, padding: "x".repeat(BODY_LIMIT) });
  for (const headers of [{ "content-length": String(large.length) }, { "transfer-encoding": "chunked" }]) {
    const { status, text } = await post(patchbay.port, key, large, headers);
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({
      error: { code: 413, metadata: { patchbay_code: "too_large" } },
    });
  }
  const liar = await hangOn(patchbay.port, head(patchbay.port, key, 10_000_000_000));
  const [answer] = await once(liar, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  liar.destroy();
  expect((await sandbox.requests()).length).toBe(before);
  const just = JSON.stringify({ ...stream, padding: "x".repeat(BODY_LIMIT - 1_000) });
  expect((await post(patchbay.port, key, just, {})).status).toBe(200);
});

test("500 connections that never finish their requests keep nobody else waiting", async ({ patchbay }) => {
  const { port } = patchbay;
  const { key } = await createKey(patchbay);
  const beginnings = [
    "POST /api/v1/chat/completions HTTP/1.1\r\nHost: local",
    `GET /api/v1/models HTTP/1.1\r\nHost: localhost:${port}\r\nX-Slow: `,
    `${head(port, key, 5_000)}{"model":"`,
    `${head(port, key, BODY_LIMIT - MB)}{"model":"${"x".repeat(20_000)}`,
    "",
  ];
  const slow = await Promise.all(
    Array.from({ length: 500 }, (_, index) => hangOn(port, beginnings[index % beginnings.length] ?? "")),
  );
  for (let time = 0; time < 10; time++) {
    expect(await (await complete(patchbay, key, stream)).text()).toContain("[DONE]");
    expect((await get(patchbay, key, "/key")).status).toBe(200);
  }
  for (const socket of slow) socket.destroy();
  // Half a request leaves no trace in the ledger.
  await expect.poll(async () => (await listGenerations(patchbay, "state=running")).length).toBe(0);
});

const residentOf = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024;

test("readers that do not read cost sockets, not memory", async ({ patchbay, sandbox }) => {
  test.skip(process.platform !== "linux", "reads the memory of a process from /proc");
  const { key } = await createKey(patchbay);
  const model = "openai/gpt-4o";
  const body = JSON.stringify({ ...stream, model });
  await (await complete(patchbay, key, stream)).text();
  const before = residentOf(patchbay.pid);
  // More than all the sockets on its way can hold; a round robin has as many again.
  await sandbox.setFault(model, "huge-line", { bytes: INSTANCES * 20_000_000 });
  const readers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const socket = await hangOn(patchbay.port, head(patchbay.port, key, body.length) + body);
      await once(socket, "data");
      return socket.pause();
    }),
  );
  // What can be taken has been taken when a later request has come and gone; it must not wait for them.
  for (let time = 0; time < 5; time++)
    expect(await (await complete(patchbay, key, stream)).text()).toContain("[DONE]");
  await expect
    .poll(async () => (await listGenerations(patchbay, "state=running")).length)
    .toBe(readers.length);
  expect((residentOf(patchbay.pid) - before) / MB / readers.length).toBeLessThan(8);
  for (const socket of readers) socket.destroy();
  await expect.poll(async () => (await listGenerations(patchbay, "state=running")).length).toBe(0);
  const ended = (await listGenerations(patchbay, "state=cancelled")).filter(
    ({ models }) => models[0] === model,
  );
  expect(ended).toHaveLength(readers.length);
});
