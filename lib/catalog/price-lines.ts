import { formatContext } from "@/lib/core/format";
import type { CatalogModel, PriceOverride, Prices } from "./model";

/** The components of a price in the order in which they are told, and what each is per. */
export const PRICE_LINES: readonly { component: keyof Prices; label: string; per: "million" | "each" }[] = [
  { component: "prompt", label: "Input", per: "million" },
  { component: "completion", label: "Output", per: "million" },
  { component: "cacheRead", label: "Cache read", per: "million" },
  { component: "cacheWrite", label: "Cache write", per: "million" },
  { component: "cacheWrite1h", label: "Cache write, 1 h", per: "million" },
  { component: "reasoning", label: "Reasoning", per: "million" },
  { component: "audio", label: "Audio input", per: "million" },
  { component: "audioCache", label: "Cached audio", per: "million" },
  { component: "audioOutput", label: "Audio output", per: "million" },
  { component: "image", label: "Image input", per: "each" },
  { component: "imageOutput", label: "Image output", per: "each" },
  { component: "request", label: "Request", per: "each" },
  { component: "webSearch", label: "Web search", per: "each" },
];

/** What stands in for a component without a price of its own, as far as the model has a use for it. */
export function fallbackOf(
  component: keyof Prices,
  { prices, reasoning }: Pick<CatalogModel, "prices" | "reasoning">,
): string | null {
  if (prices[component] !== undefined) return null;
  if (component === "cacheRead" || component === "cacheWrite") return "as input";
  return component === "reasoning" && reasoning !== null ? "as output" : null;
}

/** When other prices hold: `Prompts over 200K tokens`, `16:30–00:30 UTC`, `Saturday, Sunday`. */
export function describeConditions({ minPromptTokens, utcStart, utcEnd, utcDays }: PriceOverride): string {
  if (utcDays?.length === 0) return "Under conditions that OpenRouter does not state clearly";
  const parts = [
    minPromptTokens === undefined ? "" : `Prompts over ${formatContext(minPromptTokens)} tokens`,
    utcStart === undefined && utcEnd === undefined
      ? ""
      : `${clock(utcStart ?? 0)}–${clock(utcEnd ?? 2400)} UTC`,
    utcDays === undefined ? "" : utcDays.map(capital).join(", "),
  ];
  return parts.filter(Boolean).join(" · ") || "Always";
}

/** `430` is half past four. */
function clock(time: number): string {
  const digits = String(time).padStart(4, "0");
  return `${digits.slice(0, 2)}:${digits.slice(2)}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
