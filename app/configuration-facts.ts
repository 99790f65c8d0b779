import "server-only";
import { tmpdir } from "node:os";
import { sep } from "node:path";
import type { Facts, SecretFacts } from "@/lib/configuration/facts";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import { roleOf } from "@/lib/team/oidc-roles";
import { isLoopbackName } from "./api/gate";
import type { Environment } from "./env";
import { functionTime } from "./function-time";
import { collectorOf } from "./tracing";

type Gathered = {
  env: Environment;
  engine: "pglite" | "postgres";
  status: Pick<UpstreamStatus, "mode" | "key" | "balance" | "failure">;
  headers: Headers;
  now: Date;
};

/** What may be said of a deployment. Whatever is secret ends here: beyond are lengths, counts, kinds and names. */
export function factsOf({ env, engine, status, headers, now }: Gathered): Facts {
  const most = functionTime(env);
  return {
    access: env.PATCHBAY_ACCESS,
    onVercel: env.VERCEL,
    address: addressOf(env.PATCHBAY_URL),
    cameOverHttps: cameOverHttps(env, headers),
    listensOn: interfaceOf(env.HOST),
    proxies: { trusted: env.TRUST_PROXY, seen: proxiesSeen(headers) },
    authSecret: measured(env.AUTH_SECRET),
    hasCronSecret: env.CRON_SECRET !== undefined,
    hasMetricsToken: env.METRICS_TOKEN !== undefined,
    repeated: repeatedIn(env),
    database:
      engine === "postgres"
        ? { engine, link: linkOf(env.DATABASE_URL) }
        : { engine, directory: isTemporary(env.PATCHBAY_DATA_DIR) ? "temporary" : "kept" },
    upstream: {
      mode: status.mode,
      looksLikeKey: env.OPENROUTER_API_KEY?.startsWith("sk-or-") ?? false,
      isOpenRouter: isOpenRouter(env.OPENROUTER_BASE_URL),
      hasManagementKey: env.OPENROUTER_MANAGEMENT_KEY !== undefined,
      key: status.key && {
        limit: status.key.limit,
        limitRemaining: status.key.limitRemaining,
        expiresIn: status.key.expiresAt === null ? null : Date.parse(status.key.expiresAt) - now.getTime(),
      },
      balance: status.balance,
      failure: status.failure?.code ?? null,
    },
    generation: { asked: env.GENERATION_TIMEOUT_SECONDS ?? null, most: most === null ? null : most / 1_000 },
    logsNothing: env.LOG_LEVEL === "silent",
    collector: collectorFacts(env),
    mail: mailOf(env),
    provider: providerOf(env),
  };
}

function addressOf(url: string | undefined): Facts["address"] {
  if (url === undefined) return null;
  return new URL(url).protocol === "https:" ? "https" : "http";
}

/** Not every proxy tells; but browsers send Sec-Fetch-Site only where they trust the way, and over http that is here alone. */
function cameOverHttps({ PATCHBAY_URL: url }: Environment, headers: Headers): boolean {
  if (headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https") return true;
  return url !== undefined && !isLoopbackName(new URL(url).hostname) && headers.has("sec-fetch-site");
}

function interfaceOf(host: string): Facts["listensOn"] {
  if (isLoopbackName(host)) return "this_machine";
  return host === "0.0.0.0" || /^[0:]+$/.test(host) ? "all_interfaces" : "one_interface";
}

/** The last entry is the peer itself, put there by the launcher. */
const proxiesSeen = (headers: Headers): number =>
  Math.max(
    0,
    (headers.get("x-forwarded-for") ?? "").split(",").filter((hop) => hop.trim() !== "").length - 1,
  );

const measured = (secret: string | undefined): SecretFacts | null =>
  secret === undefined ? null : { length: secret.length, kinds: new Set(secret).size };

const SECRETS = [
  ...(["AUTH_SECRET", "CRON_SECRET", "METRICS_TOKEN"] as const),
  ...(["OPENROUTER_API_KEY", "OPENROUTER_MANAGEMENT_KEY", "OIDC_CLIENT_SECRET"] as const),
];

function repeatedIn(env: Environment): string[][] {
  const inAddress = (["DATABASE_URL", "SMTP_URL"] as const).map((name) => {
    const address = env[name];
    return [name, address === undefined ? "" : decoded(new URL(address).password)] as const;
  });
  const held = [...SECRETS.map((name) => [name, env[name]] as const), ...inAddress];
  const names = new Map<string, string[]>();
  for (const [name, value] of held) if (value) names.set(value, [...(names.get(value) ?? []), name]);
  return [...names.values()].filter(({ length }) => length > 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What `pg` makes of the address: without a word on it, the way is not encrypted. */
function linkOf(text: string | undefined): "this_machine" | "encrypted" | "plain" {
  const { hostname, searchParams } = new URL(text ?? "postgres://localhost");
  // Without a host, or with a path for one, it is a socket.
  const host = searchParams.get("host") ?? hostname;
  if (host === "" || /^(\/|%2f)/i.test(host) || isLoopbackName(host)) return "this_machine";
  const mode = searchParams.get("sslmode");
  const asked =
    mode === null ? /^(true|1)$/.test(searchParams.get("ssl") ?? "") : !/^(disable|allow)$/.test(mode);
  return asked ? "encrypted" : "plain";
}

function mailOf({ SMTP_URL: text }: Environment): Facts["mail"] {
  if (text === undefined) return null;
  const { hostname, protocol } = new URL(text);
  if (protocol === "smtps:") return { link: "encrypted" };
  return { link: isLoopbackName(hostname) ? "this_machine" : "plain" };
}

function collectorFacts(env: Environment): Facts["collector"] {
  const address = collectorOf(env);
  if (address === null) return null;
  const { hostname: host, protocol } = address;
  const unencrypted = isLoopbackName(host) ? ("this_machine" as const) : ("plain" as const);
  return { host, link: protocol === "https:" ? "encrypted" : unencrypted };
}

function providerOf({
  OIDC_ISSUER: issuer,
  OIDC_ONLY: only,
  OIDC_ROLES: rules,
}: Environment): Facts["provider"] {
  if (issuer === undefined) return null;
  const { hostname, protocol } = new URL(issuer);
  const unencrypted = isLoopbackName(hostname) ? ("this_machine" as const) : ("plain" as const);
  const everyone = rules?.some(({ group }) => group === "*") ? roleOf([], rules) : null;
  return { link: protocol === "https:" ? "encrypted" : unencrypted, only, everyone };
}

const isTemporary = (directory: string): boolean =>
  [tmpdir(), "/tmp", "/var/tmp", "/dev/shm"].some((place) =>
    `${directory}${sep}`.startsWith(`${place}${sep}`),
  );

const isOpenRouter = (url: string): boolean => /(^|\.)openrouter\.ai$/.test(new URL(url).hostname);
