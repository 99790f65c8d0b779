import * as z from "zod/mini";
import type { Price } from "@/lib/core/money";

const WirePrice = z.custom<Price>((value) => typeof value === "string");

/** The components of a price, dollars per unit as full decimal text. An absent one is unknown, which is not zero. */
export const Prices = z.object({
  prompt: z.optional(WirePrice),
  completion: z.optional(WirePrice),
  cacheRead: z.optional(WirePrice),
  cacheWrite: z.optional(WirePrice),
  cacheWrite1h: z.optional(WirePrice),
  reasoning: z.optional(WirePrice),
  request: z.optional(WirePrice),
  image: z.optional(WirePrice),
  imageOutput: z.optional(WirePrice),
  audio: z.optional(WirePrice),
  audioOutput: z.optional(WirePrice),
  audioCache: z.optional(WirePrice),
  webSearch: z.optional(WirePrice),
});
export type Prices = z.infer<typeof Prices>;

/** Other prices under conditions that must all hold; a later matching one wins, component by component. */
export const PriceOverride = z.object({
  /** Applies to the whole request when its prompt is strictly longer than this, in tokens. */
  minPromptTokens: z.optional(z.int()),
  /** Times of day in UTC as HHMM numbers, half-open, possibly across midnight. */
  utcStart: z.optional(z.int()),
  utcEnd: z.optional(z.int()),
  utcDays: z.optional(z.array(z.string())),
  prices: Prices,
});
export type PriceOverride = z.infer<typeof PriceOverride>;

/** `router`: chooses a model itself, price unknown before; `alias`: stands for another; `batch`: not for chat. */
export const MODEL_KINDS = ["model", "router", "alias", "batch"] as const;

/** A row of the catalogue in our words. Everything but the id may be missing upstream. */
export const CatalogModel = z.object({
  id: z.string(),
  canonicalSlug: z.nullable(z.string()),
  name: z.string(),
  author: z.string(),
  kind: z.enum(MODEL_KINDS),
  /** Free of charge by name (`:free`, `openrouter/free`) and at no price; a zero price alone does not say so. */
  isFree: z.boolean(),
  description: z.string(),
  /** Unix seconds. */
  created: z.nullable(z.number()),
  contextLength: z.nullable(z.int()),
  maxCompletionTokens: z.nullable(z.int()),
  isModerated: z.nullable(z.boolean()),
  inputModalities: z.array(z.string()),
  outputModalities: z.array(z.string()),
  prices: Prices,
  overrides: z.array(PriceOverride),
  supportedParameters: z.array(z.string()),
  defaultParameters: z.record(z.string(), z.number()),
  reasoning: z.nullable(
    z.object({
      mandatory: z.boolean(),
      defaultEnabled: z.nullable(z.boolean()),
      /** Highest first; null means all of them. */
      efforts: z.nullable(z.array(z.string())),
      defaultEffort: z.nullable(z.string()),
    }),
  ),
  knowledgeCutoff: z.nullable(z.string()),
  /** The day from which the model may be gone, `YYYY-MM-DD`. */
  expiresOn: z.nullable(z.string()),
  aliasTarget: z.nullable(z.string()),
});
export type CatalogModel = z.infer<typeof CatalogModel>;
