import type { Pricing } from "@/lib/catalog/api";
import type { ModelDetails } from "@/lib/catalog/details-api";

/** A price from a moment on; `from` and `before` are null for the first that is known. */
export type PricePoint = { from: Date | null; pricing: Pricing; before: Pricing | null };

/** The history of a price with what each was before, oldest first. */
export const pricePoints = ({ priceHistory }: Pick<ModelDetails, "priceHistory">): PricePoint[] =>
  priceHistory.map(({ from, pricing }, at) => ({
    from,
    pricing,
    before: priceHistory[at - 1]?.pricing ?? null,
  }));

const DAY = 86_400_000;

/**
 * When each price begins on a chart, in milliseconds, and when the last one ends. What holds since nobody knows when
 * is drawn as long as a tenth of what follows, and for a day at least.
 */
export function chartTimes(
  points: readonly PricePoint[],
  until: Date | null,
): { starts: number[]; end: number } {
  const known = points.flatMap(({ from }) => from?.getTime() ?? []);
  const first = known[0] ?? until?.getTime() ?? 0;
  const end = Math.max(until?.getTime() ?? 0, (known.at(-1) ?? first) + DAY);
  const lead = Math.max(DAY, (end - first) / 10);
  return { starts: points.map(({ from }) => from?.getTime() ?? first - lead), end };
}
