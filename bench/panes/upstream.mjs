// A stand-in for OpenRouter that writes Markdown at a steady rate, by the clock.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { machineTime } from "../lib/clock.mjs";
import { ANSWERS, COST, recordOf } from "../pipe/events.mjs";
import { tokensOf } from "./words.mjs";

const TICK = 5;
const [ROW] = ANSWERS["/api/v1/models"].data;
const id = (index) => `bench/steady-${index + 1}`;
/** Eight models, so that each pane has its own. */
const MODELS = {
  data: Array.from({ length: 8 }, (_, index) => ({
    ...ROW,
    id: id(index),
    canonical_slug: id(index),
    name: `Bench: Steady ${index + 1}`,
  })),
};

createServer((request, response) => {
  if (request.method === "POST") return complete(request, response);
  const { pathname, searchParams } = new URL(request.url, "http://upstream");
  const answer = pathname.endsWith("/generation")
    ? recordOf(searchParams.get("id"))
    : pathname.endsWith("/models")
      ? MODELS
      : (ANSWERS[pathname] ?? null);
  response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(answer ?? { error: { code: 404, message: "Not Found" } }));
}).listen({ port: Number(process.env.PORT), host: "127.0.0.1" });

/** How much is to be written, and how fast, stands in the last question. */
function complete(request, response) {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text) => (body += text));
  request.on("end", () => {
    const { model, messages } = JSON.parse(body);
    const question = JSON.stringify(messages.at(-1));
    const count = Number(/tokens=(\d+)/.exec(question)?.[1] ?? 100);
    const rate = Number(/rate=(\d+)/.exec(question)?.[1] ?? Number.POSITIVE_INFINITY);
    const tokens = tokensOf(count);
    const generation = `gen-${Math.floor(Date.now() / 1000)}-${randomBytes(10).toString("hex")}`;
    const head = { id: generation, object: "chat.completion.chunk", created: 1, model, provider: "Bench" };
    const send = (rest) => response.write(`data: ${JSON.stringify({ ...head, ...rest })}\n\n`);
    const say = (content, finish_reason = null) =>
      send({ choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason }] });
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache",
      "x-generation-id": generation,
    });
    const since = machineTime();
    let sent = 0;
    const tick = () => {
      const due = Math.min(count, Math.floor(((machineTime() - since) * rate) / 1_000) + 1 || count);
      for (; sent < due; sent++) say(tokens[sent]);
      if (sent < count) return;
      clearInterval(timer);
      say("", "stop");
      const usage = { prompt_tokens: 20, completion_tokens: count, total_tokens: count + 20, cost: COST };
      send({ choices: [], usage });
      response.end("data: [DONE]\n\n");
    };
    const timer = setInterval(tick, TICK);
    response.once("close", () => clearInterval(timer));
    tick();
  });
}
