import type { Pricing } from "@/lib/catalog/api";
import type { PriceEffect } from "@/lib/catalog/changes-api";
import { componentChanges } from "@/lib/catalog/differences";
import type { PriceOverride, Prices } from "@/lib/catalog/model";
import { pricesFor, totalOf } from "@/lib/catalog/pricing";
import { add, type Price, subtract, type Usd } from "@/lib/core/money";

/** Sums over generations whose prompts lie between the same thresholds of price. */
export type Tier = {
  /** A prompt's length that stands for all of them. */
  promptTokens: number;
  requests: number;
  /** Tokens neither from nor to the cache, from it, and to it. */
  plainTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  /** Tokens of answers without reasoning, and of reasoning. */
  answerTokens: number;
  reasoningTokens: number;
};

/** What ran on a model: all of it, and what of it can be priced anew. */
export type Traffic = { generations: number; tiers: Tier[] };

/** Components that no column of the ledger counts. Writes for an hour are counted as those for five minutes. */
const UNCOUNTED: ReadonlySet<keyof Prices> = new Set([
  "cacheWrite1h",
  "image",
  "imageOutput",
  "audio",
  "audioOutput",
  "audioCache",
  "webSearch",
]);

/** What the same traffic costs at two sets of prices, exactly. Prices that depend on the hour cannot be told from sums. */
export function priceEffect(
  { before, after }: { before: Pricing; after: Pricing },
  { generations, tiers }: Traffic,
): PriceEffect {
  const counted = tiers.reduce((sum, { requests }) => sum + requests, 0);
  const uncounted = componentChanges(before.prices, after.prices)
    .map(({ component }) => component)
    .filter((component) => UNCOUNTED.has(component));
  const effect = { amount: null, before: null, after: null, generations, counted, uncounted };
  if (counted === 0) return { ...effect, reason: "usage" };
  if ([before, after].some((pricing) => dependsOnTime(pricing, tiers))) return { ...effect, reason: "hours" };
  const [old, now] = [costAt(before, tiers), costAt(after, tiers)];
  if (old === null || now === null) return { ...effect, reason: "unpriced" };
  return { ...effect, amount: subtract(now, old), before: old, after: now, reason: null };
}

const dependsOnTime = ({ overrides }: Pricing, tiers: Tier[]): boolean =>
  overrides.some(
    (override) => isTimed(override) && tiers.some(({ promptTokens }) => reaches(override, promptTokens)),
  );

const isTimed = ({ utcStart, utcEnd, utcDays }: PriceOverride): boolean =>
  utcStart !== undefined || utcEnd !== undefined || utcDays !== undefined;

const reaches = ({ minPromptTokens }: PriceOverride, promptTokens: number): boolean =>
  minPromptTokens === undefined || promptTokens > minPromptTokens;

/** Overrides left here have no hours, so that any moment will do. */
const ANY_TIME = new Date(0);

function costAt(pricing: Pricing, tiers: Tier[]): Usd | null {
  const costs = tiers.map((tier) => tierCost(pricesFor(pricing, { ...tier, at: ANY_TIME }), tier));
  return costs.every((cost) => cost !== null) ? add(...costs) : null;
}

const FREE = "0" as Price;

function tierCost(prices: Prices, tier: Tier): Usd | null {
  return totalOf([
    [prices.prompt, tier.plainTokens],
    [prices.cacheRead ?? prices.prompt, tier.cachedTokens],
    [prices.cacheWrite ?? prices.prompt, tier.cacheWriteTokens],
    [prices.completion, tier.answerTokens],
    [prices.reasoning ?? prices.completion, tier.reasoningTokens],
    [prices.request ?? FREE, tier.requests],
  ]);
}

/** No prompt is longer than what a column holds. */
const LONGEST_PROMPT = 2 ** 31 - 2;

/** The prompt lengths at which any of these prices changes, shortest first. */
export function thresholdsOf(pricings: readonly Pricing[]): number[] {
  const all = pricings.flatMap(({ overrides }) =>
    overrides.map(({ minPromptTokens = 0 }) => minPromptTokens),
  );
  return [...new Set(all)]
    .filter((tokens) => tokens > 0 && tokens < LONGEST_PROMPT)
    .sort((left, right) => left - right);
}
