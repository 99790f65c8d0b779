import type { Usd } from "@/lib/core/money";
import type { ListedModel } from "./listing";
import type { CatalogModel } from "./model";

/** What a model may be able to do beyond answering. */
export const FEATURES = ["tools", "reasoning", "json"] as const;
export type Feature = (typeof FEATURES)[number];

export const FEATURE_LABELS: Record<Feature, string> = {
  tools: "Tools",
  reasoning: "Reasoning",
  json: "JSON schema",
};

const HAS: Record<Feature, (model: CatalogModel) => boolean> = {
  tools: ({ supportedParameters }) => supportedParameters.includes("tools"),
  reasoning: ({ reasoning, supportedParameters }) =>
    reasoning !== null || supportedParameters.includes("reasoning"),
  json: ({ supportedParameters }) => supportedParameters.includes("structured_outputs"),
};

export const hasFeature = (model: CatalogModel, feature: Feature): boolean => HAS[feature](model);

/** What narrows a list of models; all of it must hold. */
export type ModelFilters = {
  free: boolean;
  /** Dollars per million tokens; what has no known price is above every ceiling. */
  maxInput: Usd | null;
  maxOutput: Usd | null;
  /** Tokens. */
  minContext: number | null;
  /** Every one of them must be taken in, or come out. */
  inputs: readonly string[];
  outputs: readonly string[];
  features: readonly Feature[];
  /** Any of them will do. */
  authors: readonly string[];
  /** Has an endpoint that keeps nothing of what it is sent. */
  zeroRetention: boolean;
  /** Also those for the batch API alone. */
  batch: boolean;
};

export const NO_FILTERS: ModelFilters = {
  free: false,
  maxInput: null,
  maxOutput: null,
  minContext: null,
  inputs: [],
  outputs: [],
  features: [],
  authors: [],
  zeroRetention: false,
  batch: false,
};

/**
 * Whether a model gets through. What cannot be chatted with stays away unless its output is asked for.
 * @param zeroRetention - ids of the models with an endpoint that keeps nothing
 */
export function passes(
  { model, input, output }: ListedModel,
  filters: ModelFilters,
  zeroRetention: ReadonlySet<string>,
): boolean {
  const { inputModalities, outputModalities } = model;
  if (model.kind === "batch" && !filters.batch) return false;
  if (filters.outputs.length === 0 && !writesText(model)) return false;
  return (
    (!filters.free || model.isFree) &&
    (!filters.zeroRetention || zeroRetention.has(model.id)) &&
    within(input, filters.maxInput) &&
    within(output, filters.maxOutput) &&
    (filters.minContext === null || (model.contextLength ?? 0) >= filters.minContext) &&
    (filters.authors.length === 0 || filters.authors.includes(model.author)) &&
    filters.inputs.every((modality) => inputModalities.includes(modality)) &&
    filters.outputs.every((modality) => outputModalities.includes(modality)) &&
    filters.features.every((feature) => HAS[feature](model))
  );
}

/** A row that says nothing of its output is from a list of text models. */
export const writesText = ({ outputModalities }: CatalogModel): boolean =>
  outputModalities.length === 0 || outputModalities.includes("text");

const within = (price: Usd | null, ceiling: Usd | null): boolean =>
  ceiling === null || (price !== null && price <= ceiling);

/** How many filters are set. */
export function countFilters(filters: ModelFilters): number {
  return Object.values(filters).filter((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== false,
  ).length;
}

/** What there is to choose from in a catalogue, most frequent first. */
export function choicesOf(models: readonly CatalogModel[]): {
  authors: string[];
  inputs: string[];
  outputs: string[];
} {
  return {
    authors: byFrequency(models.map(({ author }) => author)),
    inputs: byFrequency(models.flatMap(({ inputModalities }) => inputModalities)),
    outputs: byFrequency(models.flatMap(({ outputModalities }) => outputModalities)),
  };
}

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([left, few], [right, many]) => many - few || (left < right ? -1 : 1))
    .map(([value]) => value);
}
