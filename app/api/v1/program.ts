import "server-only";
import type { Dialect } from "@/lib/chat/dialects/dialect";
import { formatError } from "@/lib/chat/gateway-error";
import { AppError } from "@/lib/core/errors";
import { requireKeyPermission } from "@/lib/team/actor";
import { bearerOf } from "@/lib/team/key";
import type { KeyHolder } from "@/lib/team/keys.server";
import { getServices, type Services } from "../../services";
import { answered } from "../handler";

export type Context<Params = Record<string, never>> = {
  holder: KeyHolder;
  request: Request;
  params: Params;
  services: Services;
  /** Bytes that a body may have. */
  limit: number;
  /** Headers that the answer has whatever it comes to, errors included. */
  always: Headers;
};

/** What an API may want otherwise: how its errors look, and where its clients put the key. */
type Manner = Pick<Dialect, "formatError" | "takesApiKey">;

/**
 * Wraps every handler of the gateway: a virtual key instead of a session, also in local access, and errors in
 * the shape that the API's clients read, OpenRouter's unless told otherwise. Cookies mean nothing here.
 */
export function program<Params = Record<string, never>>(
  answer: (context: Context<Params>) => Promise<Response>,
  given: Manner | ((request: Request) => Manner) = { formatError, takesApiKey: false },
): (request: Request, route: { params: Promise<Params> }) => Promise<Response> {
  return async (request, route) => {
    const manner = typeof given === "function" ? given(request) : given;
    const always = new Headers();
    const lenient = { withoutOrigin: true };
    const response = await answered(request, { lenient, present: manner.formatError }, async ({ limit }) => {
      const query = new URL(request.url).searchParams;
      if (query.has("key") || query.has("api_key")) {
        const message = "Send the key as a header, not in the address: Authorization: Bearer pb-v1-…";
        throw new AppError("invalid_request", {}, { message });
      }
      const services = await getServices();
      const holder = await services.keyring.authenticate(keyOf(request.headers, manner));
      // What asks a model is a write, whoever made the key: a viewer's key may only look.
      const reads = request.method === "GET" || request.method === "HEAD";
      requireKeyPermission(holder, reads ? "catalog:read" : "chat:write");
      return answer({ holder, request, params: await route.params, services, limit, always });
    });
    for (const [name, value] of always) response.headers.set(name, value);
    return response;
  };
}

function keyOf(headers: Headers, { takesApiKey }: Manner): string | null {
  const authorization = headers.get("authorization");
  return takesApiKey && authorization === null ? headers.get("x-api-key") : bearerOf(authorization);
}
