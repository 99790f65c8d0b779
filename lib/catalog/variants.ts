import { hasFeature, writesText } from "./filters";
import { findModel } from "./find-model";
import type { CatalogModel } from "./model";

/** The variants of an id that can be chosen, in the order in which they are written. */
export const VARIANTS = ["free", "thinking", "extended", "nitro", "floor", "exacto", "online"] as const;
export type Variant = (typeof VARIANTS)[number];

/** What each does, in a sentence. */
export const VARIANT_SENTENCES: Record<Variant, string> = {
  free: "Costs nothing. A quota per minute and day is shared by everything that uses the account.",
  thinking: "A build that reasons before it answers.",
  extended: "A build that takes longer prompts.",
  nitro: "Asks the fastest providers first. Some of them bill more than the list price.",
  floor: "Asks the cheapest providers first. They may be slower.",
  exacto: "Asks the providers first that have proved most reliable with tools.",
  online: "Searches the web before it answers, billed on top. OpenRouter is phasing this suffix out.",
};

/** These have rows of their own in the catalogue; the others work on any id. */
const LISTED: readonly Variant[] = ["free", "thinking", "extended"];
/** What each does away with: a row is one of several, and one rule says which provider is asked first. */
const REPLACES: Record<Variant, readonly Variant[]> = {
  free: ["thinking", "extended", "nitro", "floor"],
  thinking: ["free", "extended"],
  extended: ["free", "thinking"],
  nitro: ["floor", "exacto"],
  floor: ["nitro", "exacto"],
  exacto: ["nitro", "floor"],
  online: [],
};

export type VariantChoice = {
  variant: Variant;
  on: boolean;
  /** The id once it is switched. */
  id: string;
};

/** The variants that make sense for an id, those that it has included. */
export function variantChoices(models: readonly CatalogModel[], id: string): VariantChoice[] {
  const model = findModel(models, id);
  const [base, chosen] = splitVariants(id);
  const others = new Set(models.map((row) => row.id));
  return VARIANTS.flatMap((variant) => {
    const on = chosen.includes(variant);
    const switched = joinVariants(base, on ? without(chosen, variant) : withVariant(chosen, variant));
    const applies = LISTED.includes(variant)
      ? others.has(on ? base : `${base}:${variant}`)
      : on || (model !== null && suits(variant, model));
    return applies ? [{ variant, on, id: switched }] : [];
  });
}

function suits(variant: Variant, model: CatalogModel): boolean {
  if (model.kind === "router" || model.kind === "batch") return false;
  switch (variant) {
    case "nitro":
    case "floor":
      // Free endpoints are few, and none is cheaper than another.
      return !model.isFree;
    case "exacto":
      return hasFeature(model, "tools");
    case "online":
      return writesText(model);
    default:
      return false;
  }
}

/** `acme/one:free:nitro` as its base and the variants that are known here; unknown ones stay with the base. */
function splitVariants(id: string): [base: string, variants: Variant[]] {
  const [base = "", ...suffixes] = id.split(":");
  const variants = VARIANTS.filter((variant) => suffixes.includes(variant));
  const unknown = suffixes.filter((suffix) => !variants.some((variant) => variant === suffix));
  return [[base, ...unknown].join(":"), variants];
}

const without = (variants: readonly Variant[], variant: Variant) =>
  variants.filter((other) => other !== variant);

const withVariant = (variants: readonly Variant[], variant: Variant) => [
  ...variants.filter((other) => !REPLACES[variant].includes(other)),
  variant,
];

const joinVariants = (base: string, variants: readonly Variant[]): string =>
  [base, ...VARIANTS.filter((variant) => variants.includes(variant))].join(":");
