import type { Account } from "./account";
import type { Catalog } from "./catalog";
import type { FaultBoard } from "./faults";
import type { Generations } from "./generations";
import type { PromptCache } from "./prompt-cache";
import type { Random } from "./random";

/** One model of a chain that was asked, and where. */
export type Tried = {
  /** The model's place in the chain, from 0. */
  hop: number;
  /** As it was asked for. */
  model: string;
  /** Null when it came to no provider. */
  provider: string | null;
  /** 200 as soon as an answer begins, however it ends; 0 where the connection broke before one did. */
  status: number;
  /** The body of the refusal, had it been the last; null when it is no JSON, or there is none. */
  body: unknown;
  /** When it was asked, epoch milliseconds. */
  at: number;
};

/** One request to a completion endpoint, as it arrived. */
export type UpstreamAttempt = {
  /** The generation it led to; `null` when it was refused. */
  id: string | null;
  /** Epoch milliseconds. */
  at: number;
  model: string | null;
  status: number;
  /** Everything that was asked on its behalf, in order. */
  tried: Tried[];
  /** `null` once two hundred others have come after it. */
  body: unknown;
};

/** Everything that a sandbox knows and that its handlers share. */
export type World = {
  catalog: Catalog;
  generations: Generations;
  account: Account;
  faults: FaultBoard;
  cache: PromptCache;
  requests: UpstreamAttempt[];
  /** Of ids and lots, not of answers. */
  random: Random;
  /** Of answers. */
  seed: number;
  /** Epoch milliseconds. */
  now: () => number;
  /** 1 as fast as the model is, 10 ten times faster, 0 without any waiting. */
  speed: number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Cut event streams at arbitrary bytes, also inside characters. */
  splitBytes: boolean;
  maxBodyBytes: number;
  /** Refuses connections for so many milliseconds. */
  down: (ms: number) => void;
};

/** Waits for as long as `ms` takes at the sandbox's speed. */
export const linger = (world: World, ms: number, signal?: AbortSignal): Promise<void> =>
  world.speed === 0 || ms <= 0 ? Promise.resolve() : world.sleep(ms / world.speed, signal);

/** Never settles on its own; ends when the client goes away. */
export const untilGone = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
