import "server-only";
import { accountOf, createOpenRouter, keyHashOf } from "@/lib/openrouter/client.server";
import { createManagement, type Management } from "@/lib/openrouter/management.server";
import { createHttpTransport, type Transport } from "@/lib/openrouter/transport.server";
import { SANDBOX_KEY, SANDBOX_MANAGEMENT_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import type { Environment } from "./env";

type Upstream = {
  account: string;
  mode: "sandbox" | "live";
  baseUrl: string;
  apiKey: string;
  transport: Transport;
  firstByteTimeout: number;
  appUrl: string;
};

/** A reserved name that resolves nowhere, should anything ever try to leave. */
export const SANDBOX_URL = "http://sandbox.invalid/api/v1";

/** OpenRouter when there is a key, else the sandbox inside this process: the same code path up to the last step. */
export function connectUpstream(env: Environment): Upstream {
  const shared = {
    firstByteTimeout: env.FIRST_BYTE_TIMEOUT_SECONDS * 1_000,
    appUrl: env.PATCHBAY_URL ?? `http://localhost:${env.PORT}`,
  };
  const { OPENROUTER_API_KEY: apiKey, OPENROUTER_BASE_URL: baseUrl } = env;
  if (apiKey !== undefined) {
    const { origin } = new URL(baseUrl);
    const connectTimeout = env.CONNECT_TIMEOUT_SECONDS * 1_000;
    const transport = createHttpTransport({ origin, connectTimeout, secret: apiKey });
    return { ...shared, account: accountOf(baseUrl, apiKey), mode: "live", baseUrl, apiKey, transport };
  }
  const sandbox = createSandbox();
  return {
    ...shared,
    account: "sandbox",
    mode: "sandbox",
    baseUrl: SANDBOX_URL,
    apiKey: SANDBOX_KEY,
    transport: (url, request) => sandbox.handle(new Request(url, request)),
  };
}

/** The same upstream by its management key: that of the environment, or the one that every sandbox knows. */
export function connectManagement(env: Environment, upstream: Upstream): Management | null {
  const { account, mode, baseUrl, apiKey: _apiKey, transport, ...shared } = upstream;
  const apiKey = mode === "sandbox" ? SANDBOX_MANAGEMENT_KEY : env.OPENROUTER_MANAGEMENT_KEY;
  if (apiKey === undefined) return null;
  const { origin } = new URL(baseUrl);
  const connectTimeout = env.CONNECT_TIMEOUT_SECONDS * 1_000;
  const client = createOpenRouter({
    ...{ ...shared, baseUrl, apiKey },
    // Each key is blotted out of what comes back to its own requests.
    transport:
      mode === "sandbox" ? transport : createHttpTransport({ origin, connectTimeout, secret: apiKey }),
  });
  return createManagement({ upstream: client, keyHash: keyHashOf(account) });
}
