import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, trace } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { COMPLETIONS } from "@/lib/chat/dialects/dialects";
import { head, openWire, type Received, readAll, serveRaw, type Wire } from "@/lib/chat/wire/testing.server";
import { eventually } from "@/lib/core/testing";
import { openCollector } from "./testing.server";
import { createTracing, type Tracing } from "./tracing.server";

const CALLER = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
const [SERVER, CLIENT, ERROR] = [2, 3, 2];
/** Nothing of these may ever arrive. */
const CANARIES = [
  ...["canary-prompt", "canary-answer", "canary-state"],
  ...["sk-or-v1-canary", "pb-v1-canary", "pb-share-canary"],
];

let collector: Awaited<ReturnType<typeof openCollector>>;
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let tracing: Tracing;
let wire: Wire;
let reply: (request: Received) => void = () => {};

beforeAll(async () => {
  collector = await openCollector();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
  vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20sk-or-v1-canary");
  vi.stubEnv("OTEL_BSP_SCHEDULE_DELAY", "20");
  upstream = await serveRaw((request) => reply(request));
  tracing = begin();
  wire = await openWire({
    ...{ url: upstream.url, apiKey: "sk-or-v1-canary" },
    follow: (begun) => tracing.follow(begun, "request-7"),
  });
});
afterEach(() => {
  expect(CANARIES.filter((canary) => collector.bytes().includes(canary))).toEqual([]);
  collector.clear();
  upstream.received.splice(0);
});
afterAll(async () => {
  await tracing.close();
  await wire.close();
  await upstream.close();
  collector.close();
  vi.unstubAllEnvs();
});

const said: string[] = [];
const begin = () =>
  createTracing({
    version: "9.9.9",
    upstream: "https://openrouter.ai/api/v1",
    now: () => new Date(),
    onError: (message, error) => said.push(`${message}: ${Object(error).code}`),
  });

const QUESTION = { model: "acme/demo", stream: true, messages: [{ role: "user", content: "canary-prompt" }] };
const FACTS = { id: "gen-7", model: "acme/demo-2", provider: "Acme" };
const event = (data: object) => `data: ${JSON.stringify({ ...FACTS, ...data })}\n\n`;
const TOKENS = { prompt_tokens: 3, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 2 } };
const ANSWER =
  event({ choices: [{ index: 0, delta: { content: "canary-answer" } }] }) +
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }) +
  event({ choices: [], usage: { ...TOKENS, cost: 0.000125 } }) +
  "data: [DONE]\n\n";
const answers = ({ socket }: Received) => void socket.end(head("close") + ANSWER);

const arrived = (count: number) => eventually(() => expect(collector.spans()).toHaveLength(count));

/** Serves one request of a program as the entrance does, in a process of its own address. */
async function serveOnce(headers: Record<string, string>): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const exchange = { incoming, outgoing, route: "/api/v1/chat/completions" };
    const response = await tracing.serve(exchange, async () => {
      const { bytes } = await readAll(await wire.complete(QUESTION));
      return new Response(new Uint8Array(bytes), { headers: { "x-request-id": "request-7" } });
    });
    outgoing.writeHead(response.status).end(await response.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/chat/completions?canary-prompt`, {
    ...{ method: "POST", headers: { authorization: "Bearer pb-v1-canary", ...headers } },
  });
  const text = await answer.text();
  server.close();
  return text;
}

test("a program's request goes on with its caller's trace, and what is sent upstream is a part of it", async () => {
  reply = answers;
  const state = { tracestate: "vendor=canary-state", baggage: "a=canary-state" };
  const answer = await serveOnce({ traceparent: TRACEPARENT, ...state });
  expect(answer).toBe(ANSWER);
  await arrived(2);
  const [served] = collector.spans().filter(({ kind }) => kind === SERVER);
  const [sent] = collector.spans().filter(({ kind }) => kind === CLIENT);
  expect(served).toMatchObject({
    ...{ name: "POST /api/v1/chat/completions", traceId: CALLER.traceId, parentSpanId: CALLER.spanId },
    attributes: { "http.response.status_code": 200, "patchbay.request.id": "request-7" },
  });
  const parent = { traceId: CALLER.traceId, parentSpanId: served?.spanId };
  expect(sent).toMatchObject({ name: "chat acme/demo", ...parent });
  expect(sent?.status.code).not.toBe(ERROR);
  expect(sent?.attributes).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openrouter",
    "gen_ai.request.model": "acme/demo",
    "gen_ai.response.model": "acme/demo-2",
    "gen_ai.response.id": "gen-7",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.response.time_to_first_chunk": expect.any(Number),
    "gen_ai.usage.input_tokens": 3,
    "gen_ai.usage.output_tokens": 5,
    "gen_ai.usage.cache_read.input_tokens": 2,
    "server.address": "openrouter.ai",
    "server.port": 443,
    "patchbay.generation.id": await wire.latest(),
    "patchbay.request.id": "request-7",
    "patchbay.member.id": wire.holder.memberId,
    "patchbay.key.id": wire.holder.id,
    "patchbay.source": "gateway",
    "patchbay.provider": "Acme",
    "patchbay.outcome": "finished",
    "patchbay.cost_usd": "0.000125",
  });
  expect(collector.resource()).toMatchObject({ "service.name": "patchbay", "service.version": "9.9.9" });
  expect(collector.paths[0]).toBe("/v1/traces");
  // Whose trace it is, is nobody else's business.
  expect(Object.keys(upstream.received[0]?.headers ?? {})).not.toContain("traceparent");
});

test("what a person asked is traced under the request that asked it, and the log can name it", async () => {
  reply = answers;
  const tracer = trace.getTracer("next.js");
  const outer = tracer.startSpan("POST", { attributes: { "next.span_type": "BaseServer.handleRequest" } });
  const ids = await context.with(trace.setSpan(context.active(), outer), async () => {
    await wire.ask("canary-prompt");
    return tracing.ids();
  });
  expect(ids).toEqual({ trace_id: outer.spanContext().traceId, span_id: outer.spanContext().spanId });
  expect(tracing.ids()).toEqual({});
  outer.end();
  await wire.runner.idle();
  await arrived(2);
  const [asked] = collector.spans().filter(({ kind }) => kind === CLIENT);
  expect(asked).toMatchObject({
    ...{ name: "chat acme/demo", parentSpanId: outer.spanContext().spanId },
    attributes: { "patchbay.source": "playground", "patchbay.cost_usd": "0.000125" },
  });
  expect(asked?.attributes).not.toHaveProperty("patchbay.key.id");
});

test("a failure has its code and whose it is, and no words", async () => {
  const refusal = JSON.stringify({ error: { code: 429, message: "canary-answer is busy" } });
  reply = ({ socket }) =>
    void socket.end(
      `HTTP/1.1 429 Too Many\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${refusal.length}\r\n\r\n${refusal}`,
    );
  const request = { model: "acme/demo", prompt: "canary-prompt" };
  await expect(wire.complete(request, { dialect: COMPLETIONS })).rejects.toThrow();
  await arrived(1);
  const [failed] = collector.spans();
  expect(failed).toMatchObject({ name: "text_completion acme/demo", status: { code: ERROR } });
  expect(failed?.status.message).toBeUndefined();
  const whose = { "patchbay.outcome": "failed", "patchbay.failed_by": "openrouter" };
  expect(failed?.attributes).toMatchObject(whose);
  expect(failed?.attributes["error.type"]).toMatch(/^[a-z_]+$/);
});

test("of Next's spans no address, nor words of an error, nor a name made of them leaves, and of others nothing", async () => {
  const token = "pb-share-canary-0123456789";
  const next = trace.getTracer("next.js", "16");
  const page = next.startSpan(`GET /shared/${token}`, {
    attributes: {
      ...{ "http.method": "GET", "http.target": `/shared/${token}?token=${token}`, "http.status_code": 500 },
      ...{ "next.route": "/shared/[token]", "http.route": "/shared/[token]" },
      ...{ "next.span_name": `GET /shared/${token}`, "next.span_type": "BaseServer.handleRequest" },
    },
  });
  page.recordException(new Error(`cannot read ${token}`));
  page.setAttribute("error.type", `Error at ${token}`).setStatus({ code: ERROR, message: token });
  const inner = next.startSpan(`fetch GET https://example.org/${token}`, {
    attributes: { "next.span_type": "AppRender.fetch", "http.url": `https://example.org/${token}` },
    links: [{ context: page.spanContext(), attributes: { token } }],
  });
  next
    .startSpan("render", {
      attributes: { "next.span_type": "BaseServer.renderToResponse", "next.route": `/shared/${token}` },
    })
    .end();
  trace.getTracer("drizzle-orm").startSpan(`select '${token}'`).end();
  inner.end();
  page.end();
  await arrived(3);
  expect(collector.spans().map(({ name, status, attributes }) => [name, status, attributes])).toEqual([
    ["BaseServer.renderToResponse", { code: 0 }, { "next.span_type": "BaseServer.renderToResponse" }],
    ["AppRender.fetch", { code: 0 }, { "next.span_type": "AppRender.fetch" }],
    [
      "GET /shared/[token]",
      { code: ERROR },
      {
        ...{ "http.method": "GET", "next.route": "/shared/[token]", "http.route": "/shared/[token]" },
        ...{ "http.status_code": 500, "next.span_type": "BaseServer.handleRequest" },
      },
    ],
  ]);
});

test("a platform that freezes functions is asked to wait until what is over has been sent", async () => {
  reply = answers;
  const waits: Promise<unknown>[] = [];
  const platform = { get: () => ({ waitUntil: (promise: Promise<unknown>) => void waits.push(promise) }) };
  const key = Symbol.for("@next/request-context");
  Object.assign(globalThis, { [key]: platform });
  try {
    await readAll(await wire.complete(QUESTION));
    await wire.runner.idle();
    expect(waits).toHaveLength(1);
    await waits[0];
    expect(collector.spans()).toHaveLength(1);
  } finally {
    delete (globalThis as Record<symbol, unknown>)[key];
  }
});

test("a collector that is away harms no answer, and is spoken of once", async () => {
  reply = answers;
  await tracing.close();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
  vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", "100");
  vi.stubEnv("OTEL_BSP_SCHEDULE_DELAY", "1");
  tracing = begin();
  for (let time = 0; time < 3; time += 1) {
    const { bytes } = await readAll(await wire.complete(QUESTION));
    expect(bytes.toString()).toBe(ANSWER);
    await eventually(() => expect(said.length).toBeGreaterThan(0));
  }
  await tracing.close();
  expect(said).toEqual(["traces could not be sent: ECONNREFUSED"]);
  expect(collector.spans()).toEqual([]);
});
