// A stand-in for OpenRouter that does as little as possible per event. One process, or several behind one port.
import cluster from "node:cluster";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { machineTime } from "../lib/clock.mjs";
import { ANSWERS, eventsOf, recordOf } from "./events.mjs";

const WORKERS = Number(process.env.UPSTREAM_WORKERS ?? 1);
/** How long the model "thinks" between its first comment and its first token, milliseconds. */
const THINKING = 20;
/** Events that are written in one go when they come as fast as they can. */
const BATCH = 32;

if (WORKERS > 1 && cluster.isPrimary) {
  for (let worker = 0; worker < WORKERS; worker++) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill();
    process.exit(0);
  });
} else serve(Number(process.env.PORT));

function serve(port) {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (request.method === "POST") return complete(request, response);
    const { pathname, searchParams } = new URL(request.url, "http://upstream");
    const answer = pathname.endsWith("/generation")
      ? recordOf(searchParams.get("id"))
      : (ANSWERS[pathname] ?? null);
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: { code: 404, message: "Not Found" } }));
  });
  server.listen({ port, host: "127.0.0.1", backlog: 4_096 });
}

/** What is to be sent stands in the prompt, the one thing that every gateway passes on as it is. */
function complete(request, response) {
  let body = "";
  request.setEncoding("latin1");
  request.on("data", (text) => (body += text));
  request.on("end", () => {
    const events = Number(/events=(\d+)/.exec(body)?.[1] ?? 100);
    const rate = Number(/rate=([\d.]+)/.exec(body)?.[1] ?? 0);
    const id = `gen-${Math.floor(Date.now() / 1000)}-${randomBytes(10).toString("hex")}`;
    const answer = eventsOf(id);
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache",
      "transfer-encoding": "chunked",
      "x-generation-id": id,
    });
    // Our events are framed already.
    response.chunkedEncoding = false;
    response.write(answer.comment, "latin1");
    const send = rate > 0 ? sendAtRate(response, answer, events, rate) : sendAll(response, answer, events);
    const thinking = setTimeout(send, THINKING);
    response.once("close", () => clearTimeout(thinking));
  });
}

const end = (response, { last }) => response.end(`${last}0\r\n\r\n`, "latin1");

/** By the clock, not by the number of ticks: a late timer must not lower the rate. */
function sendAtRate(response, answer, events, rate) {
  return () => {
    const since = machineTime();
    let sent = 0;
    const tick = () => {
      const now = machineTime();
      const due = Math.min(events, Math.floor(((now - since) * rate) / 1_000) + 1);
      for (; sent < due; sent++) response.write(answer.token(now), "latin1");
      if (sent < events) return;
      clearInterval(timer);
      end(response, answer);
    };
    const timer = setInterval(tick, 1_000 / rate);
    response.once("close", () => clearInterval(timer));
    tick();
  };
}

/** As fast as they are taken. */
function sendAll(response, answer, events) {
  // All alike: whoever measures this counts them, and the time in them would be the time of a queue.
  const batch = Buffer.from(answer.token(0).repeat(BATCH), "latin1");
  let left = Math.ceil(events / BATCH);
  const send = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(batch)) return response.once("drain", send);
    }
    if (!response.destroyed) end(response, answer);
  };
  return send;
}
