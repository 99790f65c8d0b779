import { exactPrice, type Price } from "@/lib/core/money";
import type { Pricing } from "./api";
import type { Difference } from "./changes-api";
import type { CatalogModel, PriceOverride, Prices } from "./model";
import { PRICE_LINES } from "./price-lines";

/** What is different of one model; an empty list for the same. Orders within lists of names mean nothing. */
export function differencesBetween(before: CatalogModel, after: CatalogModel): Difference[] {
  const pairs: Difference[] = [
    { kind: "price", before: pricingOf(before), after: pricingOf(after) },
    { kind: "context", before: windowOf(before), after: windowOf(after) },
    {
      kind: "parameters",
      before: before.supportedParameters.toSorted(),
      after: after.supportedParameters.toSorted(),
    },
    { kind: "modalities", before: modalitiesOf(before), after: modalitiesOf(after) },
    { kind: "expiry", before: before.expiresOn, after: after.expiresOn },
  ];
  return pairs.filter((pair) => !isSame(pair));
}

export type ModelDifferences = { model: string; differences: Difference[] };

/**
 * What changed from one list to the next, model by model.
 * @param wasGone last rows of models that had vanished before: these return, and are compared as well
 */
export function compareLists(
  before: readonly CatalogModel[],
  after: readonly CatalogModel[],
  wasGone: ReadonlyMap<string, CatalogModel> = new Map(),
): ModelDifferences[] {
  const left = new Map(before.map((model) => [model.id, model]));
  const right = new Set(after.map(({ id }) => id));
  const changed = after.map((model): ModelDifferences => {
    const old = left.get(model.id);
    if (old) return { model: model.id, differences: differencesBetween(old, model) };
    const last = wasGone.get(model.id);
    if (!last) return { model: model.id, differences: [{ kind: "new" }] };
    return { model: model.id, differences: [{ kind: "returned" }, ...differencesBetween(last, model)] };
  });
  const gone = before
    .filter(({ id }) => !right.has(id))
    .map(({ id }): ModelDifferences => ({ model: id, differences: [{ kind: "gone" }] }));
  return [...changed, ...gone].filter(({ differences }) => differences.length > 0);
}

export const pricingOf = ({ prices, overrides }: Pricing): Pricing => ({ prices, overrides });

const windowOf = ({ contextLength, maxCompletionTokens }: CatalogModel) => ({
  contextLength,
  maxCompletionTokens,
});

const modalitiesOf = ({ inputModalities, outputModalities }: CatalogModel) => ({
  input: inputModalities.toSorted(),
  output: outputModalities.toSorted(),
});

function isSame(difference: Difference): boolean {
  if (difference.kind === "price") return samePricing(difference.before, difference.after);
  return "before" in difference && JSON.stringify(difference.before) === JSON.stringify(difference.after);
}

/** Whether both charge the same, however it is written: `0.0000010` is `1e-6`. */
export const samePricing = (left: Pricing, right: Pricing): boolean => worth(left) === worth(right);

/** Text that is the same for the same pricing. */
const worth = ({ prices, overrides }: Pricing): string =>
  JSON.stringify([
    worthOf(prices),
    overrides.map(({ prices: other, ...when }) => [conditions(when), worthOf(other)]),
  ]);

const worthOf = (prices: Prices) =>
  Object.entries(prices)
    .flatMap(([component, price]) => (price === undefined ? [] : `${component} ${exactPrice(price)}`))
    .sort();

const conditions = ({ minPromptTokens, utcStart, utcEnd, utcDays }: Omit<PriceOverride, "prices">) => [
  minPromptTokens ?? null,
  utcStart ?? null,
  utcEnd ?? null,
  utcDays?.toSorted() ?? null,
];

/** A component whose price changed. Null on one side: it had, or has, no price of its own. */
export type ComponentChange = { component: keyof Prices; before: Price | null; after: Price | null };

/** The components that changed between two sets of prices, in the order in which prices are told. */
export const componentChanges = (before: Prices, after: Prices): ComponentChange[] =>
  PRICE_LINES.map(({ component }) => ({
    component,
    before: before[component] ?? null,
    after: after[component] ?? null,
  })).filter((change) => !samePrice(change.before, change.after));

const samePrice = (left: Price | null, right: Price | null): boolean =>
  left === null || right === null ? left === right : exactPrice(left) === exactPrice(right);
