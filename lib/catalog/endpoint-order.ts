import { type SortBy, sortOf } from "@/lib/routing/preferences";
import type { ProviderPreferences } from "@/lib/routing/request";
import type { ModelEndpoint } from "./endpoints-api";
import { dynamicVariants } from "./find-model";
import { sumOf, type Verdict } from "./narrow-endpoints";
import { isNamed } from "./provider-names";

/**
 * The endpoints in the order in which they will be tried, as far as it can be told, and then those that fall away.
 * Where the upstream spreads requests by price, or sorts by what it alone knows, its own order stays.
 */
export function inOrder(
  verdicts: readonly Verdict[],
  { model, preferences }: { model: string; preferences: ProviderPreferences },
): Verdict[] {
  const by = sortOf(preferences).by ?? variantSort(model);
  const { order = [] } = preferences;
  const place = ({ endpoint }: Verdict) => {
    const at = order.findIndex((slug) => isNamed(slug, endpoint));
    return at === -1 ? order.length : at;
  };
  return verdicts.toSorted(
    (left, right) =>
      Number(left.fate === "out") - Number(right.fate === "out") ||
      place(left) - place(right) ||
      compare(rankOf(by, left.endpoint), rankOf(by, right.endpoint)),
  );
}

/** `tried in this order`, in words that end a sentence; null where nothing fixes an order. */
export function describeOrder(model: string, preferences: ProviderPreferences): string | null {
  const by = sortOf(preferences).by ?? variantSort(model);
  if (preferences.order) return `tried in the order ${preferences.order.join(", ")}`;
  return by === null ? null : SAID[by];
}

const SAID: Record<SortBy, string> = {
  price: "the cheapest tried first",
  throughput: "the fastest tried first",
  latency: "the quickest to begin tried first",
  exacto: "the most reliable with tools tried first",
};

function variantSort(model: string): SortBy | null {
  const variants = dynamicVariants(model);
  if (variants.includes("nitro")) return "throughput";
  if (variants.includes("floor")) return "price";
  return variants.includes("exacto") ? "exacto" : null;
}

/** Lower goes first; null is unknown and goes last. */
function rankOf(by: SortBy | null, endpoint: ModelEndpoint): number | bigint | null {
  if (by === "price") return sumOf(endpoint);
  if (by === "latency") return endpoint.latencyMs?.p50 ?? null;
  if (by === "throughput") {
    const speed = endpoint.throughput?.p50 ?? null;
    return speed === null ? null : -speed;
  }
  return 0;
}

function compare(left: number | bigint | null, right: number | bigint | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return left < right ? -1 : left > right ? 1 : 0;
}
