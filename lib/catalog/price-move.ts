import { exactPrice, type Price } from "@/lib/core/money";
import type { Prices } from "./model";

/** Where a component of a price went from what it was. */
export type PriceMove = { direction: "up" | "down"; before: Price };

/** The components that are dearer or cheaper than before. One that was or is unknown went nowhere. */
export function priceMoves(now: Prices, before: Prices): Partial<Record<keyof Prices, PriceMove>> {
  const moves: Partial<Record<keyof Prices, PriceMove>> = {};
  for (const component of Object.keys(now) as (keyof Prices)[]) {
    const [price, old] = [now[component], before[component]];
    if (price === undefined || old === undefined) continue;
    const [amount, was] = [exactPrice(price), exactPrice(old)];
    if (amount !== was) moves[component] = { direction: amount > was ? "up" : "down", before: old };
  }
  return moves;
}
