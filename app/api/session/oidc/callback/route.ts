import { localPath } from "@/lib/team/local-path";
import { signInByIdentity } from "@/lib/team/oidc-sign-in.server";
import { openTicket } from "@/lib/team/oidc-ticket.server";
import { SignInRefusal } from "@/lib/team/sign-in-problems";
import { cookieOf, readCookie, ticketName } from "../../../cookie";
import { sessionCookie, visitor } from "../../../team-handler";
import { leadOn, toDoor } from "../way";

/** Where the provider sends a browser back to: signs in whoever it vouches for. A ticket is good for one attempt. */
export const GET = visitor(
  "session:create",
  async ({ access, caller, request, services }) => {
    const { env, keyring, now, oidc } = services;
    const used = cookieOf(env, null, 0, ticketName(env));
    const cookie = readCookie(request.headers, ticketName(env));
    const ticket = cookie === null ? null : openTicket(access, cookie, now());
    try {
      if (!oidc) throw new SignInRefusal("off");
      if (!ticket) throw new SignInRefusal("expired");
      const identity = await oidc.finish(new URL(request.url).search, ticket);
      const granting = { provider: env.OIDC_NAME, rules: env.OIDC_ROLES ?? [] };
      const opened = await signInByIdentity(access, identity, granting, caller, now());
      // A role that changed holds for keys as well.
      keyring.forget();
      const origin = env.PATCHBAY_URL ?? "";
      const next = new URL(localPath(ticket.next, origin), origin);
      return leadOn(next.href, sessionCookie(services, opened), used);
    } catch (error) {
      return toDoor(services, error, { next: ticket?.next, cookies: [used] });
    }
  },
  { fromElsewhere: true },
);
