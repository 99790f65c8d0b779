import { localPath } from "@/lib/team/local-path";
import { sealTicket, TICKET_LIFETIME } from "@/lib/team/oidc-ticket.server";
import { SignInRefusal } from "@/lib/team/sign-in-problems";
import { OidcBeginning } from "@/lib/team/team-request";
import { cookieOf, ticketName } from "../../cookie";
import { visitor } from "../../team-handler";
import { leadOn, toDoor } from "./way";

/** Sends a browser to the provider, with what it needs to come back. */
export const GET = visitor("session:create", async ({ access, query, services }) => {
  const { env, now, oidc } = services;
  const next = localPath(query(OidcBeginning).next ?? null, env.PATCHBAY_URL ?? "");
  try {
    if (!oidc) throw new SignInRefusal("off");
    const { url, ticket } = await oidc.begin();
    const sealed = sealTicket(access, { ...ticket, next }, now());
    return leadOn(url, cookieOf(env, sealed, TICKET_LIFETIME / 1_000, ticketName(env)));
  } catch (error) {
    return toDoor(services, error, { next });
  }
});
