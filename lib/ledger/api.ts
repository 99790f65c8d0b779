import * as z from "zod/mini";
import { Id, WireFailure, WireInstant, WireUsd } from "@/lib/core/wire";

// The database's schema holds the same lists; a test keeps them equal, since browsers cannot import it.
export const GENERATION_STATES = ["running", "finished", "failed", "cancelled", "lost"] as const;
export const GENERATION_SOURCES = ["playground", "gateway", "suite"] as const;

const Tokens = z.nullable(z.int());

/** One provider that was tried for a generation. */
const Attempt = z.object({
  provider: z.nullable(z.string()),
  model: z.nullable(z.string()),
  status: z.nullable(z.number()),
  latencyMs: z.nullable(z.number()),
});
export type Attempt = z.infer<typeof Attempt>;

/** A generation as lists, answers and meters show it. Null is unknown, never zero. */
export const Generation = z.object({
  id: Id,
  source: z.enum(GENERATION_SOURCES),
  conversationId: z.nullable(Id),
  messageId: z.nullable(Id),
  /** Asked for, in order. */
  models: z.array(z.string()),
  /** Answered. */
  model: z.nullable(z.string()),
  provider: z.nullable(z.string()),
  /** Who was tried, in order: told of chains, and of every generation on its own page. */
  attempts: z.nullable(z.array(Attempt)),
  state: z.enum(GENERATION_STATES),
  finishReason: z.nullable(z.string()),
  failure: z.nullable(WireFailure),
  promptTokens: Tokens,
  completionTokens: Tokens,
  reasoningTokens: Tokens,
  cachedTokens: Tokens,
  cacheWriteTokens: Tokens,
  estimate: z.nullable(WireUsd),
  cost: z.nullable(WireUsd),
  costState: z.nullable(z.enum(["reported", "confirmed"])),
  startedAt: WireInstant,
  endedAt: z.nullable(WireInstant),
  /** Milliseconds from the written request to the first content, reasoning or tool call. */
  ttftMs: z.nullable(z.int()),
  /** Milliseconds from the written request to the end. */
  durationMs: z.nullable(z.int()),
});
export type Generation = z.infer<typeof Generation>;

/** A generation with the names that lists and files tell it by. */
export const ListedGeneration = z.extend(Generation, {
  upstreamId: z.nullable(z.string()),
  member: z.string(),
  /** The program's key, where it was a program that asked. */
  key: z.nullable(z.string()),
  route: z.nullable(z.string()),
  tags: z.array(z.string()),
  upstreamCost: z.nullable(WireUsd),
});
export type ListedGeneration = z.infer<typeof ListedGeneration>;

/** The answer to `GET /api/generations`, newest first. */
export const GenerationPage = z.object({
  generations: z.array(ListedGeneration),
  nextCursor: z.nullable(z.string()),
  /**
   * How far back was looked, where that was given up before the page was full: what a filter finds rarely is looked
   * for in steps.
   */
  scannedTo: z.nullable(WireInstant),
});
export type GenerationPage = z.infer<typeof GenerationPage>;

/** The answer to `GET /api/generations/histogram`: without gaps, oldest first. */
export const Histogram = z.object({
  from: WireInstant,
  to: WireInstant,
  /** Since when all were counted, where there are too many to count them all. */
  countedFrom: z.nullable(WireInstant),
  /** Whether more of the time is drawn once what changed in it is summed up, within a minute or so. */
  isBehind: z.boolean(),
  bars: z.array(
    z.object({
      start: WireInstant,
      finished: z.int(),
      /** Lost ones among them. */
      failed: z.int(),
      cancelled: z.int(),
      running: z.int(),
      cost: WireUsd,
    }),
  ),
});
export type Histogram = z.infer<typeof Histogram>;

/** An account of the ledger as people are told of it: never by its key's whole hash. */
export const AccountName = z.object({
  /** What it is asked for by. */
  id: z.string(),
  /** Of the upstream; null where the money is invented. */
  host: z.nullable(z.string()),
  /** The last four digits of its key's hash. */
  keyEnd: z.nullable(z.string()),
  /** Whether what is sent now is charged to it. */
  isCurrent: z.boolean(),
});
export type AccountName = z.infer<typeof AccountName>;

/** `GET /api/generations/{id}`: every fact there is. */
export const GenerationDetails = z.extend(Generation, {
  account: AccountName,
  upstreamId: z.nullable(z.string()),
  nativeFinishReason: z.nullable(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  /** What chose the models, when a route did. */
  route: z.nullable(z.object({ name: z.string(), version: z.int(), arm: z.string() })),
  upstreamCost: z.nullable(WireUsd),
  isByok: z.nullable(z.boolean()),
  priceSnapshot: z.nullable(z.record(z.string(), z.unknown())),
  sentAt: z.nullable(WireInstant),
  settledAt: z.nullable(WireInstant),
  confirmedAt: z.nullable(WireInstant),
  confirmAt: z.nullable(WireInstant),
  confirmTries: z.int(),
  upstreamLatencyMs: z.nullable(z.int()),
  entries: z.array(
    z.object({
      id: Id,
      kind: z.enum(["settle", "adjust"]),
      amount: WireUsd,
      basis: z.enum(["usage", "stats", "refusal"]),
      bookedAt: WireInstant,
    }),
  ),
  hold: z.nullable(
    z.object({
      amount: z.nullable(WireUsd),
      createdAt: WireInstant,
      endedAt: z.nullable(WireInstant),
      outcome: z.nullable(z.enum(["booked", "released", "unresolved"])),
    }),
  ),
  /** The upstream's own record of the generation, once it was fetched. */
  stats: z.nullable(z.record(z.string(), z.unknown())),
});
export type GenerationDetails = z.infer<typeof GenerationDetails>;
