import { mintSecret, search } from "./canaries/canaries";
import { freePort, startProgram } from "./program";

export type SandboxOptions = {
  /** How many times faster than real models it answers. */
  speed: number;
  /** After how many milliseconds it knows what a generation cost. */
  generationDelay: number;
};

/** The OpenRouter that a worker's Patchbay talks to, seen from outside. */
export class SandboxProcess {
  private constructor(
    /** Where its API is; what `OPENROUTER_BASE_URL` is set to. */
    readonly apiUrl: string,
    readonly key: string,
    readonly end: () => Promise<unknown>,
  ) {}

  static async start({ speed, generationDelay }: SandboxOptions): Promise<SandboxProcess> {
    const port = await freePort();
    const script = ["--conditions=react-server", "--import", "tsx", "scripts/sandbox.ts"];
    const options = [`--port=${port}`, `--speed=${speed}`, `--generation-delay=${generationDelay}`];
    const { match, end } = await startProgram([...script, ...options], {}, /OPENROUTER_BASE_URL=(\S+)/);
    // It takes every key that looks like one.
    return new SandboxProcess(match[1] ?? "", mintSecret("sk-or-v1-"), () => end("SIGTERM"));
  }

  /** Looks for secrets in what it was sent. */
  async search(): Promise<void> {
    // How it answered is its own affair: it may be told to repeat a key.
    const sent = JSON.stringify(await this.requests(), (name, value) =>
      name === "tried" ? undefined : value,
    );
    search(sent, { where: "what was sent upstream" });
  }

  /** What it says it is owed: every generation with its cost. */
  bill(): Promise<unknown> {
    return this.control("GET", "bill");
  }

  /** Every request that reached it. */
  async requests(): Promise<unknown[]> {
    const requests = await this.control("GET", "requests");
    return Array.isArray(requests) ? requests : [];
  }

  /** Lets a model misbehave (`"*"`: all of them) until the test ends, or for `times` requests. */
  async setFault(
    model: string,
    fault: string,
    params: Record<string, string | number> = {},
    times?: number,
  ): Promise<void> {
    await this.control("PUT", "faults", { model, fault, params, ...(times === undefined ? {} : { times }) });
  }

  async clearFaults(): Promise<void> {
    await this.control("DELETE", "faults");
  }

  /**
   * Changes the model list as the next fetch will see it: `patch` lays fields over rows by id (null takes one
   * away), `drop` takes rows out, `add` lists rows as they are, `size` fills up with synthetic ones.
   */
  async amendCatalog(change: {
    patch?: Record<string, object>;
    drop?: string[];
    add?: unknown[];
    size?: number;
  }): Promise<void> {
    await this.control("PUT", "catalog", change);
  }

  async restoreCatalog(): Promise<void> {
    await this.control("DELETE", "catalog");
  }

  private async control(method: string, name: string, body?: object): Promise<unknown> {
    const response = await fetch(new URL(`/__sandbox/${name}`, this.apiUrl), {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    });
    if (!response.ok)
      throw new Error(`the sandbox refused ${method} ${name}: ${response.status} ${await response.text()}`);
    const { data }: { data: unknown } = await response.json();
    return data;
  }
}
