import { type AccountOptions, createAccount } from "./account";
import { type Access, api } from "./api";
import { catalog } from "./catalog";
import { control } from "./control";
import { NOT_FOUND, refuse } from "./failure";
import { createFaultBoard, type FaultRule } from "./faults";
import { Torn } from "./frames";
import { type BillLine, createGenerations } from "./generations";
import type { KeyRing } from "./keys";
import { type LoadedModel, loadCatalog } from "./load";
import { createPromptCache } from "./prompt-cache";
import { seeded } from "./random";
import type { UpstreamAttempt, World } from "./world";

export type SandboxOptions = Partial<AccountOptions> & {
  /** Makes ids, lots and answers repeatable; without it ids and lots are different every time. */
  seed?: number;
  /** Epoch milliseconds. */
  now?: () => number;
  /** 1 as fast as each model really is, 10 ten times faster, 0 without any waiting. */
  speed?: number;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Serves these models instead of its own. */
  models?: readonly LoadedModel[];
  /** Keys that are accepted; without a list of inference keys, any that looks like one. */
  keys?: KeyRing;
  /** How long `/generation` answers 404 after the end, in milliseconds: exactly, or somewhere between two. */
  generationDelayMs?: number | readonly [least: number, most: number];
  /** Whether `/credits` answers ordinary keys; OpenRouter has done both. */
  creditsForAll?: boolean;
  /** Cut event streams at arbitrary bytes. */
  splitBytes?: boolean;
  /** Larger bodies are answered 413. */
  maxBodyBytes?: number;
  /** How many generations `/generation` remembers. */
  keep?: number;
  /** Serve `/__sandbox/*`. */
  control?: boolean;
};

export type Sandbox = {
  handle(request: Request): Promise<Response>;
  /** What was charged, line by line, cancelled generations included. */
  bill(): BillLine[];
  /** The completion requests that arrived, up to the last ten thousand. */
  requests(): UpstreamAttempt[];
  setFault(rule: FaultRule): void;
  clearFaults(): void;
};

/** An OpenRouter of one's own: catalogue, completions, bill and account, behind a web-standard handler. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const now = options.now ?? Date.now;
  const random = seeded(options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  const [least, most] =
    typeof options.generationDelayMs === "number"
      ? [options.generationDelayMs, options.generationDelayMs]
      : (options.generationDelayMs ?? [400, 3000]);
  const generations = createGenerations(() => least + random() * (most - least), options.keep ?? 50_000);
  const account = createAccount(
    {
      credits: options.credits ?? "1000",
      freeLimits: options.freeLimits ?? { perMinute: 20, perDay: 1000 },
      keyLimit: options.keyLimit ?? null,
      lagMs: options.lagMs ?? 60_000,
    },
    generations,
  );
  let downUntil = 0;
  const world: World = {
    catalog: options.models === undefined ? catalog() : loadCatalog(options.models),
    generations,
    account,
    faults: createFaultBoard(),
    cache: createPromptCache(),
    requests: [],
    random,
    seed: options.seed ?? 0,
    now,
    speed: options.speed ?? 1,
    sleep: options.sleep ?? pause,
    splitBytes: options.splitBytes ?? false,
    maxBodyBytes: options.maxBodyBytes ?? 20_000_000,
    down: (ms) => {
      downUntil = now() + ms;
    },
  };
  const access: Access = { ring: options.keys, creditsForAll: options.creditsForAll ?? true };

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (options.control === true && pathname.startsWith("/__sandbox/"))
      return control(world, request, pathname.slice("/__sandbox".length));
    if (now() < downUntil) throw new Torn();
    return pathname.startsWith("/api/v1/")
      ? api(world, access, request, pathname.slice("/api/v1".length))
      : refuse(NOT_FOUND);
  }

  return {
    async handle(request) {
      try {
        return await answer(request);
      } catch (error) {
        // As `fetch` does it: an abort is reported as such, whatever broke because of it.
        request.signal.throwIfAborted();
        throw error;
      }
    },
    bill: generations.bill,
    requests: () => [...world.requests],
    setFault: (rule) => world.faults.set(rule),
    clearFaults: () => world.faults.clear(),
  };
}

/** Waits, or ends early when the signal fires. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal?.aborted) done();
    else signal?.addEventListener("abort", done, { once: true });
  });
}
