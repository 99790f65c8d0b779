import { formatCount, formatExactUsd, formatPricePerMillion, formatUsd, UNKNOWN } from "@/lib/core/format";
import { type Price, times } from "@/lib/core/money";
import type { Difference, ModelChange, PriceEffect } from "./changes-api";
import { componentChanges } from "./differences";
import type { PriceOverride, Prices } from "./model";
import { describeConditions, PRICE_LINES } from "./price-lines";

/** What changed, line by line: `Input $1.00 → $1.50 /M`. */
export const describeChange = ({ differences }: Pick<ModelChange, "differences">): string[] =>
  differences.flatMap(describe);

function describe(difference: Difference): string[] {
  switch (difference.kind) {
    case "price": {
      const { before, after } = difference;
      return [
        ...describePrices(before.prices, after.prices),
        ...describeOverrides(before.overrides, after.overrides),
      ];
    }
    case "context": {
      const { before, after } = difference;
      return [
        ...moved("Context", before.contextLength, after.contextLength),
        ...moved("Longest answer", before.maxCompletionTokens, after.maxCompletionTokens),
      ];
    }
    case "parameters":
      return listed("Parameters", difference.before, difference.after);
    case "modalities": {
      const { before, after } = difference;
      return [
        ...listed("Input", before.input, after.input),
        ...listed("Output", before.output, after.output),
      ];
    }
    case "expiry":
      return [difference.after === null ? "Stays after all" : `May be gone from ${difference.after}`];
    case "new":
      return ["New"];
    case "gone":
      return ["Gone"];
    case "returned":
      return ["Back again"];
    default:
      return difference satisfies never;
  }
}

function moved(what: string, before: number | null, after: number | null): string[] {
  const [old, now] = [before, after].map((tokens) => (tokens === null ? UNKNOWN : formatCount(tokens)));
  return before === after ? [] : [`${what} ${old} → ${now} tokens`];
}

function listed(what: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((name) => !before.includes(name)).map((name) => `+${name}`);
  const removed = before.filter((name) => !after.includes(name)).map((name) => `−${name}`);
  return added.length + removed.length === 0 ? [] : [`${what} ${[...added, ...removed].join(" ")}`];
}

const LINES = new Map(PRICE_LINES.map((line) => [line.component, line]));

const describePrices = (before: Prices, after: Prices): string[] =>
  componentChanges(before, after).map(({ component, before: old, after: now }) => {
    const label = LINES.get(component)?.label;
    const [from, to] = [format(component, old), format(component, now)];
    // What differs only behind the digits that are usually shown is told with all of them.
    if (from === to) return `${label} ${old} → ${now} dollars per unit`;
    return `${label} ${from} → ${to}${unitOf(component)}`;
  });

const format = (component: keyof Prices, price: Price | null): string => {
  if (price === null) return UNKNOWN;
  return LINES.get(component)?.per === "each"
    ? formatExactUsd(times(price, 1))
    : formatPricePerMillion(price);
};

const unitOf = (component: keyof Prices): string => (LINES.get(component)?.per === "each" ? " each" : " /M");

/** Prices under conditions are told in full: which entry became which is nowhere said. */
function describeOverrides(before: readonly PriceOverride[], after: readonly PriceOverride[]): string[] {
  const [old, now] = [before.map(describeOverride), after.map(describeOverride)];
  const ended = old.filter((text) => !now.includes(text)).map((text) => `No longer: ${text}`);
  return [...ended, ...now.filter((text) => !old.includes(text))];
}

function describeOverride(override: PriceOverride): string {
  const prices = PRICE_LINES.flatMap(({ component, label }) => {
    const price = override.prices[component];
    return price === undefined ? [] : [`${label} ${format(component, price)}${unitOf(component)}`];
  });
  return `${describeConditions(override)}: ${prices.join(", ")}`;
}

/** What a change of price means in dollars, in a sentence; null for a model that is not in use. */
export function describeEffect(effect: PriceEffect | null): string | null {
  if (effect === null) return null;
  const { amount, reason, counted } = effect;
  if (amount === null) return WHY_NOT[reason ?? "usage"];
  const traffic = `on your last 30 days (${counted === 1 ? "1 generation" : `${counted} generations`})`;
  if (amount === 0n) return `No difference ${traffic}.`;
  const size = formatUsd((amount < 0n ? -amount : amount) as typeof amount);
  return `${size} ${amount < 0n ? "less" : "more"} ${traffic}.`;
}

const WHY_NOT: Record<NonNullable<PriceEffect["reason"]>, string> = {
  hours: "What it means for you depends on the hours of your requests.",
  unpriced: "What it means for you cannot be told: some of your tokens had or have no price.",
  usage: "What it means for you cannot be told: no tokens are known of your requests.",
};
