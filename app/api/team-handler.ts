import "server-only";
import { AppError } from "@/lib/core/errors";
import { isGranted, type Permission } from "@/lib/team/policy";
import type { Access } from "@/lib/team/secrets.server";
import type { OpenedSession, SignedIn } from "@/lib/team/sessions.server";
import type { Services } from "../services";
import { cookieOf } from "./cookie";
import type { Leniency } from "./gate";
import { answered, type Context, type Handler, handle, type Tools, tools } from "./handler";

type Signed<Params> = Context<Params> & { session: SignedIn; access: Access };

/** Wraps handlers that exist in team access only, for who is signed in. */
export function team<Params = Record<string, never>>(
  permission: Permission,
  answer: (context: Signed<Params>) => Promise<Response>,
): Handler<Params> {
  return handle<Params>(permission, async (context) => {
    const { session, services } = context;
    if (!session || !services.access) throw new AppError("not_found");
    return answer({ ...context, session, access: services.access });
  });
}

/** Wraps the few handlers of team access for those who are not signed in yet: what they bring lets them in. */
export function visitor(
  permission: Permission,
  answer: (context: Tools & { access: Access }) => Promise<Response>,
  lenient: Leniency = {},
): (request: Request) => Promise<Response> {
  return (request) =>
    answered(request, { lenient }, async (settings) => {
      if (!settings.rules.isTeam) throw new AppError("not_found");
      if (!isGranted("anonymous", permission)) throw new AppError("forbidden");
      const known = await tools(request, settings);
      if (!known.services.access) throw new AppError("not_found");
      return answer({ ...known, access: known.services.access });
    });
}

/** The answer that has a browser keep a new session. */
export function signedIn(services: Services, opened: OpenedSession): Response {
  return new Response(null, { status: 204, headers: { "set-cookie": sessionCookie(services, opened) } });
}

/** What has a browser keep a new session for as long as it lasts. */
export function sessionCookie({ env, now }: Services, { token, expiresAt }: OpenedSession): string {
  return cookieOf(env, token, Math.floor((expiresAt.getTime() - now().getTime()) / 1_000));
}
