import "server-only";
import { resolve, sep } from "node:path";
import { z } from "zod";
import { readRoleRules } from "@/lib/team/oidc-roles";
import { isLoopbackName } from "./api/gate";

const oneWord = z.string().regex(/^[\x21\x23-\x26\x28-\x5f\x61-\x7e]+$/);
const secret = z.string().regex(/^[\x21-\x7e]{32,256}$/);
const seconds = z.coerce.number().positive().max(86_400);

/** Everything that can be configured; `.env.example` and the documentation list the same variables. */
export const Environment = z.object({
  OPENROUTER_API_KEY: oneWord.optional(),
  OPENROUTER_BASE_URL: z.string().refine(isUpstreamUrl).default("https://openrouter.ai/api/v1"),
  OPENROUTER_MANAGEMENT_KEY: oneWord.optional(),
  DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
  PATCHBAY_DATA_DIR: z
    .string()
    .default("./data")
    .transform((path) => resolve(path)),
  PATCHBAY_ACCESS: z.enum(["local", "team"]).default("local"),
  /** Without a slash at its end, as browsers write an origin. */
  PATCHBAY_URL: z
    .string()
    .refine(isOwnUrl)
    .transform((url) => new URL(url).origin)
    .optional(),
  AUTH_SECRET: secret.optional(),
  /** How many proxies stand before Patchbay: so many entries of X-Forwarded-For, from its end, are believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default("127.0.0.1"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  CONNECT_TIMEOUT_SECONDS: seconds.default(10),
  FIRST_BYTE_TIMEOUT_SECONDS: seconds.default(120),
  IDLE_TIMEOUT_SECONDS: seconds.default(60),
  GENERATION_TIMEOUT_SECONDS: seconds.optional(),
  CRON_SECRET: secret.optional(),
  METRICS_TOKEN: secret.optional(),
  SMTP_URL: z.string().refine(isMailUrl).optional(),
  SMTP_FROM: z.string().refine(isMailAddress).optional(),
  /** Whether the alerts of a team may be posted into private networks. */
  ALERTS_PRIVATE_NETWORK: z
    .enum(["0", "1"])
    .transform((text) => text === "1")
    .default(false),
  OIDC_ISSUER: z.string().refine(isIssuer).optional(),
  OIDC_CLIENT_ID: z
    .string()
    .regex(/^[\x20-\x7e]{1,500}$/)
    .optional(),
  OIDC_CLIENT_SECRET: z
    .string()
    .regex(/^[\x20-\x7e]{1,1000}$/)
    .optional(),
  OIDC_NAME: z.string().max(40).default("single sign-on"),
  OIDC_SCOPES: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/)
    .refine((scopes) => scopes.split(" ").includes("openid"))
    .default("openid profile email"),
  OIDC_GROUP_CLAIM: z.string().max(200).default("groups"),
  OIDC_ROLES: z
    .string()
    .refine((text) => readRoleRules(text) !== null)
    .transform((text) => readRoleRules(text) ?? [])
    .optional(),
  OIDC_ONLY: z
    .enum(["0", "1"])
    .transform((text) => text === "1")
    .default(false),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().refine(isCollector).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().refine(isCollector).optional(),
  OTEL_TRACES_EXPORTER: z.string().optional(),
  OTEL_SDK_DISABLED: z
    .string()
    .transform((text) => text.toLowerCase() === "true")
    .default(false),
  /** Set by the platform, never by people. */
  VERCEL: z
    .string()
    .transform((text) => text === "1")
    .default(false),
});
export type Environment = z.infer<typeof Environment>;
type Name = keyof Environment;

const A_WORD = "must be one word as OpenRouter shows it (sk-or-…), without spaces, quotes or line breaks.";
const COLLECTOR =
  "must be the http or https address of a collector, such as http://localhost:4318. Remove it to send no traces.";
const SECONDS = "must be a number of seconds above 0, at most 86400.";

/** What is wrong and what to do, per variable. Values are never repeated: they may be secrets. */
const ADVICE: Record<Name, string> = {
  OPENROUTER_API_KEY: `${A_WORD} Leave it empty to use the built-in sandbox.`,
  OPENROUTER_BASE_URL:
    "must be an https address such as https://openrouter.ai/api/v1, without user name, query or fragment (http only for this machine).",
  OPENROUTER_MANAGEMENT_KEY: A_WORD,
  DATABASE_URL:
    "must be a Postgres address such as postgres://user:password@host:5432/patchbay; special characters in the password must be percent-encoded.",
  PATCHBAY_DATA_DIR:
    "must be a directory outside of .next, which every build empties. Start with `npm start`, or set an absolute path.",
  PATCHBAY_ACCESS:
    "must be local (nobody signs in, this machine only) or team (everybody signs in). Remove it for local.",
  PATCHBAY_URL:
    "must be the address at which Patchbay is opened, without a path. In local access that is this machine, such as http://localhost:8080: nobody signs in, so other machines must not reach it. In team access it is required, and https, such as https://patchbay.example (http only for this machine).",
  AUTH_SECRET:
    "must be 32 to 256 characters without blanks, such as `openssl rand -hex 32` prints. Team access needs it; keep it, as another one signs everybody out.",
  TRUST_PROXY:
    "must be the number of proxies before Patchbay, 0 to 10. Remove it where there is none: what X-Forwarded-For says is then not believed.",
  HOST: "must be 127.0.0.1, ::1 or localhost: nobody signs in, so other machines must not reach Patchbay. Remove it; for remote use, forward a port: ssh -L 3000:127.0.0.1:3000 yourserver. Or set PATCHBAY_ACCESS=team, in which it may be any address of this machine.",
  PORT: "must be a whole number between 1 and 65535. Remove it to use 3000.",
  LOG_LEVEL: "must be one of fatal, error, warn, info, debug, silent.",
  CONNECT_TIMEOUT_SECONDS: SECONDS,
  FIRST_BYTE_TIMEOUT_SECONDS: SECONDS,
  IDLE_TIMEOUT_SECONDS: SECONDS,
  GENERATION_TIMEOUT_SECONDS: SECONDS,
  CRON_SECRET:
    "must be 32 to 256 characters without blanks, such as `openssl rand -hex 32` prints. On Vercel it must be set: nothing runs between requests there, so the jobs run when Vercel's cron asks for them with this secret.",
  METRICS_TOKEN:
    "must be 32 to 256 characters without blanks, such as `openssl rand -hex 32` prints. Remove it where nothing collects metrics.",
  SMTP_URL:
    "must be a mail server's address such as smtps://user:password@mail.example:465 or smtp://mail.example:587; special characters in the password must be percent-encoded. Remove it to send no e-mail.",
  SMTP_FROM:
    "must be the e-mail address that messages come from, such as patchbay@example.org. SMTP_URL needs it.",
  ALERTS_PRIVATE_NETWORK:
    "must be 1, which lets a team's alerts be posted into private networks, or 0. Remove it for 0.",
  OIDC_ISSUER:
    "must be the https address of an OpenID provider, such as https://accounts.google.com, or of its discovery document, without user name, query or fragment (http only for this machine). Remove it where nobody signs in through one.",
  OIDC_CLIENT_ID: "must be what the provider calls this Patchbay, in plain characters. OIDC_ISSUER needs it.",
  OIDC_CLIENT_SECRET: "must be the secret that the provider made for this Patchbay. OIDC_ISSUER needs it.",
  OIDC_NAME: "must be what people call the provider, in at most 40 characters.",
  OIDC_SCOPES:
    "must be scopes with a blank between them, openid among them. Remove it for openid profile email.",
  OIDC_GROUP_CLAIM: "must be the name of the claim that holds somebody's groups. Remove it for groups.",
  OIDC_ROLES:
    "must say which group has which role, such as admins=admin,staff=member,*=viewer: roles are admin, member and viewer, and * is everybody whom the provider knows. OIDC_ISSUER needs it.",
  OIDC_ONLY: "must be 1 or 0, and 1 needs OIDC_ISSUER. Remove it to keep passwords.",
  OTEL_EXPORTER_OTLP_ENDPOINT: COLLECTOR,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: COLLECTOR,
  OTEL_TRACES_EXPORTER: "must be otlp or none. Remove it for otlp.",
  OTEL_SDK_DISABLED: "must be true or false. Remove it for false.",
  VERCEL:
    "is set: a function has no disk to keep, so DATABASE_URL must name a hosted Postgres. Set it, or run `npm start` on your own machine.",
};

/** A configuration that Patchbay refuses to start with. The message is for people and holds no value. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads the environment once, at start. Surrounding blanks are cut and empty means unset.
 * @throws ConfigurationError naming every variable that is wrong and how to mend it
 */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const trimmed = Object.entries(source).flatMap(([name, value]) => {
    const text = value?.trim();
    return text ? [[name, text] as const] : [];
  });
  const written = Object.fromEntries(trimmed);
  const known = Environment.safeParse(written);
  const wrong = new Set([
    ...(known.success ? contradictions(known.data) : known.error.issues.map(({ path }) => path[0] as Name)),
    ...unfitForAccess(written),
  ]);
  if (!known.success || wrong.size > 0) {
    throw new ConfigurationError([...wrong].map((name) => `${name} ${ADVICE[name]}`));
  }
  return known.data;
}

/** What is allowed but probably not meant. */
export function adviseOn(env: Environment): string[] {
  const advice: string[] = [];
  if (env.OPENROUTER_API_KEY !== undefined && !env.OPENROUTER_API_KEY.startsWith("sk-or-")) {
    advice.push(
      "OPENROUTER_API_KEY does not begin with sk-or- as OpenRouter's keys do. Is it another service's key?",
    );
  }
  if (env.VERCEL && env.PATCHBAY_ACCESS === "local") {
    advice.push(
      "VERCEL is set, and access is local: nobody signs in, so it answers requests to localhost only, and a deployment answers nobody. Set PATCHBAY_ACCESS=team.",
    );
  }
  return advice;
}

function contradictions(env: Environment): Name[] {
  const wrong: Name[] = [];
  if (env.VERCEL && env.DATABASE_URL === undefined) wrong.push("VERCEL");
  if (env.VERCEL && env.CRON_SECRET === undefined) wrong.push("CRON_SECRET");
  if (env.SMTP_URL !== undefined && env.SMTP_FROM === undefined) wrong.push("SMTP_FROM");
  if (env.OIDC_ISSUER === undefined) {
    if (env.OIDC_ONLY) wrong.push("OIDC_ONLY");
  } else {
    const needed = ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES"] as const;
    wrong.push(...needed.filter((name) => env[name] === undefined));
  }
  if (env.PATCHBAY_DATA_DIR.split(sep).includes(".next")) wrong.push("PATCHBAY_DATA_DIR");
  return wrong;
}

/** Judged as it was written, so that all that is wrong is told at once. */
function unfitForAccess(written: Record<string, string>): Name[] {
  const { PATCHBAY_ACCESS, PATCHBAY_URL = "", HOST = "localhost", AUTH_SECRET } = written;
  const url = parse(PATCHBAY_URL);
  const isHere = url !== null && isLoopbackName(url.hostname);
  const wrong: Name[] = [];
  if (PATCHBAY_ACCESS === "team") {
    if (AUTH_SECRET === undefined) wrong.push("AUTH_SECRET");
    // Passwords and cookies go over it.
    if (url === null || (url.protocol === "http:" && !isHere)) wrong.push("PATCHBAY_URL");
  } else {
    // Where nobody signs in, nobody but this machine may come in.
    if (!isLoopbackName(HOST)) wrong.push("HOST");
    if (url !== null && !isHere) wrong.push("PATCHBAY_URL");
  }
  return wrong;
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function isUpstreamUrl(text: string): boolean {
  const url = parse(text);
  if (!url || url.username || url.password || /[?#]/.test(text)) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackName(url.hostname));
}

function isPostgresUrl(text: string): boolean {
  return ["postgres:", "postgresql:"].includes(parse(text)?.protocol ?? "");
}

function isMailUrl(text: string): boolean {
  const url = parse(text);
  if (!url?.hostname || !["smtp:", "smtps:"].includes(url.protocol)) return false;
  // Options in an address could switch off what keeps the connection safe.
  return ["", "/"].includes(url.pathname) && !/[?#]/.test(text);
}

function isIssuer(text: string): boolean {
  const url = parse(text);
  if (!url?.hostname || url.username || url.password || /[?#]/.test(text)) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackName(url.hostname));
}

function isCollector(text: string): boolean {
  const url = parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "";
}

function isMailAddress(text: string): boolean {
  return /^[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190}$/.test(text);
}

function isOwnUrl(text: string): boolean {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return false;
  return url.pathname === "/" && !/[?#]/.test(text);
}
