import * as z from "zod/mini";
import { Id, WireFailure, WireInstant, WireUsd } from "@/lib/core/wire";

/** What can be made to go wrong. */
export const FAULTS = ["rate_limit", "outage", "hang", "cut", "moderation"] as const;
export type FaultName = (typeof FAULTS)[number];

/** How long a provider that hangs is waited for before it is given up, in milliseconds of the simulation's clock. */
export const HANG_MS = 10_000;

/** A fault, and whom it strikes: one hop of the chain at all its providers, or one provider wherever it is asked. */
export const BreakFault = z.union([
  z.strictObject({ fault: z.enum(FAULTS), hop: z.int() }),
  z.strictObject({ fault: z.enum(FAULTS), provider: z.string() }),
]);
export type BreakFault = z.infer<typeof BreakFault>;

/** One provider that was asked; null when the model came to none. */
const BreakAttempt = z.object({
  provider: z.nullable(z.string()),
  /** 200 as soon as an answer begins, however it ends; null when none came. */
  status: z.nullable(z.int()),
  /** Why it did not answer. */
  failure: z.nullable(WireFailure),
  /** When it was asked, milliseconds after the request came. */
  atMs: z.number(),
});

const BreakHop = z.object({
  model: z.string(),
  /** `cut`: it began to answer and broke off; nobody is asked after it. */
  outcome: z.enum(["answered", "cut", "failed", "untried"]),
  attempts: z.array(BreakAttempt),
});

/** What became of one request under faults. */
export const BreakRun = z.object({
  faults: z.array(BreakFault),
  hops: z.array(BreakHop),
  /** What the caller sees. */
  caller: z.object({
    state: z.enum(["answered", "cut", "failed"]),
    /** Null for a complete answer. */
    failure: z.nullable(WireFailure),
    /** What answered, or began to. */
    model: z.nullable(z.string()),
    provider: z.nullable(z.string()),
    /** The beginning of what arrived. */
    text: z.string(),
    durationMs: z.number(),
  }),
  /** What the stand-in charged; null when the provider's price is not known. */
  cost: z.nullable(WireUsd),
});
export type BreakRun = z.infer<typeof BreakRun>;

/**
 * `POST /api/routes/{name}/break`. All of it is simulated by a stand-in for OpenRouter inside this process, with
 * the models, providers and prices of the day: nothing was sent to OpenRouter, nothing is in the ledger.
 */
export const BreakReport = z.object({
  simulation: z.literal(true),
  /** The version it was run on, with which it is kept; null for a spec that was sent along. */
  version: z.nullable(z.int()),
  arm: z.string(),
  at: WireInstant,
  /** First the request as it goes when nothing is wrong, when all faults were asked for. */
  runs: z.array(BreakRun),
});
export type BreakReport = z.infer<typeof BreakReport>;

/**
 * What each line of the answer holds for whoever accepts `application/x-ndjson`: how far it has come, run by run, and
 * then the report, or why there is none.
 */
export const BreakLine = z.union([
  z.object({ done: z.int(), of: z.int() }),
  z.object({ report: BreakReport }),
  z.object({ error: WireFailure }),
]);
export type BreakLine = z.infer<typeof BreakLine>;

/** `GET /api/routes/{name}/break?version=3`: the last whole report of each arm. */
export const KeptBreakReports = z.object({
  reports: z.array(z.extend(BreakReport, { memberId: Id, author: z.string() })),
});
export type KeptBreakReports = z.infer<typeof KeptBreakReports>;
