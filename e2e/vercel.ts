import { mintSecret } from "./canaries/canaries";
import { createDatabase, NO_POSTGRES, POSTGRES } from "./postgres";

/** Whether every Patchbay of this run lives as on Vercel: `npm run e2e -- --vercel`. */
export const ON_VERCEL = process.env.PATCHBAY_E2E_PROFILE === "vercel";

/** Bytes that a request may have. */
export const BODY_LIMIT = (ON_VERCEL ? 4 : 8) * 1_048_576;

export const CRON_SECRET = mintSecret();

/** How often the jobs are asked for, milliseconds: Vercel does it every minute. */
const TICK = 1_000;

/** Passes at a time: one that has not ended may meet the next, but a slow machine is not buried under them. */
const AT_ONCE = 2;

const flags = process.allowedNodeEnvironmentFlags;

/** Node refuses every write to the disk, whoever the user is, and every program that would do it for us. */
const READ_ONLY = [
  flags.has("--permission") ? "--permission" : "--experimental-permission",
  "--allow-fs-read=*",
  ...(flags.has("--allow-net") ? ["--allow-net"] : []),
];

/** What Vercel gives a Patchbay, and what it does not: a Postgres, a cron, and a disk that cannot be written. */
export class Vercel {
  readonly nodeArgs = READ_ONLY;
  private ticking: NodeJS.Timeout | undefined;
  private readonly leaving = new Set<AbortController>();

  private constructor(
    readonly env: Record<string, string>,
    private readonly hasCron: boolean,
    private readonly drop: () => Promise<void>,
  ) {}

  /** With a database of its own, unless there is one to share. */
  static async create(databaseUrl: string | undefined, hasCron: boolean): Promise<Vercel> {
    if (POSTGRES === "") throw new Error(NO_POSTGRES);
    const { url, drop } = databaseUrl ? { url: databaseUrl, drop: async () => {} } : await createDatabase();
    return new Vercel({ VERCEL: "1", DATABASE_URL: url, CRON_SECRET }, hasCron, drop);
  }

  /** Asks for the jobs again and again, whether or not the last pass has ended, as a cron does. */
  startCron(url: string): void {
    if (!this.hasCron) return;
    this.ticking = setInterval(() => {
      if (this.leaving.size >= AT_ONCE) return;
      const leaving = new AbortController();
      this.leaving.add(leaving);
      askForJobs({ url }, leaving.signal)
        // The instance may just have been killed.
        .catch(() => {})
        .finally(() => this.leaving.delete(leaving));
    }, TICK);
  }

  stopCron(): void {
    clearInterval(this.ticking);
    for (const leaving of this.leaving) leaving.abort();
  }

  async dispose(): Promise<void> {
    this.stopCron();
    await this.drop();
  }
}

/** One pass of all jobs. */
export function askForJobs(server: { url: string }, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/api/jobs`, {
    headers: { authorization: `Bearer ${CRON_SECRET}` },
    ...(signal && { signal }),
  });
}
