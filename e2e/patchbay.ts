import { cp, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  madeSoFar,
  mintSecret,
  noteHome,
  noteMade,
  noteSecretsOf,
  report,
  search,
} from "./canaries/canaries";
import { emptyDatabase } from "./empty-database";
import { freePort, type Program, startProgram } from "./program";
import { Receiver } from "./receiver";
import { INSTANCES, Several } from "./several";
import { ON_VERCEL, Vercel } from "./vercel";

/** What a developer's own `.env` must not bring into a test. */
const NOTHING = {
  OPENROUTER_MANAGEMENT_KEY: "",
  DATABASE_URL: "",
  PATCHBAY_ACCESS: "",
  PATCHBAY_URL: "",
  TRUST_PROXY: "",
  HOST: "",
  // Whatever could slip into a log does so here.
  LOG_LEVEL: "debug",
  GENERATION_TIMEOUT_SECONDS: "",
  SMTP_URL: "",
  SMTP_FROM: "",
  OIDC_ISSUER: "",
  OIDC_ONLY: "",
  OTEL_EXPORTER_OTLP_ENDPOINT: "",
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "",
  VERCEL: "",
};

/** What no test asks for, and opens something all the same; the same for all instances that share a database. */
const SECRETS = { AUTH_SECRET: mintSecret(), CRON_SECRET: mintSecret(), METRICS_TOKEN: mintSecret() };

export type Surroundings = {
  /** As on Vercel: a Postgres, no disk, no clock. */
  onVercel?: boolean;
  /** Whether there anything asks for the jobs. */
  cron?: boolean;
  /** As at its very first start, which makes the database. */
  fromNothing?: boolean;
  /** Whether everybody signs in. */
  team?: boolean;
  /** How many of it there are; several are on one Postgres, behind a balancer. */
  instances?: number;
};

/** What `canaries/eavesdrop.mjs` tells. */
type Overheard =
  | { kind: "leak"; text: string }
  | { kind: "made"; name: string; secret: string }
  | { kind: "searched"; heard: { answers: number; rows: number }; failure?: string };

/** Where whoever installs a Patchbay finds the one link that is printed. */
const SETUP_LINE = /(Nobody owns it yet\. .* once: \S+\/setup#)(\S+)/g;

/** Milliseconds that looking through a database may take. */
const PATIENCE = 30_000;

/** A built Patchbay in a process and a data directory of its own, started as people start it. */
export class PatchbayProcess {
  private programs: Program[] = [];
  private readonly ended: string[] = [];
  /** When its directory was as it begins, epoch milliseconds. */
  private readonly since = Date.now();
  private searched: ((answer: Extract<Overheard, { kind: "searched" }>) => void) | undefined;

  private constructor(
    readonly port: number,
    readonly directory: string,
    private readonly env: Record<string, string>,
    private readonly vercel: Vercel | null,
    private readonly several: Several | null,
    private readonly team: boolean,
    /** Collects the traces of a team's. */
    private readonly collector: Receiver | null,
  ) {}

  /** With an empty `env` it answers from the sandbox inside itself. */
  static async start(
    env: Record<string, string>,
    {
      onVercel = ON_VERCEL,
      cron = true,
      fromNothing = false,
      team = false,
      instances = onVercel ? 1 : INSTANCES,
    }: Surroundings = {},
  ): Promise<PatchbayProcess> {
    const directory = await mkdtemp(join(tmpdir(), "patchbay-e2e-"));
    if (!onVercel && !fromNothing && instances === 1)
      await cp(emptyDatabase(), directory, { recursive: true });
    const port = await freePort();
    const vercel = onVercel ? await Vercel.create(env.DATABASE_URL, cron) : null;
    const several = instances > 1 ? await Several.create(port, instances, env.DATABASE_URL) : null;
    const collector = team ? await Receiver.start() : null;
    const patchbay = new PatchbayProcess(port, directory, env, vercel, several, team, collector);
    await patchbay.run();
    return patchbay;
  }

  /** Has one instance of several answer everything from now on; null has them take turns again. */
  pin(instance: number | null): void {
    this.several?.balancer.pin(instance);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** All that it has printed, over restarts. */
  get output(): string {
    return [...this.ended, ...this.programs.map(({ output }) => output())].join("\n");
  }

  /** Of the first instance, where there are several. */
  get pid(): number | undefined {
    return this.programs[0]?.process.pid;
  }

  /** As if the machine had pulled the plug on it. */
  kill(): Promise<number | null> {
    return this.end("SIGKILL");
  }

  /** As Ctrl-C does; resolves to the exit code. */
  stop(): Promise<number | null> {
    return this.end("SIGTERM");
  }

  /** Starts it again on the same port and data, after whatever ended it. */
  async restart(): Promise<void> {
    await this.stop();
    await this.run();
  }

  /** Ends it for good, and looks for secrets in all that it leaves: rows, files and what it printed. */
  async dispose(): Promise<void> {
    // Whatever ended it before: only itself can read what it has written.
    if (!this.programs[0]?.process.connected) {
      await this.restart();
      // The one that is listened to is to answer something.
      this.pin(0);
      await fetch(`${this.url}/api/health`);
    }
    for (const [, , secret = ""] of this.output.matchAll(SETUP_LINE))
      noteMade("a setup link's secret", secret);
    await this.searchDatabase();
    await this.stop();
    if (this.collector?.posted.length === 0) report("nobody collected traces");
    await this.collector?.end();
    search(this.output.replaceAll(SETUP_LINE, "$1"), { where: "what the server printed" });
    await searchFiles(this.directory, this.since);
    await this.vercel?.dispose();
    await this.several?.dispose();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const env = {
      ...NOTHING,
      OPENROUTER_API_KEY: "",
      OPENROUTER_BASE_URL: "",
      ...SECRETS,
      ...this.several?.env,
      ...(this.team && { PATCHBAY_ACCESS: "team", PATCHBAY_URL: this.url }),
      ...(this.collector && { OTEL_EXPORTER_OTLP_ENDPOINT: this.collector.origin }),
      ...this.env,
      PATCHBAY_DATA_DIR: this.directory,
      ...this.vercel?.env,
    };
    for (const home of [this.url, env.PATCHBAY_URL]) if (home) noteHome(home);
    const canaries = {
      secrets: noteSecretsOf(env),
      made: madeSoFar(),
      upstream: env.OPENROUTER_BASE_URL || null,
      issuer: env.OIDC_ISSUER || null,
    };
    const flags = [...(this.vercel?.nodeArgs ?? []), "--import=./e2e/canaries/eavesdrop.mjs"];
    const args = [...flags, "scripts/start.mjs", "--no-build"];
    // All at once, as a rollout does it: the first ones meet an empty database.
    this.programs = await Promise.all(
      (this.several?.ports ?? [this.port]).map((port) =>
        startProgram(
          [...args, `--port=${port}`],
          { ...env, PATCHBAY_CANARIES: JSON.stringify(canaries) },
          /Patchbay is ready/,
          (message) => this.overhear(message as Overheard),
        ),
      ),
    );
    this.vercel?.startCron(this.url);
  }

  private overhear(message: Overheard): void {
    if (message.kind === "leak") report(message.text);
    else if (message.kind === "made") noteMade(message.name, message.secret);
    else this.searched?.(message);
  }

  /** Has a Patchbay that runs look through its own database. */
  private async searchDatabase(): Promise<void> {
    const answer = await new Promise<Extract<Overheard, { kind: "searched" }> | null>((done) => {
      const child = this.programs[0]?.process;
      if (!child?.connected) return done(null);
      this.searched = done;
      child.once("exit", () => done(null));
      const timer = setTimeout(done, PATIENCE, null);
      timer.unref();
      child.send({ kind: "search", made: madeSoFar() });
    });
    // Who hears nothing finds nothing.
    if (answer === null || answer.failure !== undefined || answer.heard.rows === 0)
      report(`nobody could look through the database: ${answer?.failure ?? "no answer"}`);
    else if (answer.heard.answers === 0) report("nobody listened to what the server answers");
  }

  /** Resolves to the worst of their exit codes. */
  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const programs = this.programs;
    if (programs.length === 0) return null;
    this.vercel?.stopCron();
    const codes = await Promise.all(
      programs.map(async (program) => {
        const code = await program.end(signal);
        await program.closed;
        return code;
      }),
    );
    this.programs = [];
    this.ended.push(...programs.map(({ output }) => output()));
    const [worst = 0] = codes.filter((code) => code !== 0);
    return worst;
  }
}

/** Looks through files that were written; what was copied here before is the empty database. */
async function searchFiles(directory: string, since: number): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || (await stat(path)).mtimeMs < since) continue;
    // What signs is in the database as it is.
    search(await readFile(path), { where: path.slice(directory.length), mayHold: /^a webhook's/ });
  }
}
