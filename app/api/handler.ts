import "server-only";
import { z } from "zod";
import { AppError, describeFailure, ERRORS, type Failure } from "@/lib/core/errors";
import { type Actor, LOCAL_OWNER, requirePermission } from "@/lib/team/actor";
import type { Permission } from "@/lib/team/policy";
import type { Caller } from "@/lib/team/secrets.server";
import type { SignedIn } from "@/lib/team/sessions.server";
import { readEnvironment } from "../env";
import { log } from "../log";
import { countRequest } from "../metrics";
import { describeError, redactSecrets } from "../redact";
import { forRequest, requestIdOf } from "../request-id";
import { getServices, type Services } from "../services";
import { callerOf } from "./caller";
import { type GateRules, judgeCall, type Leniency, rulesOf } from "./gate";
import { readBytes, readJson } from "./read-body";
import { sessionOf } from "./session";

const MEGABYTE = 1_048_576;

export type Context<Params> = {
  actor: Actor;
  /** The session behind the request; null in local access, which has none. */
  session: SignedIn | null;
  /**
   * Whether the actor may still do this, and what else they were found to be allowed at its start: asked again and again
   * by whatever goes on for long.
   */
  mayStay(further?: Permission): Promise<boolean>;
  params: Params;
} & Tools;

export type Tools = {
  caller: Caller;
  request: Request;
  services: Services;
  /** The body as JSON through a schema, capped while reading. */
  body<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
  /** The body as it is, capped while reading. */
  bytes(): Promise<Uint8Array>;
  /** The query string through a schema. */
  query<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
};

export type RouteContext<Params> = { params: Promise<Params> };
export type Handler<Params> = (request: Request, route: RouteContext<Params>) => Promise<Response>;

/** Wraps every handler of the app's own API: from where, who may, what was sent, and the only catch. */
export function handle<Params = Record<string, never>>(
  permission: Permission,
  answer: (context: Context<Params>) => Promise<Response>,
  lenient: Leniency = {},
): Handler<Params> {
  return (request, route) =>
    answered(request, { lenient }, async (settings) => {
      const identify = async () => {
        const session = settings.rules.isTeam ? await sessionOf(request, await getServices()) : null;
        const actor = session ?? LOCAL_OWNER;
        requirePermission(actor, permission);
        return { actor, session };
      };
      return await answer({
        ...(await identify()),
        mayStay: (further) =>
          identify()
            .then(({ actor }) => further && requirePermission(actor, further))
            .then(...STAYS),
        params: await route.params,
        ...(await tools(request, settings)),
      });
    });
}

/** Only a refusal ends what goes on; when the database is away, nobody was refused. */
const STAYS = [
  () => true,
  (error: unknown) => !(error instanceof AppError && ["unauthenticated", "forbidden"].includes(error.code)),
] as const;

/** What every handler gets, whoever is behind the request. */
export async function tools(request: Request, { limit, trustProxy }: Settings): Promise<Tools> {
  return {
    request,
    caller: callerOf(request.headers, trustProxy),
    services: await getServices(),
    body: async (schema) => schema.parse(await readJson(request, limit)),
    bytes: () => readBytes(request, limit),
    query: (schema) => schema.parse(readQuery(request.url)),
  };
}

/**
 * Wraps the few handlers that need nobody behind them: health, what browsers report on their own, and what a
 * secret of its own opens. Nothing else that is private may leave through them.
 */
export function open(
  lenient: Leniency,
  answer: (request: Request, settings: Settings) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answered(request, { lenient }, (settings) => answer(request, settings));
}

type Manner = {
  lenient?: Leniency;
  /** The body of an error; programs expect another one than our own pages. */
  present?: (failure: Failure) => unknown;
};

/** What all wrappers have in common: the gate, the only catch, a request id, nothing cached. */
export async function answered(
  request: Request,
  { lenient = {}, present = (error) => ({ error }) }: Manner,
  answer: (settings: Settings) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const response = await forRequest(requestId, () =>
    letIn(request, lenient)
      .then(answer)
      .catch((error: unknown) => refuse(error, request, requestId, present)),
  );
  countRequest(response.status);
  response.headers.set("x-request-id", requestId);
  response.headers.set("x-content-type-options", "nosniff");
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

async function letIn(request: Request, lenient: Leniency): Promise<Settings> {
  const settings = readSettings();
  const refusal = judgeCall(request, settings.rules, lenient);
  if (refusal) throw refusal;
  return settings;
}

function refuse(
  error: unknown,
  request: Request,
  requestId: string,
  present: (failure: Failure) => unknown,
): Response {
  const known = error instanceof z.core.$ZodError ? invalid(error) : error;
  const failure = { ...describeFailure(known), requestId };
  const { status } = ERRORS[failure.code];
  const facts = {
    requestId,
    method: request.method,
    // Addresses of shared conversations hold what opens them.
    path: redactSecrets(new URL(request.url).pathname),
    status,
    code: failure.code,
  };
  if (status >= 500) log.error({ ...facts, error: describeError(error) }, "request failed");
  else log.debug(facts, "request refused");
  const headers =
    failure.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(failure.retryAfter)) };
  return Response.json(present(failure), { status, headers });
}

function invalid({ issues }: z.core.$ZodError): AppError {
  const shown = issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  return new AppError("invalid_request", { issues: shown });
}

/** A name given twice is ambiguous, and then the strict schema decides, as it sees a list. */
function readQuery(url: string): Record<string, string | string[]> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const [only = "", ...more] = searchParams.getAll(name);
      return [name, more.length === 0 ? only : [only, ...more]];
    }),
  );
}

export type Settings = { rules: GateRules; limit: number; trustProxy: number };
let cached: Settings | undefined;

function readSettings(): Settings {
  if (!cached) {
    const env = readEnvironment(process.env);
    cached = {
      rules: rulesOf(env),
      trustProxy: env.TRUST_PROXY,
      limit: (env.VERCEL ? 4 : 8) * MEGABYTE,
    };
  }
  return cached;
}
