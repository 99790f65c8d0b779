import { exactPrice, type Price } from "@/lib/core/money";
import type { Prices } from "./model";

/** Discounts are told as fractions of one; so many parts keep all the digits that anyone gives. */
const PARTS = 1_000_000;
/** Places behind the point: thirty of a price's exact units, six of the parts. */
const PLACES = 36;

/** Prices as they are charged: the upstream states a provider's discount beside them, not in them. */
export function discounted(prices: Prices, discount: number | null): Prices {
  if (discount === null || discount === 0) return prices;
  const kept = BigInt(Math.round((1 - discount) * PARTS));
  return Object.fromEntries(
    Object.entries(prices).map(([component, price]) => [component, price && reduced(price, kept)]),
  );
}

function reduced(price: Price, kept: bigint): Price {
  const digits = (exactPrice(price) * kept).toString().padStart(PLACES + 1, "0");
  const fraction = digits.slice(-PLACES).replace(/0+$/, "");
  return `${digits.slice(0, -PLACES)}${fraction && `.${fraction}`}` as Price;
}
