import { activity } from "./activity";
import { routeFault } from "./before-first-byte";
import { complete } from "./completion";
import { endpointsBody, providersBody, zdrBody } from "./endpoint-rows";
import { failure, isFailure, NOT_FOUND, refuse } from "./failure";
import { fields, textOr } from "./json";
import { type KeyKind, type KeyRing, keyKind } from "./keys";
import { countModels, listModels } from "./listing";
import { readBody } from "./read-body";
import { cached, json, preflight } from "./reply";
import { COMPLETIONS } from "./skins/completions";
import { EMBEDDINGS } from "./skins/embeddings";
import { MESSAGES } from "./skins/messages";
import { RESPONSES } from "./skins/responses";
import { CHAT, type Skin } from "./skins/skin";
import type { Tried, UpstreamAttempt, World } from "./world";

const MOST_BODIES = 200;
const MOST_REQUESTS = 10_000;

export type Access = { ring: KeyRing | undefined; creditsForAll: boolean };

/** Everything under `/api/v1`. */
export async function api(world: World, access: Access, request: Request, path: string): Promise<Response> {
  if (request.method === "OPTIONS") return preflight();
  const skin = SKINS.get(path);
  if (skin === undefined) {
    const struck = await routeFault(world, request, path);
    if (struck !== null) return struck;
  }
  if (request.method === "GET") {
    const open = openRoute(world, access, request, path);
    if (open !== null) return open;
  }
  const kind = keyKind(authorizationOf(request.headers, path), access.ring);
  if (isFailure(kind)) return (skin ?? CHAT).refuse(kind, {});
  if (skin !== undefined) {
    if (request.method !== "POST") return skin.refuse(failure(405, "Method Not Allowed"), {});
    return kind === "management"
      ? skin.refuse(failure(403, "Management keys cannot perform inference"), {})
      : loggedCompletion(world, request, skin);
  }
  return request.method === "GET" ? keyedRoute(world, access, request, path, kind) : refuse(NOT_FOUND);
}

/** Where models answer, and in which form. */
const SKINS = new Map<string, Skin>([
  ["/chat/completions", CHAT],
  ["/completions", COMPLETIONS],
  ["/responses", RESPONSES],
  ["/messages", MESSAGES],
  ["/embeddings", EMBEDDINGS],
]);

/** Clients of Anthropic send the key in a header of its own. */
function authorizationOf(headers: Headers, path: string): string | null {
  const authorization = headers.get("authorization");
  const key = headers.get("x-api-key");
  return path === "/messages" && authorization === null && key !== null ? `Bearer ${key}` : authorization;
}

/** Routes that need no key; a bad one is ignored. */
function openRoute(world: World, { ring }: Access, request: Request, path: string): Response | null {
  const { catalog } = world;
  const url = new URL(request.url);
  const signedIn = !isFailure(keyKind(request.headers.get("authorization"), ring));
  if (path === "/models") return listModels(catalog, url, world.now());
  if (path === "/models/count") return countModels(catalog, url, world.now());
  if (path === "/embeddings/models") return listModels(catalog, withOutput(url, "embeddings"), world.now());
  if (path === "/images/models") return listModels(catalog, withOutput(url, "image"), world.now());
  if (path === "/providers") return cached(providersBody());
  if (path === "/endpoints/zdr") return json(zdrBody(catalog, signedIn));
  const [, single, endpoints] =
    /^\/model\/([^/]+\/[^/]+)$|^\/models\/([^/]+\/[^/]+)\/endpoints$/.exec(path) ?? [];
  const slug = single ?? endpoints;
  if (slug === undefined) return null;
  const entry = catalog.findBySlug(decodeURIComponent(slug));
  if (entry === undefined) return refuse(NOT_FOUND);
  return single === undefined ? json(endpointsBody(entry, signedIn)) : cached({ data: entry.model });
}

function withOutput(url: URL, output: string): URL {
  const narrowed = new URL(url);
  narrowed.searchParams.set("output_modalities", output);
  return narrowed;
}

function keyedRoute(world: World, access: Access, request: Request, path: string, kind: KeyKind): Response {
  const url = new URL(request.url);
  const at = world.now();
  const key = (request.headers.get("authorization") ?? "").replace(/^Bearer\s+/i, "");
  switch (path) {
    case "/key":
    case "/auth/key":
      return json(world.account.key(key, kind === "management", at), 200, {
        "Cache-Control": "private, no-store",
      });
    case "/credits":
      return kind === "management" || access.creditsForAll
        ? json(world.account.credits(at))
        : refuse(failure(403, "Only management keys can perform this operation"));
    case "/activity": {
      if (kind !== "management")
        return refuse(failure(403, "Only management keys can perform this operation"));
      const rows = activity(world.generations.lines(), url.searchParams.get("date"), at);
      return isFailure(rows) ? refuse(rows) : json({ data: rows });
    }
    case "/models/user":
      return listModels(world.catalog, url, at);
    case "/generation": {
      const id = url.searchParams.get("id") ?? "";
      const stats = world.generations.find(id, at);
      return stats === null ? refuse(failure(404, `Generation ${id} not found`)) : json({ data: stats });
    }
    default:
      return refuse(NOT_FOUND);
  }
}

/** Notes each completion request, whatever becomes of it. */
async function loggedCompletion(world: World, request: Request, skin: Skin): Promise<Response> {
  const body = await readBody(request, world.maxBodyBytes);
  if (body === "too large") return skin.refuse(failure(413, "Request body too large."), {});
  const noted = {
    id: null as string | null,
    at: world.now(),
    model: textOr(fields(body).model, null),
    status: 0,
    tried: [] as Tried[],
    body,
  };
  note(world.requests, noted);
  const response = await complete(world, request, body, skin, noted);
  noted.status = response.status;
  return response;
}

/** Bodies may be megabytes, so only the latest are kept. */
function note(requests: UpstreamAttempt[], noted: UpstreamAttempt): void {
  requests.push(noted);
  const faded = requests.at(-MOST_BODIES - 1);
  if (faded !== undefined) faded.body = null;
  if (requests.length > MOST_REQUESTS) requests.shift();
}
