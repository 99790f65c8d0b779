import { answerWhole } from "./answer-whole";
import { beforeFirstByte, exhausted } from "./before-first-byte";
import { byteStream } from "./byte-stream";
import { type Failure, failureBody, isFailure } from "./failure";
import { aimed, type Fault, isUnaimed, parseFaults, type Target } from "./faults";
import type { Attempt } from "./generations";
import { isFields } from "./json";
import { routerMetadata } from "./metadata";
import type { Endpoint } from "./model";
import { planFor, promptTokensFor } from "./plan";
import { accountRefusal, prepare, type Ready } from "./prepare";
import { generationId } from "./random";
import { headersWith } from "./reply";
import { type ChatRequest, readRequest } from "./request";
import { type Hop, resolve } from "./resolve";
import { type Run, settle, startRun } from "./settlement";
import type { Skin } from "./skins/skin";
import { isFinal } from "./status-fault";
import type { Tried, UpstreamAttempt, World } from "./world";

type Trial = {
  world: World;
  request: Request;
  chat: ChatRequest;
  id: string;
  at: number;
  own: Fault[];
  attempts: Attempt[];
  failures: Failure[];
  /** The log of it all. */
  noted: Pick<UpstreamAttempt, "id" | "tried">;
  skin: Skin;
  /** The id, where it is told in a header. */
  headers: Record<string, string>;
};

/** `POST /chat/completions`, and whatever is one in another form: the chain is tried hop by hop, each at one provider after the other. */
export async function complete(
  world: World,
  request: Request,
  body: unknown,
  skin: Skin,
  noted: Trial["noted"],
): Promise<Response> {
  const at = world.now();
  const id = generationId(world.random, at, skin.idPrefix);
  const headers: Record<string, string> = skin.namesId ? { "X-Generation-Id": id } : {};
  const chat = readRequest(isFields(body) ? skin.toChat(body) : body, skin.vectors);
  if (isFailure(chat)) return skin.refuse(chat, headers);
  const trial: Trial = {
    world,
    request,
    chat,
    id,
    at,
    own: parseFaults(request.headers.get("x-sandbox-fault")),
    attempts: [],
    failures: [],
    noted,
    skin,
    headers,
  };
  for (const [index, requested] of chat.models.entries()) {
    const response = await tryHop(trial, requested, index);
    if (response !== null) return response;
  }
  return skin.refuse(exhausted(trial.failures), headers);
}

/** The answer of one model of the chain; `null` when the next one should be asked. */
async function tryHop(trial: Trial, requested: string, index: number): Promise<Response | null> {
  const { world, chat, at, failures, skin, headers } = trial;
  const final = (refusal: Failure) => skin.refuse(refusal, headers);
  const log = (status: number, more: Partial<Tried>) =>
    trial.noted.tried.push({
      hop: index,
      model: requested,
      provider: null,
      body: null,
      at: world.now(),
      status,
      ...more,
    });
  const logged = (refusal: Failure): Failure => {
    log(refusal.status, { body: failureBody(refusal) });
    return refusal;
  };
  const hop = resolve(requested, chat, world.catalog);
  if (isFailure(hop)) return final(logged(hop));
  const { model } = hop.entry;
  const ready = prepare(world, chat, hop);
  if (isFailure(ready)) {
    failures.push(logged(ready));
    return null;
  }
  const refused = accountRefusal(world, chat, hop, ready.endpoints, at);
  if (refused !== null) return final(logged(refused));

  for (const endpoint of ready.endpoints) {
    const target: Target = {
      ids: [requested, model.id, model.canonical_slug],
      provider: [endpoint.provider.slug, endpoint.tag, endpoint.provider.name],
      hop: index,
    };
    const faults = [
      ...trial.own.filter((fault) => aimed(fault, target)),
      ...world.faults.strike(trial.request, target),
    ];
    const asked = { provider: endpoint.provider.name, at: world.now() };
    const where = { endpoint, model: model.id, signal: trial.request.signal };
    const early = await beforeFirstByte(world, faults, where).catch((torn: unknown) => {
      log(0, asked);
      billUnseen(trial, hop, endpoint, ready, faults);
      throw torn;
    });
    if (early instanceof Response) {
      log(early.status, asked);
      billUnseen(trial, hop, endpoint, ready, faults);
      return early;
    }
    log(early?.status ?? 200, { ...asked, body: early && failureBody(early) });
    if (early === null) return answer(trial, hop, endpoint, ready, faults);
    trial.attempts.push(attemptAt(endpoint, model.canonical_slug, early.status));
    const own = trial.own.find(({ name }) => name === "status");
    const status = faults.find(({ name }) => name === "status");
    if ((own && isUnaimed(own)) || (status && isFinal(status))) return final(early);
    failures.push(early);
  }
  return null;
}

const attemptAt = (endpoint: Endpoint, model: string, status: number): Attempt => ({
  provider: endpoint.provider.name,
  model,
  endpointId: endpoint.id,
  status,
  latency: Math.round(status === 200 ? endpoint.ttft : endpoint.ttft / 3),
});

function begin(trial: Trial, hop: Hop, endpoint: Endpoint, { thoughts }: Ready, faults: Fault[]): Run {
  const { world, request, chat, id, at } = trial;
  const { model } = hop.entry;
  const promptTokens = promptTokensFor(chat, model.architecture.tokenizer);
  const cache = world.cache(chat, endpoint.provider, model.canonical_slug, promptTokens, at);
  const plan = planFor({ id, at, hop, endpoint, request: chat, cache, thoughts, seed: world.seed });
  const attempts = [...trial.attempts, attemptAt(endpoint, model.canonical_slug, 200)];
  return startRun(plan, attempts, readHeaders(request.headers), faults);
}

/** An answer that never arrived is charged only when its fault says so: `billed=full`. */
function billUnseen(trial: Trial, hop: Hop, endpoint: Endpoint, ready: Ready, faults: Fault[]): void {
  if (!faults.some(({ params }) => params.billed === "full")) return;
  settle(trial.world, begin(trial, hop, endpoint, ready, faults), "cut");
}

async function answer(
  trial: Trial,
  hop: Hop,
  endpoint: Endpoint,
  ready: Ready,
  faults: Fault[],
): Promise<Response> {
  const { world, request, chat, id, skin, headers } = trial;
  const run = begin(trial, hop, endpoint, ready, faults);
  const searched = run.plan.searches > 0;
  const extras = routerMetadata(request.headers, hop, ready.endpoints, endpoint, run.attempts, searched);
  trial.noted.id = id;
  if (!chat.stream) return answerWhole(world, run, faults, request, extras, skin);
  return new Response(byteStream(world, run, faults, request, extras, skin), {
    headers: headersWith({ "Content-Type": "text/event-stream", "Cache-Control": "no-cache", ...headers }),
  });
}

const readHeaders = (headers: Headers) => ({
  userAgent: headers.get("user-agent"),
  referer: headers.get("http-referer") ?? headers.get("referer"),
  sessionId: headers.get("x-session-id"),
});
