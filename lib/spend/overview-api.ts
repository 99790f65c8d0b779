import * as z from "zod/mini";
import { WireInstant, WireUsd } from "@/lib/core/wire";
import { DIMENSIONS } from "@/lib/ledger/dimensions";

export const BUCKETS = ["hour", "day", "week", "month"] as const;
export const RANKS = ["cost", "generations", "tokens", "errors", "latency"] as const;
export type Rank = (typeof RANKS)[number];

/** Groups that a chart shows one by one; the rest is summed up. */
export const MOST_SERIES = 8;
/** Groups that a table shows one by one; the rest is summed up. */
export const MOST_GROUPS = 100;
/** Tags that are told apart at all before they are ranked: callers may make up any number of them. */
export const MOST_TAGS = 2_000;
/** The same inside of a group. */
export const MOST_PARTS = 20;

const Tokens = z.nullable(z.int());
const Milliseconds = z.nullable(z.number());

/** What a set of generations comes to. Null is unknown, never zero. */
export const Figures = z.object({
  /** The sum of all known costs. */
  cost: WireUsd,
  /** How many of them have no known cost (yet); the true sum may be higher. */
  unknown: z.int(),
  generations: z.int(),
  /** Ended in failure, and by whose; the parts add up to the whole. */
  failed: z.int(),
  failedBy: z.object({ patchbay: z.int(), openrouter: z.int(), provider: z.int(), nobody: z.int() }),
  cancelled: z.int(),
  /** Answered by another model than the first that was asked for, or by a later provider. */
  fallbacks: z.int(),
  promptTokens: Tokens,
  completionTokens: Tokens,
  reasoningTokens: Tokens,
  cachedTokens: Tokens,
  cacheWriteTokens: Tokens,
  /** What those that have both a known cost and a known list price cost, and would have cost at the list price. */
  pricedCost: z.nullable(WireUsd),
  listCost: z.nullable(WireUsd),
  /** Prompt and completion tokens of the same ones. */
  pricedTokens: Tokens,
  /** What cached tokens would have cost more as plain ones, less what writing them cost; null when nobody knows. */
  cacheSavings: z.nullable(WireUsd),
  /** What providers billed on the team's own keys there, on top of `cost`. */
  upstreamCost: WireUsd,
  ttftP50Ms: Milliseconds,
  ttftP95Ms: Milliseconds,
  /** Completion tokens a second after the first; of half of the answers, and what 95 % are faster than. */
  speedP50: z.nullable(z.number()),
  speedP5: z.nullable(z.number()),
});
export type Figures = z.infer<typeof Figures>;

/** The value of a dimension and what people call it; null where generations have none. */
const Named = z.object({ key: z.nullable(z.string()), label: z.string() });

const Part = z.extend(Named, { figures: Figures });
const Group = z.extend(Part, {
  /** Inside of the group by the second dimension, best first; empty when none was asked for. */
  parts: z.array(Part),
  /** Of what is beyond {@link MOST_PARTS}. */
  rest: z.nullable(Figures),
});
export type Group = z.infer<typeof Group>;

/** What bars and lines are made of, bucket by bucket. */
const Point = z.object({
  /** The sum of all known costs; null when there are generations and nobody knows what any of them cost. */
  cost: z.nullable(WireUsd),
  /** How many of them have no known cost (yet). */
  unknown: z.int(),
  generations: z.int(),
  tokens: z.int(),
  failed: z.int(),
});

/** The answer to `GET /api/spend/overview`: all that the page shows, in one consistent read. */
export const Overview = z.object({
  from: WireInstant,
  /** The end of the last bucket; may lie ahead of now. */
  to: WireInstant,
  timeZone: z.string(),
  bucket: z.enum(BUCKETS),
  groupBy: z.enum(DIMENSIONS),
  totals: Figures,
  /** As long before as has passed of the span; null when not the whole of that time is on record. */
  before: z.nullable(z.object({ from: WireInstant, to: WireInstant, totals: Figures })),
  /** Without gaps, oldest first. */
  buckets: z.array(z.object({ start: WireInstant, figures: Figures })),
  /** Best first by the rank asked for. */
  groups: z.array(Group),
  /** How many groups there are, and what those beyond {@link MOST_GROUPS} come to. */
  groupCount: z.int(),
  rest: z.nullable(Figures),
  /** The first {@link MOST_SERIES} groups, a point a bucket; then all others together as `other`. */
  series: z.array(z.extend(Named, { points: z.array(Point) })),
  other: z.nullable(z.array(Point)),
  /** Whether groups may overlap (a generation has several tags), so that they sum up to more than the total. */
  overlapping: z.boolean(),
});
export type Overview = z.infer<typeof Overview>;

/** The answer to `GET /api/spend/values`: what a filter can be set to, most used first. */
export const DimensionValues = z.object({ values: z.array(z.extend(Named, { generations: z.int() })) });
export type DimensionValues = z.infer<typeof DimensionValues>;
