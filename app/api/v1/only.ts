import "server-only";
import type { Dialect } from "@/lib/chat/dialects/dialect";
import { formatError } from "@/lib/chat/gateway-error";
import { AppError } from "@/lib/core/errors";
import { answered, type Handler } from "../handler";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Exports<Params> = Record<(typeof METHODS)[number] | "OPTIONS", Handler<Params>>;

/**
 * What a route exports that knows one method alone: the others are refused in the shape that programs read, key or no
 * key, where Next would answer with nothing.
 */
export function only<Params>(
  method: "GET" | "POST",
  handler: Handler<Params>,
  { formatError: present }: Pick<Dialect, "formatError"> = { formatError },
): Exports<Params> {
  const allow = method === "GET" ? "GET, HEAD, OPTIONS" : "OPTIONS, POST";
  const refuse: Handler<Params> = async (request) => {
    const response = await answered(request, { lenient: { withoutOrigin: true }, present }, async () => {
      throw new AppError("method_not_allowed");
    });
    response.headers.set("allow", allow);
    return response;
  };
  const refusals = Object.fromEntries(METHODS.map((name) => [name, refuse])) as Exports<Params>;
  // Next's own would list the refusals as well.
  const OPTIONS = async () => new Response(null, { status: 204, headers: { allow } });
  return { ...refusals, OPTIONS, [method]: handler };
}
