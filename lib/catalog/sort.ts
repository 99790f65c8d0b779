import { type ListedModel, pricePair } from "./listing";

/** What a list of models can be sorted by; the first is the usual one. */
export const SORTS = ["newest", "used", "price", "context", "name"] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_LABELS: Record<Sort, string> = {
  newest: "Newest",
  used: "Most used",
  price: "Price",
  context: "Context",
  name: "Name",
};

type Options = {
  /** How often each id was used here. */
  uses: ReadonlyMap<string, number>;
  /** The other way round. What is unknown stays last. */
  reverse?: boolean;
};

/** Sorts the natural way: newest, most used, cheapest and longest first. Equals stand by name, the unknown last. */
export function sortModels(
  models: readonly ListedModel[],
  sort: Sort,
  { uses, reverse = false }: Options,
): ListedModel[] {
  const way = (sort === "price" || sort === "name" ? 1 : -1) * (reverse ? -1 : 1);
  return models
    .map((listed) => ({ listed, key: sortKey(listed, sort, uses) }))
    .sort((left, right) => {
      if (left.key !== right.key) {
        if (left.key === null) return 1;
        if (right.key === null) return -1;
        return left.key < right.key ? -way : way;
      }
      return byName(left.listed, right.listed);
    })
    .map(({ listed }) => listed);
}

/** By prices in and out taken together. */
function sortKey(
  listed: ListedModel,
  sort: Sort,
  uses: ReadonlyMap<string, number>,
): string | number | bigint | null {
  switch (sort) {
    case "newest":
      return listed.model.created;
    case "used":
      return uses.get(listed.model.id) ?? 0;
    case "price":
      return pricePair(listed);
    case "context":
      return listed.model.contextLength;
    case "name":
      return listed.name;
    default:
      return sort satisfies never;
  }
}

const byName = (left: ListedModel, right: ListedModel): number =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : left.model.id < right.model.id ? -1 : 1;
