import "server-only";
import type { Dialect } from "@/lib/chat/dialects/dialect";
import { readProgramCall } from "@/lib/chat/program-call.server";
import type { RoutedRequest } from "@/lib/routes/resolve.server";
import { nameRequest } from "@/lib/team/kept-answers.server";
import { readJsonText } from "../read-body";
import { onceOnly } from "./asked-again";
import { tellIds } from "./ids";
import { PassingResponse } from "./passing-response";
import type { Context } from "./program";

/** Answers for a program: its request passed on and back untouched, unless a route was asked for, and recorded on the way. */
export const complete =
  (dialect: Dialect) =>
  async (context: Context): Promise<Response> => {
    const { holder, request, services, limit, always } = context;
    const read = await readJsonText(request, limit);
    const name = request.headers.get("idempotency-key");
    const named = name === null ? null : nameRequest(name, { keyId: holder.id, path: dialect.path, ...read });

    async function first(): Promise<Response> {
      const call = await readProgramCall(services.db, {
        ...read,
        keyId: holder.id,
        tags: request.headers.get("x-patchbay-tags"),
        session: request.headers.get("x-session-id"),
        dialect,
        onRoute: (route) => announce(route, always),
      });
      const { body, contentType } = await services.gateway.complete({
        ...call,
        holder,
        signal: request.signal,
        headers: headersOf(request, dialect),
        onChanged: (changed) => addChanged(changed, always),
        onRecord: (ids) => tellIds(ids, always),
        claim: named && { ...named, announced: () => Object.fromEntries(always) },
      });
      const headers = headersFor(contentType);
      return body instanceof Uint8Array
        ? new Response(body as BodyInit, { headers })
        : new PassingResponse(body, { headers });
    }

    return onceOnly(named, context, {
      first,
      give: ({ answer: { body, contentType } }) =>
        new Response(body as BodyInit, { headers: headersFor(contentType) }),
    });
  };

const headersFor = (contentType: string) => ({
  "content-type": contentType,
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
});

/** Names and dates of an API's versions, in a row; anything longer is none. */
const VERSION = /^[\w .,-]{1,500}$/;

/** What of the program's headers is a part of its request. */
function headersOf(request: Request, dialect: Dialect): Record<string, string> {
  return Object.fromEntries(
    dialect.headers.flatMap((name) => {
      const value = request.headers.get(name);
      return value !== null && VERSION.test(value) ? [[name, value]] : [];
    }),
  );
}

/** Which route chose, every field of the body that it set or took out, and what of it could not be said. */
function announce({ name, record, changed, leftOut }: RoutedRequest, headers: Headers): void {
  headers.set("x-patchbay-route", `${name}@${record.routeVersion}; arm=${record.routeArm}`);
  addChanged(changed, headers);
  if (leftOut.length > 0) headers.set("x-patchbay-left-out", leftOut.join(", "));
}

/** Every field of the body that is not as it came. */
function addChanged(changed: readonly string[], headers: Headers): void {
  const before = headers.get("x-patchbay-changed")?.split(", ") ?? [];
  const all = [...new Set([...before, ...changed])];
  if (all.length > 0) headers.set("x-patchbay-changed", all.join(", "));
}
