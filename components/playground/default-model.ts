import type { CatalogModel } from "@/lib/catalog/model";
import { times, toApproximateNumber } from "@/lib/core/money";

const MODERATE = { least: 0.2, most: 6 };

/**
 * What a first conversation starts with when nobody has chosen yet: the newest model for text at a moderate
 * price that is not about to go away; otherwise whatever can talk.
 */
export function defaultModel(models: readonly CatalogModel[]): string | null {
  const talks = models.filter(
    ({ kind, outputModalities, expiresOn }) =>
      kind === "model" &&
      (outputModalities.length === 0 || outputModalities.includes("text")) &&
      expiresOn === null,
  );
  const moderate = talks.filter(({ prices, outputModalities }) => {
    if (prices.completion === undefined || outputModalities.length > 1) return false;
    const perMillion = toApproximateNumber(times(prices.completion, 1_000_000));
    return perMillion >= MODERATE.least && perMillion <= MODERATE.most;
  });
  const pool = moderate.length > 0 ? moderate : talks;
  const newest = pool.reduce<CatalogModel | null>(
    (best, model) => (best === null || (model.created ?? 0) > (best.created ?? 0) ? model : best),
    null,
  );
  return (newest ?? models[0])?.id ?? null;
}
