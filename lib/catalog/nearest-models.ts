import { times, toApproximateNumber } from "@/lib/core/money";
import type { CatalogModel } from "./model";

/** A row, or as much of one as is known. */
type Likeable = Pick<CatalogModel, "id"> & Partial<CatalogModel>;

/** Below this, two models have nothing to do with each other. */
const LEAST = 1;

/**
 * The living models that come closest to one that is gone or going, closest first: other rows of the same
 * model, then the same maker's by likeness of name, then whatever takes and gives the same kinds of content at
 * about the same price.
 * @param lost its last row; with nothing but an id, only names can be compared
 */
export function nearestModels(lost: Likeable, models: readonly CatalogModel[], most = 3): CatalogModel[] {
  return models
    .filter((model) => canStandIn(lost, model))
    .map((model) => ({ model, points: likeness(lost, model) }))
    .filter(({ points }) => points >= LEAST)
    .sort((left, right) => right.points - left.points || newest(left.model, right.model))
    .slice(0, most)
    .map(({ model }) => model);
}

const newest = (left: CatalogModel, right: CatalogModel): number =>
  (right.created ?? 0) - (left.created ?? 0) || (left.id < right.id ? -1 : 1);

/** Only what answers by itself, in the same kinds of content. */
function canStandIn(lost: Likeable, model: CatalogModel): boolean {
  if (model.kind !== "model" || model.id === lost.id) return false;
  return (lost.outputModalities ?? ["text"]).every((kind) => model.outputModalities.includes(kind));
}

function likeness(lost: Likeable, model: CatalogModel): number {
  const [left, right] = [traitsOf(lost), traitsOf(model)];
  const isOwn = left.author === right.author;
  const names = resemblance(left, right);
  const inputs = lost.inputModalities ?? [];
  const kept = inputs.filter((kind) => model.inputModalities.includes(kind)).length;
  return (
    (isOwn && left.slug === right.slug ? 10 : 0) +
    (isOwn ? 1 : 0) +
    // A likeness of names says little across makers unless it is a strong one.
    (isOwn || names >= 0.6 ? 3 * names : 0) +
    (inputs.length === 0 ? 0 : kept / inputs.length) +
    (lost.isFree === undefined || lost.isFree !== model.isFree ? 0 : 0.25) +
    priceLikeness(left.dollars, right.dollars) -
    (model.expiresOn === null ? 0 : 0.5)
  );
}

type Traits = {
  author: string;
  slug: string;
  /** The slug's words with their weights: earlier ones say more, and digits tell versions, which is what changes. */
  words: Map<string, number>;
  /** All weights together. */
  weight: number;
  /** Per million in and out, for comparing only. */
  dollars: number | null;
};

const known = new WeakMap<Likeable, Traits>();

/** What names and prices come down to, worked out once per row. */
function traitsOf(model: Likeable): Traits {
  const ready = known.get(model);
  if (ready) return ready;
  // Variants and the mark of an alias say nothing about the model.
  const [base = ""] = model.id.replace(/^~/, "").split(":");
  const slash = base.indexOf("/");
  const slug = base.slice(slash + 1).toLowerCase();
  const words = new Map(
    (slug.match(/[a-z]+|\d+/g) ?? []).map((word, index) => [
      word,
      (/\d/.test(word) ? 0.5 : 1) / (1 + index / 4),
    ]),
  );
  const weight = [...words.values()].reduce((sum, one) => sum + one, 0);
  const traits = { author: base.slice(0, slash), slug, words, weight, dollars: dollarsOf(model) };
  known.set(model, traits);
  return traits;
}

/** How many words two slugs share, from 0 to 1. */
function resemblance(left: Traits, right: Traits): number {
  let shared = 0;
  for (const [word, weight] of left.words) {
    const other = right.words.get(word);
    if (other !== undefined) shared += weight + other;
  }
  const all = left.weight + right.weight;
  return all === 0 ? 0 : shared / all;
}

/** 1 at the same price, less with every doubling. Free goes with free. */
function priceLikeness(left: number | null, right: number | null): number {
  if (left === null || right === null) return 0;
  if (left === 0 || right === 0) return left === right ? 1 : 0;
  return 1 / (1 + Math.abs(Math.log2(left / right)));
}

function dollarsOf({ prices }: Likeable): number | null {
  if (prices?.prompt === undefined || prices.completion === undefined) return null;
  return (
    toApproximateNumber(times(prices.prompt, 1_000_000)) +
    toApproximateNumber(times(prices.completion, 1_000_000))
  );
}
