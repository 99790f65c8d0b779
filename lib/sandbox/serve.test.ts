import { request as httpRequest } from "node:http";
import { afterEach, expect, test } from "vitest";
import { SANDBOX_KEY } from "./keys";
import { createSandbox, type SandboxOptions } from "./sandbox";
import { serveSandbox } from "./serve.server";

let server: Awaited<ReturnType<typeof serveSandbox>> | undefined;
afterEach(() => server?.close());

async function serving(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ seed: 1, speed: 0, ...options });
  server = await serveSandbox(sandbox, { port: 0 });
  return { sandbox, url: `${server.url}/api/v1/chat/completions` };
}

const post = (fault: string, stream = true) => ({
  method: "POST",
  headers: { authorization: `Bearer ${SANDBOX_KEY}`, "x-sandbox-fault": fault },
  body: JSON.stringify({
    model: "cohere/command-a",
    stream,
    messages: [{ role: "user", content: "Explain tides" }],
  }),
});

test("a torn connection reaches the client as one, before and within an answer", async () => {
  const { url } = await serving();
  await expect(fetch(url, post("reset"))).rejects.toThrow("fetch failed");
  await expect(fetch(url, post("reset;after=3")).then((response) => response.text())).rejects.toThrow(
    "terminated",
  );
  await expect(fetch(url, post("cut;at=500;how=reset")).then((response) => response.text())).rejects.toThrow(
    "terminated",
  );
});

test("a client that hangs up cancels, whether it reads or waits", async () => {
  const { sandbox, url } = await serving();
  for (const [fault, stream] of [
    ["stall;after=2", true],
    ["stall", false],
  ] as const) {
    const leaving = new AbortController();
    const asked = fetch(url, { ...post(fault, stream), signal: leaving.signal }).then((response) =>
      response.text(),
    );
    await expect.poll(() => sandbox.requests().length).toBe(stream ? 1 : 2);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  }
  await expect.poll(() => sandbox.bill().map(({ cancelled }) => cancelled)).toEqual([true, true]);
});

test("a client that goes while comments pour out pays nothing", async () => {
  const { sandbox, url } = await serving();
  const { body, ...rest } = post("comments;ms=0");
  const client = httpRequest(url, rest, (response) => response.pause());
  client.on("error", () => {});
  client.end(body);
  await expect.poll(() => sandbox.requests()[0]?.status).toBe(200);
  client.destroy();
  await expect.poll(() => sandbox.bill()).toEqual([expect.objectContaining({ cancelled: true, cost: "0" })]);
});

test("a port that is taken is an error", async () => {
  await serving();
  const port = Number(new URL(server?.url ?? "").port);
  await expect(serveSandbox(createSandbox(), { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
