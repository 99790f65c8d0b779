import { z } from "zod";
import { Plugins } from "./plugins-request";
import { ProviderPreferences } from "./request";
import { ResponseFormat, ToolChoice, Tools } from "./tools-request";

/** A probability. */
const Share = z.number().min(0).max(1);
const Penalty = z.number().min(-2).max(2);
const Tokens = z.number().int().min(1).max(10_000_000);
const TokenId = z.string().regex(/^\d{1,9}$/, "not a token's number");

/** How much a model thinks: an effort or a budget of tokens, not both. */
const Reasoning = z
  .strictObject({
    effort: z.enum(["max", "xhigh", "high", "medium", "low", "minimal", "none"]).exactOptional(),
    max_tokens: Tokens.exactOptional(),
    /** Thought and billed, but not shown. */
    exclude: z.boolean().exactOptional(),
    enabled: z.boolean().exactOptional(),
    summary: z.enum(["auto", "concise", "detailed"]).exactOptional(),
  })
  .refine(({ effort, max_tokens }) => effort === undefined || max_tokens === undefined, {
    message: "takes an effort or a budget, not both",
  });

/** All of it together, characters of JSON. */
const LONGEST = 200_000;

/** Settings of a request that are sent when set and left out when not. Names and ranges are the upstream's. */
export const Parameters = z
  .strictObject({
    temperature: z.number().min(0).max(2).exactOptional(),
    top_p: Share.exactOptional(),
    top_k: z.number().int().min(0).max(1_000_000).exactOptional(),
    min_p: Share.exactOptional(),
    top_a: Share.exactOptional(),
    frequency_penalty: Penalty.exactOptional(),
    presence_penalty: Penalty.exactOptional(),
    repetition_penalty: z.number().min(0).max(2).exactOptional(),
    max_tokens: Tokens.exactOptional(),
    max_completion_tokens: Tokens.exactOptional(),
    seed: z.number().int().exactOptional(),
    stop: z
      .string()
      .min(1)
      .max(500)
      .or(z.array(z.string().min(1).max(500)).min(1).max(4))
      .exactOptional(),
    logit_bias: z.record(TokenId, z.number().min(-100).max(100)).exactOptional(),
    logprobs: z.boolean().exactOptional(),
    top_logprobs: z.number().int().min(0).max(20).exactOptional(),
    reasoning: Reasoning.exactOptional(),
    verbosity: z.enum(["low", "medium", "high", "xhigh", "max"]).exactOptional(),
    response_format: ResponseFormat.exactOptional(),
    tools: Tools.exactOptional(),
    tool_choice: ToolChoice.exactOptional(),
    parallel_tool_calls: z.boolean().exactOptional(),
    /** Calls of tools that the upstream runs itself. */
    max_tool_calls: z.number().int().min(1).max(30).exactOptional(),
    plugins: Plugins.exactOptional(),
    web_search_options: z
      .strictObject({ search_context_size: z.enum(["low", "medium", "high"]).exactOptional() })
      .exactOptional(),
    modalities: z
      .array(z.enum(["text", "image", "audio"]))
      .min(1)
      .max(3)
      .exactOptional(),
    image_config: z
      .record(z.string().max(64), z.union([z.string().max(200), z.number(), z.array(z.number()).max(16)]))
      .exactOptional(),
    service_tier: z.enum(["auto", "default", "fast", "flex", "priority", "scale"]).exactOptional(),
    provider: ProviderPreferences.exactOptional(),
  })
  .refine((parameters) => JSON.stringify(parameters).length <= LONGEST, "are longer than 200,000 characters");
export type Parameters = z.infer<typeof Parameters>;
