import { divide, subtract, type Usd, ZERO } from "@/lib/core/money";
import type { Figures } from "./overview-api";

type Counted = Pick<Figures, "cost" | "generations" | "unknown">;

/** What so many generations of known cost cost on average; null when there is none. */
export function averageCost({ cost, generations, unknown }: Counted, of = 1): Usd | null {
  // Multiplied first, so that rounding happens once.
  return generations === unknown ? null : divide((cost * BigInt(of)) as Usd, generations - unknown);
}

/** The known cost; null when there are generations and nobody knows what any of them cost. */
export const knownCost = ({ cost, generations, unknown }: Counted): Usd | null =>
  generations > 0 && generations === unknown ? null : cost;

const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

export const errorRate = ({ failed, generations }: Figures): number | null => ratio(failed, generations);

/** The share of prompt tokens that a cache had. */
export const cacheHits = ({ cachedTokens, promptTokens }: Figures): number | null =>
  ratio(cachedTokens, promptTokens);

/** An amount over so many tokens as dollars per million of them. */
export const perMillion = (amount: Usd | null, tokens: number | null): Usd | null =>
  amount === null || tokens === null || tokens === 0 ? null : divide((amount * 1_000_000n) as Usd, tokens);

/** What was paid below the list price, as a share of it; less than nothing when it was more. */
export const discount = ({ pricedCost, listCost }: Figures): number | null =>
  pricedCost === null || listCost === null || listCost === ZERO
    ? null
    : ratioOf(subtract(listCost, pricedCost), listCost);

/** How much more (or less) it is than before, as a share of what it was; null when that tells nothing. */
export function changeSince(now: Usd | number | null, before: Usd | number | null): number | null {
  if (now === null || before === null) return null;
  if (typeof now === "bigint" && typeof before === "bigint")
    return before <= 0n ? null : ratioOf(subtract(now, before), before);
  return Number(before) <= 0 ? null : (Number(now) - Number(before)) / Number(before);
}

/** Exact to a millionth: figures of very different size have to survive. */
const ratioOf = (part: Usd, whole: Usd): number => Number((part * 1_000_000n) / whole) / 1_000_000;

/** How many parts a whole is told in: tenths of a percent. */
const PARTS = 1000;

/**
 * Shares of a whole in tenths of a percent, rounded so that they add up to exactly what all of them together are:
 * those that lose most by rounding down get what is left.
 */
export function sharesOf(amounts: readonly Usd[], whole: Usd): number[] {
  if (whole <= 0n) return amounts.map(() => 0);
  const scaled = amounts.map((amount) => (amount < 0n ? 0n : amount) * BigInt(PARTS));
  const floors = scaled.map((amount) => amount / whole);
  const sum = scaled.reduce((before, amount) => before + amount, 0n);
  const left = Number((sum + whole / 2n) / whole - floors.reduce((before, floor) => before + floor, 0n));
  const byLoss = scaled
    .map((amount, index) => ({ index, loss: amount % whole }))
    .sort((one, other) =>
      one.loss === other.loss ? one.index - other.index : one.loss < other.loss ? 1 : -1,
    );
  const lucky = new Set(byLoss.slice(0, Math.max(0, left)).map(({ index }) => index));
  return floors.map((floor, index) => Number(floor) + (lucky.has(index) ? 1 : 0));
}

/** A share of {@link sharesOf} in words: `12.3 %`, and `< 0.1 %` for what is something all the same. */
export const shareText = (tenths: number, amount: Usd): string =>
  tenths === 0 && amount > 0n ? "< 0.1 %" : `${(tenths / 10).toFixed(1)} %`;
