import * as z from "zod/mini";
import { WireFailure, WireInstant } from "@/lib/core/wire";
import { PriceOverride, Prices } from "./model";

const Figure = z.nullable(z.number());

/** Of the last half hour; any of them may be unknown. */
export const Percentiles = z.object({ p50: Figure, p75: Figure, p90: Figure, p99: Figure });
export type Percentiles = z.infer<typeof Percentiles>;

/** What is known of how a provider treats data. Null is unknown, which is not a promise. */
export const DataPolicy = z.object({
  /** Whether the upstream lists the endpoint among those that keep nothing. */
  zeroRetention: z.nullable(z.boolean()),
  /** ISO 3166 codes. */
  headquarters: z.nullable(z.string()),
  datacenters: z.nullable(z.array(z.string())),
  privacyUrl: z.nullable(z.string()),
  termsUrl: z.nullable(z.string()),
  statusUrl: z.nullable(z.string()),
});
export type DataPolicy = z.infer<typeof DataPolicy>;

/** A model at a provider. Neither provider nor tag is unique within a model. */
export const ModelEndpoint = z.object({
  provider: z.string(),
  /** `provider/detail`, what `provider.order` takes. */
  tag: z.nullable(z.string()),
  /** Rows of their own for service tiers; the tier's price is already in `prices`. */
  tier: z.nullable(z.enum(["priority", "flex"])),
  /** Null when the upstream says nothing or `unknown`. */
  quantization: z.nullable(z.string()),
  prices: Prices,
  overrides: z.array(PriceOverride),
  /** The fraction that is already off what stands in `prices` and `overrides`, from 0 to 1. */
  discount: Figure,
  contextLength: z.nullable(z.int()),
  maxPromptTokens: z.nullable(z.int()),
  maxCompletionTokens: z.nullable(z.int()),
  /** Milliseconds to the first token. */
  latencyMs: z.nullable(Percentiles),
  /** Tokens per second. */
  throughput: z.nullable(Percentiles),
  /** Percent. */
  uptime: z.object({ last5m: Figure, last30m: Figure, last1d: Figure }),
  /** Null when the upstream does not say. */
  status: z.nullable(z.enum(["ok", "degraded"])),
  supportedParameters: z.array(z.string()),
  /** Recognises repeated prompts by itself. */
  implicitCaching: z.nullable(z.boolean()),
  policy: DataPolicy,
});
export type ModelEndpoint = z.infer<typeof ModelEndpoint>;

/** `GET /api/models/{author}/{slug}/endpoints`. Errors are answered as such only when there never was a good answer. */
export const EndpointsResponse = z.object({
  /** Whose endpoints these are: an alias has those of its target, a variant those of its row. */
  model: z.string(),
  endpoints: z.array(ModelEndpoint),
  /** When they were fetched; at most five minutes ago unless there is a failure. */
  fetchedAt: WireInstant,
  /** Why there is nothing newer. */
  failure: z.nullable(WireFailure),
  /** Rows that could not be read. */
  unreadable: z.int(),
});
export type EndpointsResponse = z.infer<typeof EndpointsResponse>;

/** `GET /api/models/policies`: for filters by data policy. */
export const PoliciesResponse = z.object({
  /** Ids of models with at least one endpoint that keeps nothing; null when the upstream was never heard on it. */
  zeroRetention: z.nullable(z.array(z.string())),
  fetchedAt: z.nullable(WireInstant),
  failure: z.nullable(WireFailure),
});
export type PoliciesResponse = z.infer<typeof PoliciesResponse>;
