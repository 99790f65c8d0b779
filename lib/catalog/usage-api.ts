import * as z from "zod/mini";
import { WireInstant, WireUsd } from "@/lib/core/wire";

/** What an average request is taken to be where nothing was measured. */
export const USUAL_REQUEST = { promptTokens: 1000, completionTokens: 500 } as const;

const Tokens = z.nullable(z.number());

/** Own measurements of one model. Null is unknown, never zero. */
export const ModelUsage = z.object({
  /** The catalogue's id, also for answers that came under a dated one; any other id as it was asked for. */
  model: z.string(),
  generations: z.int(),
  /** Ended in failure, by whoever's fault. */
  failed: z.int(),
  /** `failed` among those that finished or failed, from 0 to 1; cancelled and running ones do not count. */
  errorRate: z.nullable(z.number()),
  /** The sum of all known costs, and of how many generations none is known (yet). */
  cost: WireUsd,
  unknown: z.int(),
  /** Averages per generation. */
  promptTokens: Tokens,
  completionTokens: Tokens,
  /** Answers' lengths: a tenth is shorter, a tenth is longer. */
  completionP10: Tokens,
  completionP90: Tokens,
  /** Medians: milliseconds to the first token, tokens per second after it. */
  ttftMs: z.nullable(z.number()),
  throughput: z.nullable(z.number()),
  lastUsedAt: WireInstant,
});
export type ModelUsage = z.infer<typeof ModelUsage>;

/** `GET /api/models/usage`: the current account's last 30 days, most used first. */
export const ModelUsageResponse = z.object({
  /** Since when: 30 days, or as far back as the latest fifty thousand generations reach. */
  from: WireInstant,
  to: WireInstant,
  models: z.array(ModelUsage),
  /** The average request over all models, or {@link USUAL_REQUEST} when nothing was measured yet. */
  average: z.object({ promptTokens: z.int(), completionTokens: z.int(), measured: z.boolean() }),
});
export type ModelUsageResponse = z.infer<typeof ModelUsageResponse>;

/** How what it cost compares with the estimate: `cost ÷ estimate`, so 1.2 is a fifth more than was said. */
const Ratios = z.object({ count: z.int(), p10: z.number(), median: z.number(), p90: z.number() });

/** `GET /api/models/estimate-accuracy`: own generations of the last 30 days with an estimate and a cost. */
export const EstimateAccuracy = z.object({
  from: WireInstant,
  to: WireInstant,
  /** Null when there is nothing to compare yet. */
  overall: z.nullable(Ratios),
  /** Models with at least ten such generations, most used first. */
  models: z.array(z.extend(Ratios, { model: z.string() })),
});
export type EstimateAccuracy = z.infer<typeof EstimateAccuracy>;
