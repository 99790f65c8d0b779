import type { ProviderPreferences } from "./request";

// What screens and schemas both need to know of a request's routing; the schemas themselves are the server's.

/** Models tried after the first one; the upstream takes no more. */
export const MOST_FALLBACKS = 3;

/** Providers in one list. */
export const MOST_PROVIDERS = 50;

/** A provider as the upstream names it, with an optional region, quantization or tier: `google-vertex/global`. */
export const PROVIDER_SLUG = /^[\w.-]{1,60}(\/[\w.-]{1,20}){0,2}$/;

export const QUANTIZATIONS = [
  ...(["int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32"] as const),
  "unknown",
] as const;

export const SORTS = ["price", "throughput", "latency", "exacto"] as const;
export type SortBy = (typeof SORTS)[number];

export const PERCENTILES = ["p50", "p75", "p90", "p99"] as const;

/** What a ceiling can be set for: per million tokens for the first two, per unit for the others. */
export const PRICED = ["prompt", "completion", "request", "image", "audio"] as const;

/** The models of a chain in the order in which they are asked, each once. */
export const chainOf = (model: string, fallbackModels: readonly string[]): string[] => [
  ...new Set([model, ...fallbackModels]),
];

/** Preferences with one of them changed; undefined takes it out. Null when none is left. */
export function withPreference<Name extends keyof ProviderPreferences>(
  preferences: ProviderPreferences,
  name: Name,
  value: ProviderPreferences[Name] | undefined,
): ProviderPreferences | null {
  const { [name]: _before, ...rest } = preferences;
  const next: ProviderPreferences =
    value === undefined || isNothing(value) ? rest : { ...rest, [name]: value };
  return Object.keys(next).length === 0 ? null : next;
}

/** An empty list or record says nothing, and the upstream would refuse some of them. */
const isNothing = (value: object | string | number | boolean): boolean =>
  typeof value === "object" && Object.keys(value).length === 0;

/** How endpoints are put in order, and whether those of all models of a chain are put in one. */
export function sortOf({ sort }: ProviderPreferences): { by: SortBy | null; across: boolean } {
  if (sort === undefined) return { by: null, across: false };
  if (typeof sort === "string") return { by: sort, across: false };
  return { by: sort.by, across: sort.partition === "none" };
}
