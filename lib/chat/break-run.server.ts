import "server-only";
import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import { add, parseUsd, type Usd, ZERO } from "@/lib/core/money";
import { cleanText } from "@/lib/core/storable";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import { readFailure } from "@/lib/openrouter/failure";
import type { Transport } from "@/lib/openrouter/transport.server";
import type { BreakFault, BreakRun } from "@/lib/routes/break-api";
import type { SimulatedModel } from "@/lib/routes/simulated-models";
import { verdict } from "./ending";
import { pump } from "./pump.server";
import { createWatch } from "./watch";

/** One provider that the stand-in asked; `status` 0 when it was given up, `body` what it would have answered. */
type Tried = { hop: number; provider: string | null; status: number; body: unknown; at: number };

/** A stand-in for OpenRouter that serves one request and is forgotten. */
type Simulation = {
  transport: Transport;
  tried(): readonly Tried[];
  /** Amounts as decimal text. */
  bill(): readonly { model: string; provider: string; cost: string }[];
};

/** Makes one of these models, struck by these faults, on a clock of its own on which nobody has to wait. */
export type Simulate = (world: {
  models: readonly SimulatedModel[];
  faults: readonly BreakFault[];
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}) => Simulation;

/** What one simulated request needs to know. */
export type BreakScene = {
  simulate: Simulate;
  models: readonly SimulatedModel[];
  chain: readonly string[];
  /** What is sent; it asks for a stream. */
  body: string;
  at: Date;
  /** Milliseconds after which a caller who has heard nothing gives up. */
  patience: number;
};

/** A reserved name that resolves nowhere. */
const NOWHERE = "http://simulation.invalid/api/v1";
const READ_LIMIT = 8 * 1_048_576;
/** Real milliseconds. Nothing here waits; it is what ends a stand-in that does. */
const STUCK = 10_000;
const SHOWN = 400;

/** Sends a request to a stand-in under faults and tells hop by hop what happened, as a caller of ours would live it. */
export async function breakOnce(scene: BreakScene, faults: BreakFault[]): Promise<BreakRun> {
  const { simulate, models, body, at, patience } = scene;
  const clock = createClock(at.getTime(), patience);
  const { now, sleep } = clock;
  const simulation = simulate({ models, faults, now, sleep });
  const openrouter = createOpenRouter({
    ...{ baseUrl: NOWHERE, apiKey: "", appUrl: NOWHERE, firstByteTimeout: STUCK },
    transport: simulation.transport,
  });
  const opened = await openrouter.openCompletion(body, clock.signal);
  clock.answered();
  const caller =
    opened.kind === "failure"
      ? unanswered(clock.signal.aborted ? new AppError("upstream_timeout") : opened.error)
      : await readAnswer(opened.response, now);
  return {
    faults,
    hops: hopsOf(scene, simulation.tried(), caller.state),
    caller: { ...caller, durationMs: now() - at.getTime() },
    cost: costOf(simulation, models),
  };
}

/** Time passes when somebody waits, at once; who waits for too long without an answer leaves. */
function createClock(start: number, patience: number) {
  let [time, isWaiting] = [start, true];
  const leaving = new AbortController();
  return {
    signal: leaving.signal,
    now: () => time,
    async sleep(ms: number): Promise<void> {
      const isLeft = isWaiting && time + ms >= start + patience;
      time = isLeft ? start + patience : time + ms;
      if (isLeft) leaving.abort();
    },
    /** From now on there is no hurry. */
    answered() {
      isWaiting = false;
    },
  };
}

type Seen = Omit<BreakRun["caller"], "durationMs">;

const unanswered = (error: AppError): Seen => ({
  ...{ state: "failed", failure: describeFailure(error), model: null, provider: null, text: "" },
});

async function readAnswer(response: Response, now: () => number): Promise<Seen> {
  const watch = createWatch(now());
  const close = await pump(response, {
    onPiece: (_, text) => {
      watch.feed(text, now());
      return watch.isDone;
    },
    ...{ idleTimeout: STUCK, limit: READ_LIMIT, isStuck: () => false, signal: new AbortController().signal },
  });
  const completion = watch.end(now());
  const { state, failure } = verdict(completion, close);
  const { model, provider, text } = completion;
  const begun = completion.firstTokenAt === null ? "failed" : "cut";
  return {
    ...{ state: state === "finished" ? "answered" : begun, failure, model, provider },
    // The report is kept; a cut may fall between the halves of a character.
    text: cleanText(text.slice(0, SHOWN)),
  };
}

function hopsOf({ chain, at }: BreakScene, tried: readonly Tried[], state: Seen["state"]): BreakRun["hops"] {
  return chain.map((model, hop) => {
    const attempts = tried.filter((one) => one.hop === hop);
    const isBegun = attempts.at(-1)?.status === 200;
    const outcome =
      attempts.length === 0 ? "untried" : !isBegun ? "failed" : state === "answered" ? "answered" : "cut";
    return {
      ...{ model, outcome },
      attempts: attempts.map((one) => ({
        provider: one.provider,
        status: one.status === 0 ? null : one.status,
        failure: failureOf(one),
        atMs: one.at - at.getTime(),
      })),
    };
  });
}

function failureOf({ status, body }: Tried): Failure | null {
  if (status === 200) return null;
  return describeFailure(status === 0 ? new AppError("upstream_timeout") : readFailure({ status, body }));
}

/** A provider that names no price charges nothing in a simulation, which says nothing. */
function costOf({ bill }: Simulation, models: readonly SimulatedModel[]): Usd | null {
  const lines = bill();
  const isUnpriced = lines.some(({ model, provider }) =>
    models
      .find(({ row }) => row.id === model)
      ?.endpoints.some((endpoint) => endpoint.provider_name === provider && !isPriced(endpoint)),
  );
  return isUnpriced ? null : add(ZERO, ...lines.map(({ cost }) => parseUsd(cost)));
}

function isPriced({ pricing }: SimulatedModel["endpoints"][number]): boolean {
  const prices = pricing as Record<string, unknown>;
  return prices.prompt !== undefined && prices.completion !== undefined;
}
