import { z } from "zod";
import { MOST_FALLBACKS, MOST_PROVIDERS, PROVIDER_SLUG, QUANTIZATIONS, SORTS } from "./preferences";

/**
 * An id as the upstream writes them: `author/slug`, with an optional `:variant` and a leading `~` for aliases. Routes are
 * asked for in the same way, `route/name`, or one version of them, `route/name@3`.
 */
export const ModelId = z
  .string()
  .regex(/^(?:~?[\w.-]+\/[\w.:-]+|route\/[\w.-]+@\d{1,9})$/, "not a model id")
  .max(200);

/** Tried in this order when the model before fails. */
export const FallbackModels = z.array(ModelId).max(MOST_FALLBACKS);

const Providers = z
  .array(z.string().regex(PROVIDER_SLUG, "not a provider's slug"))
  .min(1)
  .max(MOST_PROVIDERS);
const Amount = z.number().min(0).max(1_000_000);
/** One figure, or one for each percentile. */
const Percentiles = Amount.or(
  z.strictObject({
    p50: Amount.exactOptional(),
    p75: Amount.exactOptional(),
    p90: Amount.exactOptional(),
    p99: Amount.exactOptional(),
  }),
);
const SortBy = z.enum(SORTS);

/** Which providers may serve a request and how one is chosen; the upstream refuses every other field. */
export const ProviderPreferences = z.strictObject({
  order: Providers.exactOptional(),
  only: Providers.exactOptional(),
  ignore: Providers.exactOptional(),
  allow_fallbacks: z.boolean().exactOptional(),
  require_parameters: z.boolean().exactOptional(),
  data_collection: z.enum(["allow", "deny"]).exactOptional(),
  zdr: z.boolean().exactOptional(),
  enforce_distillable_text: z.boolean().exactOptional(),
  quantizations: z.array(z.enum(QUANTIZATIONS)).min(1).max(QUANTIZATIONS.length).exactOptional(),
  sort: SortBy.or(
    z.strictObject({ by: SortBy, partition: z.enum(["model", "none"]).exactOptional() }),
  ).exactOptional(),
  /** Dollars: per million tokens for prompt and completion, per unit otherwise. */
  max_price: z
    .strictObject({
      prompt: Amount.exactOptional(),
      completion: Amount.exactOptional(),
      image: Amount.exactOptional(),
      audio: Amount.exactOptional(),
      request: Amount.exactOptional(),
    })
    .exactOptional(),
  /** Tokens per second; a wish, not a filter. */
  preferred_min_throughput: Percentiles.exactOptional(),
  /** Seconds; a wish, not a filter. */
  preferred_max_latency: Percentiles.exactOptional(),
});
export type ProviderPreferences = z.infer<typeof ProviderPreferences>;
