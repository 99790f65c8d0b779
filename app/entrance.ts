import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DIALECTS } from "@/lib/chat/dialects/dialects";
import type { Sink } from "@/lib/chat/pass.server";
import { complete } from "./api/v1/complete";
import { PassingResponse } from "./api/v1/passing-response";
import { program } from "./api/v1/program";
import { requestOf } from "./request-of";
import { EVERYWHERE, INERT } from "./security-headers";
import { tracing } from "./tracing";

const ANSWERS = new Map(
  DIALECTS.map((dialect) => [`/api/v1${dialect.path}`, program(complete(dialect), dialect)]),
);
const NO_PARAMETERS = { params: Promise.resolve({}) };

/**
 * Answers what programs ask of models without Next: the same handlers as the routes, but the bytes go straight to
 * the socket. Next converts a stream piece by piece, which costs more than everything else on the way.
 */
export async function answerCompletion(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const route = (incoming.url ?? "").split("?", 1)[0] ?? "";
  const answer = ANSWERS.get(route);
  const request = answer && requestOf(incoming, outgoing);
  if (!request) {
    outgoing.writeHead(400, { connection: "close" }).end();
    return;
  }
  const work = () => answer(request, NO_PARAMETERS);
  const response = await (tracing()?.serve({ incoming, outgoing, route }, work) ?? work());
  // Whoever has left was heard by the request's signal, which stops their generation or has it read on.
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, headersOf(response));
  if (response instanceof PassingResponse) {
    // A model may think for a while; that the answer has begun is known now.
    outgoing.flushHeaders();
    response.passage.pipe(sinkOf(outgoing));
  } else {
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  }
}

function headersOf(response: Response): Record<string, string> {
  const set = Object.fromEntries(
    [...EVERYWHERE, ...INERT].map(({ key, value }) => [key.toLowerCase(), value]),
  );
  return { ...set, ...Object.fromEntries(response.headers) };
}

function sinkOf(outgoing: ServerResponse): Sink {
  return {
    write(bytes) {
      if (outgoing.write(bytes)) return;
      return new Promise((resolve) => outgoing.once("drain", resolve));
    },
    end: () => void outgoing.end(),
    fail: () => void outgoing.destroy(),
  };
}
