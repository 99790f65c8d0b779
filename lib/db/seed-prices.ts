import { add, type Price, parseUsd, type Usd } from "@/lib/core/money";

/** Dollars per million tokens: prompt, completion, cache read, and cache write where it has a price of its own. */
export type PerMillion = readonly [string, string, string, string?];

/** Prices as a snapshot has them, and parsed once for all that is billed by them. */
export type Tariff = {
  snapshot: { prompt: Price; completion: Price; cacheRead: Price; cacheWrite?: Price };
  /** Dollars per token: none of these prices reaches below the picodollar. */
  prompt: Usd;
  completion: Usd;
  cacheRead: Usd;
  cacheWrite: Usd;
};

export type SeedUsage = {
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number | null;
};

const perToken = (dollars: string) => `${dollars}e-6` as Price;

export function tariffOf([prompt, completion, cacheRead, cacheWrite]: PerMillion): Tariff {
  const snapshot = {
    prompt: perToken(prompt),
    completion: perToken(completion),
    cacheRead: perToken(cacheRead),
    ...(cacheWrite === undefined ? {} : { cacheWrite: perToken(cacheWrite) }),
  };
  return {
    snapshot,
    prompt: parseUsd(snapshot.prompt),
    completion: parseUsd(snapshot.completion),
    cacheRead: parseUsd(snapshot.cacheRead),
    cacheWrite: parseUsd(snapshot.cacheWrite ?? snapshot.prompt),
  };
}

/** Cached and written tokens are part of the prompt, reasoning tokens part of the completion. */
export function priceOf(tariff: Tariff, usage: SeedUsage): Usd {
  const { promptTokens, cachedTokens, completionTokens } = usage;
  const written = usage.cacheWriteTokens ?? 0;
  return add(
    many(tariff.prompt, promptTokens - cachedTokens - written),
    many(tariff.cacheRead, cachedTokens),
    many(tariff.cacheWrite, written),
    many(tariff.completion, completionTokens),
  );
}

/** The most that it can cost: nothing cached, and all that may be answered. */
export const ceilingOf = (tariff: Tariff, promptTokens: number, completionTokens: number): Usd =>
  add(many(tariff.prompt, promptTokens), many(tariff.completion, completionTokens));

const many = (price: Usd, count: number): Usd => (price * BigInt(count)) as Usd;
