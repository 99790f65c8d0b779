import type { PriceOverride, Pricing, UnitPrice } from "./model";

/** The prices in force for one request. */
export type Tariff = Partial<Record<UnitPrice, string>> & { prompt: string; completion: string };

/**
 * OpenRouter applies every override whose conditions all hold; later ones win per key, absent keys inherit.
 * The token threshold is strict, counts the whole prompt, and then reprices all of it.
 */
export function tariffAt(pricing: Pricing, promptTokens: number, at: number): Tariff {
  const { overrides = [], ...base } = pricing;
  const inForce = overrides.filter((override) => applies(override, promptTokens, at));
  const prices = inForce.map(
    ({ min_prompt_tokens: _, utc_start: __, utc_end: ___, utc_days: ____, ...changed }) => changed,
  );
  return Object.assign({}, base, ...prices);
}

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function applies(
  { min_prompt_tokens: tokens, utc_start: start, utc_end: end, utc_days: days }: PriceOverride,
  promptTokens: number,
  at: number,
): boolean {
  if (tokens !== undefined && promptTokens <= tokens) return false;
  const date = new Date(at);
  const today = DAYS[date.getUTCDay()] ?? "";
  if (days !== undefined && !days.includes(today)) return false;
  if (start === undefined || end === undefined) return true;
  const clock = date.getUTCHours() * 100 + date.getUTCMinutes();
  // Half-open, and it may wrap midnight.
  return start <= end ? clock >= start && clock < end : clock >= start || clock < end;
}
