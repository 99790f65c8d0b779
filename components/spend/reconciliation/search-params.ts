import { parseAsBoolean, parseAsNumberLiteral } from "nuqs";

/** How many days one can compare; OpenRouter keeps no more. */
export const SPANS = [7, 14, 30] as const;
export type Span = (typeof SPANS)[number];

/** What the page shows, in the address. */
export const reconciliationParsers = {
  days: parseAsNumberLiteral(SPANS).withDefault(30),
  differences: parseAsBoolean.withDefault(false),
};

const DAY = 86_400_000;

/** What is asked of the API: all that is kept, or the last days of it. */
export function reconciliationParams(days: Span, now: Date): string {
  if (days === 30) return "";
  return new URLSearchParams({
    from: new Date(now.getTime() - days * DAY).toISOString().slice(0, 10),
  }).toString();
}
