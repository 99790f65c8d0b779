import { add, times, type Usd, ZERO } from "@/lib/core/money";
import type { CatalogModel } from "./model";
import { isPriced } from "./pricing";

/** A model with what searching, filtering and sorting ask of it again and again, worked out once. */
export type ListedModel = {
  model: CatalogModel;
  /** Folded for comparison, an alias without its `~`. */
  id: string;
  /** What follows the author. */
  slug: string;
  name: string;
  /** The name without its maker: `Claude Sonnet` of `Anthropic: Claude Sonnet`. */
  title: string;
  /** All that a word of a search may occur in. */
  words: string;
  /** Dollars per million tokens at list price; null where the row does not say what text costs. */
  input: Usd | null;
  output: Usd | null;
  /** The listed id that an alias stands for; the upstream's name for it where none is listed. */
  target: string | null;
};

/** Lower case without accents: the form in which names are compared. */
export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

const known = new WeakMap<readonly CatalogModel[], readonly ListedModel[]>();

/** The listing of a catalogue; the same one for the same catalogue. */
export function listingOf(models: readonly CatalogModel[]): readonly ListedModel[] {
  const ready = known.get(models);
  if (ready) return ready;
  const listing = models.map((model) => list(model, models));
  known.set(models, listing);
  return listing;
}

function list(model: CatalogModel, models: readonly CatalogModel[]): ListedModel {
  const id = fold(model.id).replace(/^~/, "");
  const name = fold(model.name);
  return {
    model,
    id,
    slug: id.slice(id.indexOf("/") + 1),
    name,
    title: name.slice(name.indexOf(": ") + 1).trim(),
    words: `${name} ${id}`,
    input: perMillion(model, "prompt"),
    output: perMillion(model, "completion"),
    target: aliasTarget(models, model),
  };
}

/** Aliases name their target by its dated slug, which its variants share. */
export function aliasTarget(
  models: readonly CatalogModel[],
  { aliasTarget: slug }: CatalogModel,
): string | null {
  if (slug === null) return null;
  const named = models.filter(
    ({ id, canonicalSlug, kind }) => kind === "model" && (id === slug || canonicalSlug === slug),
  );
  return (named.find(({ id }) => !id.includes(":")) ?? named[0])?.id ?? slug;
}

function perMillion(model: CatalogModel, component: "prompt" | "completion"): Usd | null {
  if (model.isFree) return ZERO;
  const price = model.prices[component];
  return price === undefined || !isPriced(model) ? null : times(price, 1_000_000);
}

/** Input and output together, for putting in order; null when either is unknown. */
export const pricePair = ({ input, output }: ListedModel): Usd | null =>
  input === null || output === null ? null : add(input, output);
