import "server-only";
import { deliverAlerts } from "@/lib/alerts/deliver.server";
import { evaluateAlerts } from "@/lib/alerts/evaluate.server";
import { createSender, type Sender } from "@/lib/alerts/sender.server";
import { type Bounder, createBounder } from "@/lib/budgets/bounder.server";
import { type Catalog, createCatalog } from "@/lib/catalog/catalog.server";
import { createEmbeddingBook } from "@/lib/catalog/embeddings.server";
import { createEndpoints, type Endpoints } from "@/lib/catalog/endpoints.server";
import { findModel } from "@/lib/catalog/find-model";
import { createPolicyBook, type PolicyBook } from "@/lib/catalog/policies.server";
import { createQuote } from "@/lib/catalog/quote.server";
import { takenParameters } from "@/lib/catalog/taken-parameters";
import type { Simulate } from "@/lib/chat/break-run.server";
import type { Follow } from "@/lib/chat/follow";
import { createGateway, type Gateway } from "@/lib/chat/gateway.server";
import type { Quote, TakenSettings } from "@/lib/chat/plan.server";
import { createRunner, type Runner } from "@/lib/chat/runner.server";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { createJobs, type Jobs } from "@/lib/jobs/jobs.server";
import { type Confirmer, createConfirmer } from "@/lib/ledger/confirm.server";
import { createMailer, type Mailer } from "@/lib/mail/mailer.server";
import { createOpenRouter, type OpenRouter } from "@/lib/openrouter/client.server";
import type { Management } from "@/lib/openrouter/management.server";
import { createStatus, type Status } from "@/lib/openrouter/status.server";
import { createFreeGuard, type FreeGuard } from "@/lib/spend/free-guard.server";
import { createKeyring, type Keyring } from "@/lib/team/keyring.server";
import type { Provider } from "@/lib/team/oidc-provider.server";
import type { Access } from "@/lib/team/secrets.server";
import { createRulebook, type Rulebook } from "@/lib/team/workspace.server";
import packageJson from "../package.json";
import { type Environment, readEnvironment } from "./env";
import { generationTime } from "./function-time";
import { log } from "./log";
import { countGeneration } from "./metrics";
import { connectProvider } from "./oidc";
import { describeError } from "./redact";
import { currentRequestId } from "./request-id";
import { simulate } from "./simulation";
import { openStorage } from "./storage";
import { startTracing, tracing } from "./tracing";
import { connectManagement, connectUpstream } from "./upstream";

/** What the process has exactly one of, built here and handed to everything below. */
export type Services = {
  env: Environment;
  db: Db;
  engine: Database["engine"];
  pool: Database["pool"];
  /** Whose money is spent now; everything that counts money counts this account's. */
  account: string;
  upstream: OpenRouter & { status: Status };
  /** What a management key may see; null without one. */
  management: Management | null;
  /** Saves requests that could only be refused. */
  freeGuard: FreeGuard;
  takesPictures: (models: readonly string[]) => Promise<boolean>;
  takenSettings: TakenSettings;
  catalog: Catalog;
  policies: PolicyBook;
  endpoints: Endpoints;
  quote: Quote;
  /** Puts a bound on the cost of what falls under a hard budget. */
  bounder: Bounder;
  runner: Runner;
  gateway: Gateway;
  keyring: Keyring;
  /** What every request must keep to. */
  rules: Rulebook;
  /** What signing in needs; null in local access, where nobody does. */
  access: Access | null;
  /** Where people sign in instead of with a password; null without one. */
  oidc: Provider | null;
  confirmer: Confirmer;
  /** Null without a mail server. */
  mailer: Mailer | null;
  /** Sends alerts to wherever people want them. */
  alertSender: Sender;
  jobs: Jobs;
  /** An upstream to break. */
  simulate: Simulate;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
  /** Ends in order: no new work, running answers, jobs, the database, its lock. */
  close(): Promise<void>;
};

const KEY = Symbol.for("patchbay.services");
const holder = globalThis as { [KEY]?: Promise<Services> };

/** The services of this process. Next loads this module several times; the process still has one set. */
export function getServices(): Promise<Services> {
  holder[KEY] ??= build().catch((error: unknown) => {
    // A rejected promise would be kept for ever; the next caller may try again.
    delete holder[KEY];
    throw error;
  });
  return holder[KEY];
}

/** How many requests of programs may run at once in this process, in all and per key. */
const MAX_STREAMS = 1_000;
const MAX_STREAMS_PER_KEY = 200;
/** Answers get this long to finish when the process is asked to stop, milliseconds. */
const DRAIN = 10_000;

async function build(): Promise<Services> {
  const env = readEnvironment(process.env);
  const now = () => new Date();
  const onError = (message: string, error: unknown) => log.error({ error: describeError(error) }, message);
  const database = await openStorage(env);
  const { db, engine, pool } = database;

  const connected = connectUpstream(env);
  const { account, mode, baseUrl, ...connection } = connected;
  const upstream = createOpenRouter({ ...connection, baseUrl });
  await startTracing(env, { version: packageJson.version, upstream: baseUrl, now, onError });
  const management = connectManagement(env, connected);
  const status = createStatus({
    mode,
    version: packageJson.version,
    getKey: upstream.getKey,
    // Whether an ordinary key may see the credits has changed before; a management key always may.
    getCredits: management?.getCredits ?? upstream.getCredits,
    now,
  });
  const freeGuard = createFreeGuard({ db, account, status, now, onError });
  const catalog = createCatalog({ db, upstream: baseUrl, fetchRows: upstream.listModels, now, log: onError });
  const policies = createPolicyBook({
    fetchProviders: upstream.listProviders,
    fetchZeroRetention: upstream.listZeroRetention,
    now,
    log: onError,
  });
  const endpoints = createEndpoints({
    ...{ db, upstream: baseUrl, catalog, policies, now },
    fetchEndpoints: upstream.getEndpoints,
    log: onError,
  });
  const owner = newId();
  const runner = createRunner({
    db,
    openrouter: upstream,
    owner,
    now,
    onError,
    idleTimeout: env.IDLE_TIMEOUT_SECONDS * 1_000,
    timeout: generationTime(env),
    follow,
  });
  const embeddings = createEmbeddingBook({
    ...{ db, upstream: baseUrl, fetchRows: upstream.listEmbeddingModels, now },
    log: onError,
  });
  const quote = createQuote({ catalog, embeddings, now });
  const takesPictures = async (models: readonly string[]) => {
    const rows = (await catalog.current()).models;
    return models.every((id) => findModel(rows, id)?.inputModalities.includes("image") ?? true);
  };
  const takenSettings: TakenSettings = async (chain, parameters) =>
    takenParameters((await catalog.current()).models, chain, parameters);
  const bounder = createBounder({
    db,
    models: async (vectors) => (vectors ? embeddings.current() : (await catalog.current()).models),
    now,
  });
  const rules = createRulebook({ db, now });
  const gateway = createGateway({
    ...{ db, runner, quote, freeGuard, bounder, rules, account, owner, now, onError },
    openrouter: upstream,
    idleTimeout: env.IDLE_TIMEOUT_SECONDS * 1_000,
    maxStreams: MAX_STREAMS,
    maxStreamsPerKey: MAX_STREAMS_PER_KEY,
    follow,
  });
  const confirmer = createConfirmer({ db, upstream, account });
  const onlyProcess = engine === "pglite";
  const mailer = createOwnMailer(env);
  const alertSender = createSender({
    ...{ mailer, now, isTeam: env.PATCHBAY_ACCESS === "team" },
    allowPrivate: env.ALERTS_PRIVATE_NETWORK,
  });
  const models = { upstream: baseUrl, catchUp: catalog.catchUp };
  const sources = { db, account, models, embeddings, status, onError };
  const url = env.PATCHBAY_URL ?? `http://localhost:${env.PORT}`;
  const alerts = {
    evaluate: () => evaluateAlerts(sources, now()),
    deliver: (patience: number, signal: AbortSignal) =>
      deliverAlerts({ db, sender: alertSender, url, now }, patience, signal),
  };
  const jobs = createJobs({ db, account, catalog, runner, confirmer, alerts, now, onError, onlyProcess });
  // A function is frozen between requests; there `GET /api/jobs` does what elsewhere runs by the clock.
  const stopCatalog = env.VERCEL ? () => {} : catalog.start();
  if (!env.VERCEL) await jobs.start();

  return {
    env,
    db,
    engine,
    pool,
    account,
    upstream: { ...upstream, status },
    management,
    freeGuard,
    catalog,
    policies,
    endpoints,
    quote,
    takesPictures,
    takenSettings,
    bounder,
    runner,
    gateway,
    keyring: createKeyring({ db, now }),
    rules,
    access:
      env.PATCHBAY_ACCESS === "team"
        ? { db, secret: env.AUTH_SECRET ?? "", ownerPasswordOnly: env.OIDC_ONLY }
        : null,
    oidc: connectProvider(env),
    confirmer,
    mailer,
    alertSender,
    jobs,
    simulate,
    now,
    onError,
    async close() {
      await runner.close(DRAIN);
      stopCatalog();
      await jobs.close();
      await alertSender.close();
      await database.close();
      await tracing()?.close();
    },
  };
}

/** Counts each generation, and has it traced where that is asked for. */
const follow: Follow = (begun) => {
  const traced = begun.isSent ? tracing()?.follow(begun, currentRequestId()) : undefined;
  return (ended) => {
    countGeneration(ended);
    traced?.(ended);
  };
};

function createOwnMailer({ SMTP_URL: url, SMTP_FROM: from }: Environment): Mailer | null {
  return url !== undefined && from !== undefined ? createMailer({ url, from }) : null;
}
