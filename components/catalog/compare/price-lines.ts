import type { CatalogModel, Prices } from "@/lib/catalog/model";
import { describeConditions, fallbackOf, PRICE_LINES } from "@/lib/catalog/price-lines";
import { isPriced } from "@/lib/catalog/pricing";
import { formatEstimate, formatExactUsd, formatPricePerMillion, UNKNOWN } from "@/lib/core/format";
import { times, type Usd } from "@/lib/core/money";
import { priceWord } from "../model-price";
import { asIs, bestOf, type Compared, type ComparedLine, line, toLine, words } from "./compare-line";

type PriceLine = (typeof PRICE_LINES)[number];

/** Every component that any of the models asks something for, and what an average request costs. */
export function priceLines(models: readonly Compared[]): ComparedLine[] {
  const components = PRICE_LINES.filter(({ component }) =>
    models.some(({ model }) => (amountOf(model, component) ?? 0n) > 0n),
  );
  return [
    ...components.map((of) => {
      const texts = models.map(({ model }) => said(model, of));
      const amounts = models.map(({ model }) => amountOf(model, of.component));
      return toLine(of.label, texts, bestOf(amounts, texts, "least"));
    }),
    line("Your average request", ({ average }) => average).as(formatEstimate, "least")(models),
    line("Other prices", ({ model }) => words(model.overrides.map(describeConditions), "; ")).as(asIs)(
      models,
    ),
  ];
}

/** For comparing: of a thousand million units, since prices may reach below the picodollar. */
function amountOf(model: CatalogModel, component: keyof Prices): Usd | null {
  const price = model.prices[component];
  return price === undefined || !isPriced(model) ? null : times(price, 1_000_000_000);
}

function said(model: CatalogModel, { component, per }: PriceLine): string {
  const word = component === "prompt" || component === "completion" ? priceWord(model) : null;
  if (word) return word;
  const price = model.prices[component];
  if (price === undefined || !isPriced(model)) return fallbackOf(component, model) ?? UNKNOWN;
  return per === "million" ? `${formatPricePerMillion(price)} /M` : `${formatExactUsd(times(price, 1))} each`;
}
