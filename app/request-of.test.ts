import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { requestOf } from "./request-of";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("a caller who leaves is heard, also by whoever kept nothing but the signal", async () => {
  let arrived = (_signal: AbortSignal | undefined) => {};
  const arrival = new Promise<AbortSignal | undefined>((resolve) => (arrived = resolve));
  const server = createServer((incoming, outgoing) => {
    arrived(requestOf(incoming, outgoing)?.signal);
    outgoing.flushHeaders();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const caller = connect((server.address() as AddressInfo).port, "127.0.0.1");
  caller.write("POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
  const signal = await arrival;
  if (!signal) throw new Error("the request was not understood");
  // Weak references hold until the turn in which they were last used is over.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  expect(signal.aborted).toBe(false);
  const aborted = once(signal, "abort");
  caller.destroy();
  await aborted;
  await new Promise((resolve) => server.close(resolve));
});
