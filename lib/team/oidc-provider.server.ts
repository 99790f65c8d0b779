import "server-only";
import * as oidc from "openid-client";
import { fetch as send } from "undici";
import { groupsIn } from "./oidc-roles";
import type { Ticket } from "./oidc-ticket.server";
import { SignInRefusal } from "./sign-in-problems";

/** How Patchbay is known to a provider, and what it asks there. */
export type ProviderSettings = {
  /** The issuer, or the address of its discovery document. http only for this machine, which whoever reads it judges. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  groupClaim: string;
  /** Where the provider sends people back to. */
  redirectUri: string;
};

/** Somebody as the provider knows them; only issuer and subject say who it is. */
export type Identity = {
  issuer: string;
  subject: string;
  name: string | null;
  /** Null where the provider does not vouch for it, or `isVerified` says so. */
  email: string | null;
  isVerified: boolean;
  groups: string[];
};

export type Provider = {
  /** Where to send somebody, and what to remember until they come back. @throws SignInRefusal `unreachable` */
  begin(): Promise<{ url: string; ticket: Omit<Ticket, "next"> }>;
  /** Who came back, by the query that they came with. @throws SignInRefusal */
  finish(query: string, ticket: Omit<Ticket, "next">): Promise<Identity>;
};

/** Seconds for one answer of the provider. */
const PATIENCE = 10;

/**
 * One OpenID provider, asked by authorization code with PKCE. What it says of itself is read when somebody first signs
 * in, and anew after anything went wrong: a provider that is away stops nobody's start, and one that changed is found.
 */
export function createProvider(settings: ProviderSettings): Provider {
  const issuer = new URL(settings.issuer);
  const redirectUri = new URL(settings.redirectUri);
  let known: Promise<oidc.Configuration> | null = null;

  async function discovered(): Promise<oidc.Configuration> {
    known ??= discover(issuer, settings);
    return known;
  }
  /** Whatever fails is told as one of our reasons, with the library's words for the log alone. */
  async function attempt<Done>(work: (config: oidc.Configuration) => Promise<Done>): Promise<Done> {
    try {
      return await work(await discovered());
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.problem === "unreachable" || refusal.problem === "provider") known = null;
      throw refusal;
    }
  }

  return {
    begin: () =>
      attempt(async (config) => {
        const state = oidc.randomState();
        const nonce = oidc.randomNonce();
        const verifier = oidc.randomPKCECodeVerifier();
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri.href,
          scope: settings.scopes,
          ...{ state, nonce },
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        });
        requireSafe(url, issuer);
        return { url: url.href, ticket: { state, nonce, verifier } };
      }),
    finish: (query, { state, nonce, verifier }) =>
      attempt(async (config) => {
        const url = new URL(redirectUri);
        url.search = query;
        // Also a refusal of the provider's counts only when it is the answer to what this browser asked.
        if (url.searchParams.get("state") !== state) throw new SignInRefusal("expired");
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new SignInRefusal("provider");
        return identityOf(
          claims,
          await furtherClaims(config, tokens.access_token, claims, settings),
          settings,
        );
      }),
  };
}

function discover(issuer: URL, { clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
  // Signatures are checked as well, though the token comes from the provider itself: so `none` is none.
  const execute = [oidc.enableNonRepudiationChecks];
  if (issuer.protocol === "http:") execute.push(oidc.allowInsecureRequests);
  return oidc.discovery(issuer, clientId, undefined, secretBy(clientSecret), {
    ...{ execute, timeout: PATIENCE },
    // Next wraps the global one with caches.
    [oidc.customFetch]: async (url, { body, ...options }) => {
      requireSafe(new URL(url), issuer);
      const { method, headers, redirect, signal } = options;
      const text = body instanceof URLSearchParams ? body.toString() : (body as string | null | undefined);
      const init = { method, headers, redirect, signal: signal ?? null, body: text ?? null };
      return (await send(url, init)) as unknown as Response;
    },
  });
}

/** In the form where the provider takes it there, else in the header, which is what a provider that says nothing takes. */
function secretBy(secret: string): oidc.ClientAuth {
  const [inForm, inHeader] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, ...rest) => {
    const takes = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (takes.includes("client_secret_post") ? inForm : inHeader)(server, ...rest);
  };
}

/** Where http is allowed at all, it is for the one host that was configured. */
function requireSafe(url: URL, issuer: URL): void {
  const isHere = url.protocol === "http:" && issuer.protocol === "http:" && url.hostname === issuer.hostname;
  if (url.protocol !== "https:" && !isHere) throw new SignInRefusal("provider");
}

type Claims = Record<string, unknown>;

/** Some providers put groups and address into their answer about the person alone, and not into the token. */
async function furtherClaims(
  config: oidc.Configuration,
  accessToken: string,
  claims: Claims & { sub: string },
  { groupClaim }: ProviderSettings,
): Promise<Claims> {
  const isComplete = groupsIn(claims, groupClaim) !== null && typeof claims.email === "string";
  if (isComplete || config.serverMetadata().userinfo_endpoint === undefined) return {};
  return oidc.fetchUserInfo(config, accessToken, claims.sub);
}

function identityOf(
  claims: Claims & { iss: string; sub: string },
  further: Claims,
  { groupClaim }: ProviderSettings,
): Identity {
  const all: Claims = { ...further, ...claims };
  const text = (name: string) => (typeof all[name] === "string" ? all[name] : null);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: text("name") ?? text("preferred_username"),
    email: text("email"),
    // An address from one answer is not vouched for by the other.
    isVerified: ("email" in claims ? claims : further).email_verified === true,
    groups: groupsIn(claims, groupClaim) ?? groupsIn(further, groupClaim) ?? [],
  };
}

function refusalOf(cause: unknown): SignInRefusal {
  if (cause instanceof SignInRefusal) return cause;
  // What the provider itself says to whoever comes back.
  if (cause instanceof oidc.AuthorizationResponseError)
    return new SignInRefusal(cause.error === "access_denied" ? "denied" : "provider", { cause });
  if (cause instanceof oidc.ResponseBodyError)
    return new SignInRefusal(cause.error === "invalid_grant" ? "expired" : "provider", { cause });
  return new SignInRefusal(isAway(cause) ? "unreachable" : "provider", { cause });
}

/** No connection, no answer in time, or one of a server that does not work at the moment. */
function isAway(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  if (error instanceof TypeError) return cause instanceof Error;
  if (code === "OAUTH_TIMEOUT" || code === "OAUTH_ABORT") return true;
  return code === "OAUTH_RESPONSE_IS_NOT_CONFORM" && (cause as { status?: number }).status !== undefined
    ? ((cause as { status: number }).status ?? 0) >= 500
    : false;
}
