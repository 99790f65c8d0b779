import { add, type Usd, ZERO } from "@/lib/core/money";
import type { CatalogModel } from "./model";
import { estimateCost } from "./pricing";
import type { ModelUsage } from "./usage-api";

/** Tokens of an answer, from short to long. */
export type AnswerLength = {
  low: number;
  high: number;
  /** Whether these are the lengths of own answers of the model, all but the shortest and the longest tenth. */
  measured: boolean;
};

/** Below this, own answers say too little of what the next one will be. */
const ENOUGH = 10;
/** What an answer in a chat is mostly between; thinking comes on top, and is billed like answering. */
const USUAL = { low: 100, high: 1_500 };
const WITH_REASONING = { low: 200, high: 5_000 };

/**
 * How long an answer of a model is likely to be: by own answers where there are enough, else by what is usual.
 * @param limit - the most that is asked for, where it is limited
 */
export function answerLength(
  { reasoning, maxCompletionTokens }: Pick<CatalogModel, "reasoning" | "maxCompletionTokens">,
  own: Pick<ModelUsage, "generations" | "completionP10" | "completionP90"> | null,
  limit: number | null = null,
): AnswerLength {
  const endless = Number.MAX_SAFE_INTEGER;
  const most = Math.min(maxCompletionTokens ?? endless, limit ?? endless);
  const within = (tokens: number) => Math.min(most, Math.max(1, Math.round(tokens)));
  if (own !== null && own.generations >= ENOUGH && own.completionP10 !== null && own.completionP90 !== null) {
    const low = within(own.completionP10);
    return { low, high: Math.max(low, within(own.completionP90)), measured: true };
  }
  const { low, high } = reasoning === null ? USUAL : WITH_REASONING;
  return { low: within(low), high: within(high), measured: false };
}

/** Models count tokens their own way: the same text is that much less, or more. */
const COUNTED_AT_LEAST = 0.8;
const COUNTED_AT_MOST = 1.3;

export type CostRange = { low: Usd; high: Usd };

/**
 * What a message will cost, from a short answer to a long one, before it is sent.
 * @param promptTokens - all that is sent, as {@link estimateTokens} counts it
 * @returns null when the price is not known beforehand
 */
export function estimateRange(
  model: CatalogModel,
  promptTokens: number,
  answer: Pick<AnswerLength, "low" | "high">,
  at: Date,
): CostRange | null {
  const short = estimateCost(model, {
    promptTokens: Math.floor(promptTokens * COUNTED_AT_LEAST),
    completionTokens: answer.low,
    at,
  });
  const long = estimateCost(model, {
    promptTokens: Math.ceil(promptTokens * COUNTED_AT_MOST),
    completionTokens: answer.high,
    at,
  });
  if (short === null || long === null) return null;
  // A tier may make the longer prompt the cheaper one.
  return short <= long ? { low: short, high: long } : { low: long, high: short };
}

/** Several at once. */
export const addRanges = (ranges: readonly CostRange[]): CostRange => ({
  low: ranges.reduce((sum, { low }) => add(sum, low), ZERO),
  high: ranges.reduce((sum, { high }) => add(sum, high), ZERO),
});
