import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel, PriceOverride } from "@/lib/catalog/model";
import { writePrices } from "@/lib/catalog/read-prices";
import type { JsonRecord } from "@/lib/core/lenient";

/** A model and its endpoints in the upstream's own words, for a stand-in to serve. */
export type SimulatedModel = { row: JsonRecord; endpoints: JsonRecord[] };

/** What is known of a model, written back as the upstream would list it. */
export const simulatedModel = (model: CatalogModel, endpoints: readonly ModelEndpoint[]): SimulatedModel => ({
  row: modelRow(model),
  endpoints: endpoints.map(endpointRow),
});

function modelRow(model: CatalogModel): JsonRecord {
  const { reasoning, aliasTarget } = model;
  return {
    id: model.id,
    canonical_slug: model.canonicalSlug ?? model.id,
    name: model.name,
    created: model.created,
    context_length: model.contextLength,
    architecture: {
      input_modalities: model.inputModalities,
      output_modalities: model.outputModalities,
      ...(model.kind === "router" && { tokenizer: "Router" }),
    },
    pricing: pricingRow(model),
    top_provider: { max_completion_tokens: model.maxCompletionTokens, is_moderated: model.isModerated },
    supported_parameters: model.supportedParameters,
    ...(reasoning && {
      reasoning: {
        mandatory: reasoning.mandatory,
        default_enabled: reasoning.defaultEnabled,
        supported_efforts: reasoning.efforts,
      },
    }),
    ...(aliasTarget !== null && { alias_target: { name: aliasTarget, slug: aliasTarget } }),
  };
}

const endpointRow = (endpoint: ModelEndpoint): JsonRecord => ({
  provider_name: endpoint.provider,
  tag: endpoint.tag,
  quantization: endpoint.quantization ?? "unknown",
  // What is taken off is no longer in these prices.
  pricing: pricingRow(endpoint),
  context_length: endpoint.contextLength,
  max_prompt_tokens: endpoint.maxPromptTokens,
  max_completion_tokens: endpoint.maxCompletionTokens,
  supported_parameters: endpoint.supportedParameters,
  status: endpoint.status === "degraded" ? -5 : 0,
  uptime_last_1d: endpoint.uptime.last1d,
  latency_last_30m: endpoint.latencyMs,
  throughput_last_30m: endpoint.throughput,
  zero_retention: endpoint.policy.zeroRetention,
});

const pricingRow = ({ prices, overrides }: Pick<CatalogModel, "prices" | "overrides">): JsonRecord => ({
  ...writePrices(prices),
  overrides: overrides.map(overrideRow),
});

const overrideRow = ({ minPromptTokens, utcStart, utcEnd, utcDays, prices }: PriceOverride): JsonRecord => ({
  ...(minPromptTokens !== undefined && { min_prompt_tokens: minPromptTokens }),
  ...((utcStart !== undefined || utcEnd !== undefined) && {
    utc_start: utcStart ?? 0,
    utc_end: utcEnd ?? 2400,
  }),
  ...(utcDays !== undefined && { utc_days: utcDays }),
  ...writePrices(prices),
});
