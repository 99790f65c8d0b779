import "server-only";
import { createProvider, type Provider } from "@/lib/team/oidc-provider.server";
import type { Environment } from "./env";

/** Where a provider sends people back to; it has to be told. */
const CALLBACK = "/api/session/oidc/callback";

/** The provider that people sign in through; null where there is none, or nobody signs in. */
export function connectProvider(env: Environment): Provider | null {
  const { PATCHBAY_ACCESS: access, PATCHBAY_URL: url, OIDC_ISSUER: issuer } = env;
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (access !== "team" || !url || !issuer || !clientId || !clientSecret) return null;
  return createProvider({
    ...{ issuer, clientId, clientSecret },
    scopes: env.OIDC_SCOPES,
    groupClaim: env.OIDC_GROUP_CLAIM,
    redirectUri: new URL(CALLBACK, url).href,
  });
}
