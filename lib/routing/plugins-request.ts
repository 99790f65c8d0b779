import { z } from "zod";

const enabled = z.boolean().exactOptional();
const Count = z.number().int().min(1).max(1_000).exactOptional();
const Domains = z.array(z.string().min(1).max(253)).min(1).max(100).exactOptional();
const Patterns = z.array(z.string().min(1).max(200)).min(1).max(1_024).exactOptional();
const COST_TIERS = ["low", "medium", "high", "xhigh", "max"] as const;

const autoRouter = {
  enabled,
  allowed_models: Patterns,
  excluded_models: Patterns,
  cost_tier: z.enum(COST_TIERS).exactOptional(),
};

/** What the upstream does before or after the model answers. */
const Plugin = z.discriminatedUnion("id", [
  z.strictObject({
    id: z.literal("web"),
    enabled,
    engine: z.enum(["native", "exa", "firecrawl", "parallel", "perplexity"]).exactOptional(),
    max_results: z.number().int().min(1).max(25).exactOptional(),
    max_uses: Count,
    search_prompt: z.string().min(1).max(4_000).exactOptional(),
    include_domains: Domains,
    exclude_domains: Domains,
  }),
  z.strictObject({
    id: z.literal("web-fetch"),
    enabled,
    allowed_domains: Domains,
    blocked_domains: Domains,
    max_uses: Count,
    max_content_tokens: z.number().int().min(1).max(1_000_000).exactOptional(),
  }),
  z.strictObject({
    id: z.literal("file-parser"),
    enabled,
    pdf: z
      .strictObject({ engine: z.enum(["mistral-ocr", "cloudflare-ai", "native", "pdf-text"]) })
      .exactOptional(),
  }),
  z.strictObject({ id: z.literal("response-healing"), enabled }),
  z.strictObject({
    id: z.literal("context-compression"),
    enabled,
    engine: z.literal("middle-out").exactOptional(),
  }),
  z.strictObject({ id: z.literal("moderation"), enabled }),
  z.strictObject({ id: z.literal("auto-router"), ...autoRouter, pin_model: z.boolean().exactOptional() }),
  z.strictObject({ id: z.literal("auto-beta-router"), ...autoRouter }),
  z.strictObject({
    id: z.literal("pareto-router"),
    enabled,
    min_coding_score: z.number().min(0).max(1).exactOptional(),
    /** Dollars per million tokens of the prompt. */
    max_price: z.number().min(0).max(1_000_000).exactOptional(),
    price_source: z.enum(["prompt", "weighted_avg"]).exactOptional(),
  }),
]);

export const Plugins = z
  .array(Plugin)
  .min(1)
  .max(9)
  .refine((plugins) => new Set(plugins.map(({ id }) => id)).size === plugins.length, "name a plugin twice");
