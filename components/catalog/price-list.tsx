"use client";

import type { Pricing } from "@/lib/catalog/api";
import type { CatalogModel, Prices } from "@/lib/catalog/model";
import { describeConditions, fallbackOf, PRICE_LINES } from "@/lib/catalog/price-lines";
import { type PriceMove, priceMoves } from "@/lib/catalog/price-move";
import { isPriced } from "@/lib/catalog/pricing";
import { formatExactUsd, formatPricePerMillion } from "@/lib/core/format";
import { times } from "@/lib/core/money";
import { FactRow } from "./fact-row";
import { MoveMark } from "./model-price";

type Props = {
  model: Pick<CatalogModel, "kind" | "isFree" | "prices" | "overrides" | "reasoning" | "outputModalities">;
  /** What it cost before its last change of price. */
  before?: Pricing | undefined;
};

/** All components of a model's price, and what they are under conditions. */
export function PriceList({ model, before }: Props) {
  "use memo";
  const word = model.isFree ? "Free" : model.kind === "router" ? "That of the model it picks" : null;
  const moves = before ? priceMoves(model.prices, before.prices) : {};
  // Nought is not free then, and units are stated nowhere.
  const isUnclear = !word && model.prices.prompt !== undefined && !isPriced(model);
  return (
    <>
      <dl className="space-y-1.5">
        {word && <FactRow name="Price">{word}</FactRow>}
        {!word &&
          PRICE_LINES.filter(({ component }) => !isUnclear || !OF_TEXT.includes(component)).map(
            ({ component, label, per }) => (
              <PriceRow
                key={component}
                label={label}
                per={per}
                price={model.prices[component]}
                fallback={fallbackOf(component, model)}
                move={moves[component]}
              />
            ),
          )}
        {!word && Object.keys(model.prices).length === 0 && <FactRow name="Price">—</FactRow>}
      </dl>
      {isUnclear && (
        <p className="pt-1.5 text-muted">
          OpenRouter does not say what text costs here: it is billed in another way.
        </p>
      )}
      {model.overrides.map((override, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity and never move
        <div key={index} className="space-y-1.5 pt-1">
          <h4 className="text-faint">{describeConditions(override)}</h4>
          <dl className="space-y-1.5">
            {PRICE_LINES.map(({ component, label, per }) => (
              <PriceRow key={component} label={label} per={per} price={override.prices[component]} />
            ))}
          </dl>
        </div>
      ))}
    </>
  );
}

/** What says nothing where a model does not bill by tokens of text. */
const OF_TEXT: readonly (keyof Prices)[] = [
  "prompt",
  "completion",
  "cacheRead",
  "cacheWrite",
  "cacheWrite1h",
];

type PriceRowProps = {
  label: string;
  per: "million" | "each";
  price: Prices["prompt"];
  fallback?: string | null;
  move?: PriceMove | undefined;
};

function PriceRow({ label, per, price, fallback = null, move }: PriceRowProps) {
  if (price === undefined) {
    return fallback === null ? null : (
      <FactRow name={label}>
        <span className="text-muted">{fallback}</span>
      </FactRow>
    );
  }
  // A surcharge of nothing is none.
  if (per === "each" && times(price, 1_000_000) === 0n) return null;
  return (
    <FactRow name={label}>
      {per === "million" ? `${formatPricePerMillion(price)} /M` : `${formatExactUsd(times(price, 1))} each`}
      {move && per === "million" && <MoveMark move={move} />}
    </FactRow>
  );
}
