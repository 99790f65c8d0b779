import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyDatabase } from "./empty-database";
import { freePort, type Program, startProgram } from "./program";
import { ON_VERCEL, Vercel } from "./vercel";

/** What a developer's own `.env` must not bring into a test. */
const NOTHING = {
  OPENROUTER_MANAGEMENT_KEY: "",
  DATABASE_URL: "",
  PATCHBAY_ACCESS: "",
  PATCHBAY_URL: "",
  AUTH_SECRET: "",
  TRUST_PROXY: "",
  HOST: "",
  LOG_LEVEL: "warn",
  GENERATION_TIMEOUT_SECONDS: "",
  CRON_SECRET: "",
  METRICS_TOKEN: "",
  SMTP_URL: "",
  SMTP_FROM: "",
  OIDC_ISSUER: "",
  OIDC_ONLY: "",
  OTEL_EXPORTER_OTLP_ENDPOINT: "",
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "",
  VERCEL: "",
};

export type Surroundings = {
  /** As on Vercel: a Postgres, no disk, no clock. */
  onVercel?: boolean;
  /** Whether there anything asks for the jobs. */
  cron?: boolean;
  /** As at its very first start, which makes the database. */
  fromNothing?: boolean;
  /** Whether everybody signs in. */
  team?: boolean;
};

/** A built Patchbay in a process and a data directory of its own, started as people start it. */
export class PatchbayProcess {
  private program: Program | undefined;
  private readonly ended: string[] = [];

  private constructor(
    readonly port: number,
    readonly directory: string,
    private readonly env: Record<string, string>,
    private readonly vercel: Vercel | null,
    private readonly team: boolean,
  ) {}

  /** With an empty `env` it answers from the sandbox inside itself. */
  static async start(
    env: Record<string, string>,
    { onVercel = ON_VERCEL, cron = true, fromNothing = false, team = false }: Surroundings = {},
  ): Promise<PatchbayProcess> {
    const directory = await mkdtemp(join(tmpdir(), "patchbay-e2e-"));
    if (!onVercel && !fromNothing) await cp(emptyDatabase(), directory, { recursive: true });
    const vercel = onVercel ? await Vercel.create(env.DATABASE_URL, cron) : null;
    const patchbay = new PatchbayProcess(await freePort(), directory, env, vercel, team);
    await patchbay.run();
    return patchbay;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** All that it has printed, over restarts. */
  get output(): string {
    return [...this.ended, this.program?.output() ?? ""].join("\n");
  }

  get pid(): number | undefined {
    return this.program?.process.pid;
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

  async dispose(): Promise<void> {
    await this.stop();
    await this.vercel?.dispose();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const env = {
      ...NOTHING,
      OPENROUTER_API_KEY: "",
      OPENROUTER_BASE_URL: "",
      ...(this.team && { PATCHBAY_ACCESS: "team", PATCHBAY_URL: this.url, AUTH_SECRET: "e2e-".repeat(8) }),
      ...this.env,
      PATCHBAY_DATA_DIR: this.directory,
      ...this.vercel?.env,
    };
    const flags = this.vercel?.nodeArgs ?? [];
    const args = [...flags, "scripts/start.mjs", "--no-build", `--port=${this.port}`];
    this.program = await startProgram(args, env, /Patchbay is ready/);
    this.vercel?.startCron(this.url);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const program = this.program;
    if (!program) return null;
    this.vercel?.stopCron();
    const code = await program.end(signal);
    this.program = undefined;
    this.ended.push(program.output());
    return code;
  }
}
