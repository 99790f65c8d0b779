import type { Finding } from "./api";
import type { Facts } from "./facts";
import { missing, note, ok, unsafe } from "./finding";

/** Whom Patchbay writes to, and who vouches for people. */
export const judgeReach = (facts: Facts): (Finding | null)[] => [
  mail(facts),
  provider(facts),
  everyone(facts),
];

function mail({ access, mail }: Facts): Finding | null {
  const [id, subject] = ["mail", "E-mail"] as const;
  if (mail === null) {
    if (access === "local") return null;
    return missing(
      ...([id, subject] as const),
      "No e-mail is sent: whoever forgets their password needs an admin, and invitations are passed on by hand.",
      "Set `SMTP_URL` and `SMTP_FROM`.",
    );
  }
  if (mail.link === "plain")
    return unsafe(
      ...([id, subject] as const),
      "E-mail goes to a mail server on another machine, and whoever is in between can keep the way unencrypted: links to set a password go over it.",
      "Set `SMTP_URL` to an address that begins with `smtps://`.",
    );
  return ok(
    id,
    subject,
    mail.link === "encrypted"
      ? "E-mail is sent, by a connection that is encrypted from its first byte."
      : "E-mail is sent by a mail server on this machine.",
  );
}

function provider({ access, provider }: Facts): Finding | null {
  if (access === "local") return null;
  const [id, subject] = ["provider", "Single sign-on"] as const;
  if (provider === null)
    return note(
      ...([id, subject] as const),
      "Everybody has a password of their own here: who leaves your organisation has to be removed here as well.",
      "To have people sign in through an OpenID provider, set `OIDC_ISSUER`; docs/team.md says how.",
    );
  if (provider.link === "plain")
    return unsafe(
      ...([id, subject] as const),
      "The provider that vouches for people is asked over http: whoever is in between can be anybody.",
      "Set `OIDC_ISSUER` to an https address.",
    );
  if (provider.link === "this_machine")
    return note(
      ...([id, subject] as const),
      "The provider is asked over http, which is good for this machine alone.",
      "Before others use it, set `OIDC_ISSUER` to an https address.",
    );
  return ok(
    id,
    subject,
    provider.only
      ? "People sign in through a provider, and nobody but the owner with a password."
      : "People sign in through a provider, or with a password.",
  );
}

/** What everybody is given whom the provider knows, and that may be the whole world. */
function everyone({ access, provider }: Facts): Finding | null {
  if (access === "local" || provider === null || provider.everyone === null) return null;
  const [id, subject] = ["provider-everyone", "Whom the provider lets in"] as const;
  const what = `Whomever the provider knows becomes ${provider.everyone} at least, as \`OIDC_ROLES\` has a \`*\`.`;
  if (provider.everyone !== "viewer")
    return unsafe(
      ...([id, subject] as const),
      `${what} Providers such as Google know everybody.`,
      "Unless all of them are yours, name groups instead.",
    );
  return note(id, subject, what, "Unless all of them are yours, name groups instead.");
}
