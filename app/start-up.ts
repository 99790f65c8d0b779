import "server-only";
import type { IncomingMessage } from "node:http";
import { DirectoryLockError } from "@/lib/db/lock.server";
import { linkTo } from "@/lib/team/links";
import { issueSetupToken } from "@/lib/team/setup.server";
import { type GateRules, judgeHost, rulesOf } from "./api/gate";
import { answerCompletion } from "./entrance";
import { adviseOn, ConfigurationError } from "./env";
import { log } from "./log";
import { describeError } from "./redact";
import { getServices, type Services } from "./services";

/** What the launcher and this process agree on. */
type Agreement = {
  [READY]?: (
    summary: string,
    more: {
      url: string | null;
      setup: string | null;
      /** Why a request is not answered under its Host; null for those that are. */
      judge: (request: IncomingMessage) => { status: number; message: string } | null;
    },
  ) => void;
  [SHUTDOWN]?: () => Promise<void>;
  [ENTRANCE]?: typeof answerCompletion;
};
const READY = Symbol.for("patchbay.ready");
const SHUTDOWN = Symbol.for("patchbay.shutdown");
/** Whoever owns the HTTP server may bring completions here instead of to Next. */
const ENTRANCE = Symbol.for("patchbay.entrance");

/** Builds the services before the first request, or ends the process with one sentence on what to do. */
export async function startUp(): Promise<void> {
  // When whoever reads the log has gone, writing fails; logging that failure would fail in turn, for ever.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.on("unhandledRejection", (reason) =>
    log.error({ error: describeError(reason) }, "unhandled rejection"),
  );
  process.on("uncaughtException", (error) =>
    log.error({ error: describeError(error) }, "uncaught exception"),
  );
  const agreement = globalThis as Agreement;
  try {
    const services = await getServices();
    agreement[SHUTDOWN] = () => services.close();
    // There, nobody owns a server; and so the suite can take the way through Next as well.
    if (!services.env.VERCEL) agreement[ENTRANCE] = answerCompletion;
    for (const advice of adviseOn(services.env)) process.stderr.write(`${advice}\n`);
    const upstream = services.env.OPENROUTER_API_KEY ? "with your OpenRouter key" : "sandbox, no key set";
    const data =
      services.engine === "postgres" ? "data in Postgres" : `data in ${services.env.PATCHBAY_DATA_DIR}`;
    const url = services.access ? (services.env.PATCHBAY_URL ?? null) : null;
    const setup = await setupLink(services);
    // Without our launcher the log is where whoever installs it looks.
    if (agreement[READY])
      agreement[READY](`${upstream}; ${data}`, { url, setup, judge: judgeWith(rulesOf(services.env)) });
    else if (setup) process.stdout.write(`Nobody owns this Patchbay yet. Open once: ${setup}\n`);
  } catch (error) {
    process.stderr.write(`\nPatchbay cannot start.\n${explain(error)}\n`);
    process.exit(1);
  }
}

/** Pages and files have no handler that judges for itself, so whoever owns the HTTP server asks before Next does. */
function judgeWith(rules: GateRules) {
  return ({ headers }: IncomingMessage) =>
    judgeHost({ headers: new Headers(headers as Record<string, string>) }, rules);
}

/** Where the first person of a team makes themselves its owner; null when there is one, or nobody signs in. */
async function setupLink({ access, env, now }: Services): Promise<string | null> {
  const token = access && (await issueSetupToken(access, now()));
  return token ? linkTo(env.PATCHBAY_URL ?? "", "/setup", token) : null;
}

/** Logs a page that failed to render, without what was in it. */
export function logPageError(error: unknown, path: string, route: string): void {
  log.error({ path: path.split("?")[0], route, error: describeError(error) }, "page failed");
}

/** One message for people: what is wrong and what to do, never a value that could be a secret. */
export function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return error.problems.map((problem) => `  ${problem}`).join("\n");
  if (error instanceof DirectoryLockError) return `  ${error.message}`;
  const code = codes(error)[0] ?? "";
  const known = DATABASE_ADVICE.find(([pattern]) => pattern.test(code));
  if (known) return `  ${known[1]} (${code})`;
  return `  Something went wrong that has no advice yet:\n${JSON.stringify(describeError(error), null, 2)}`;
}

const DATABASE_ADVICE: [RegExp, string][] = [
  [
    /^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    "No Postgres answers at DATABASE_URL. Is the server running, and the address right?",
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "The host in DATABASE_URL is not known. Check its spelling."],
  [/^28/, "Postgres refuses the user or password in DATABASE_URL."],
  [/^3D000$/, "The database named in DATABASE_URL does not exist. Create it first: createdb patchbay."],
  [/^42501$/, "The user in DATABASE_URL may not create tables. Grant it the right to."],
  [/^(ENOSPC|EDQUOT)$/, "The disk is full. Make room and start again; nothing was lost."],
  [
    /^(EACCES|EROFS|EPERM)$/,
    "The data directory cannot be written. Check its owner, or set PATCHBAY_DATA_DIR.",
  ],
];

/** The codes along a chain of causes: drivers wrap the one that says something. */
function codes(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap((each) => codes(each, depth + 1)) : [];
  return [...own, ...inner, ...codes(error.cause, depth + 1)];
}
