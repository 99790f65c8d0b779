import { formatPrices, UNKNOWN } from "@/lib/core/format";
import type { CatalogModel } from "./model";

/**
 * A model's price in one line. A router's depends on what it chooses; nought without being free means that the
 * bill is made up in another way.
 */
export function pricesOf({ prices, isFree, kind }: Pick<CatalogModel, "prices" | "isFree" | "kind">): string {
  const isNought = Number(prices.prompt) === 0 && Number(prices.completion) === 0;
  if (isNought && !isFree && kind !== "router") return UNKNOWN;
  return formatPrices({
    prompt: prices.prompt,
    completion: prices.completion,
    isFree,
    varies: kind === "router",
  });
}
