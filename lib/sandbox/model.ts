/** Prices are decimal text in US dollars per token (or per unit), exactly as the catalogue serves them. */
export type UnitPrice =
  | "prompt"
  | "completion"
  | "input_cache_read"
  | "input_cache_write"
  | "input_cache_write_1h"
  | "internal_reasoning"
  | "image"
  | "image_output"
  | "audio"
  | "request"
  | "web_search";

export type PriceOverride = Partial<Record<UnitPrice, string>> & {
  min_prompt_tokens?: number;
  utc_start?: number;
  utc_end?: number;
  utc_days?: string[];
};

export type Pricing = { prompt: string; completion: string } & Partial<Record<UnitPrice, string>> & {
    overrides?: PriceOverride[];
  };

export type Reasoning = {
  mandatory: boolean;
  default_enabled: boolean;
  supported_efforts: string[] | null;
  default_effort?: string;
  supports_max_tokens?: true;
};

type Architecture = {
  modality: string;
  input_modalities: string[];
  output_modalities: string[];
  tokenizer: string;
  instruct_type: null;
};

/** A row of `GET /models`. */
export type Model = {
  id: string;
  canonical_slug: string;
  hugging_face_id: string | null;
  name: string;
  created: number;
  description: string;
  context_length: number | null;
  architecture: Architecture;
  pricing: Pricing;
  top_provider: {
    context_length: number | null;
    max_completion_tokens: number | null;
    is_moderated: boolean;
  };
  per_request_limits: null;
  supported_parameters: string[];
  default_parameters: Record<string, number | null>;
  supported_voices: string[] | null;
  knowledge_cutoff: string | null;
  expiration_date: string | null;
  links: { details: string };
  alias_target?: { name: string; slug: string };
  benchmarks?: unknown;
  reasoning?: Reasoning;
};

export type Provider = {
  slug: string;
  name: string;
  home: string;
  /** Stops computing and billing when the client goes away; the others bill the whole completion. */
  cancels: boolean;
  /** Recognises repeated prompts by itself. */
  caches: boolean;
  zdr: boolean;
  /** May train on prompts; left out under `data_collection: "deny"`. */
  trains: boolean;
};

export type Tier = "default" | "priority" | "flex";

/** A model at a provider. */
export type Endpoint = {
  id: string;
  provider: Provider;
  tag: string;
  tier: Tier;
  quantization: string;
  pricing: Pricing;
  context: number;
  maxCompletion: number;
  parameters: string[];
  status: number;
  uptime: number;
  /** Milliseconds to the first token, unhurried. */
  ttft: number;
  /** Tokens per second, unhurried. */
  throughput: number;
};

/** A catalogue row together with what the public row does not tell. */
export type Entry = {
  model: Model;
  endpoints: Endpoint[];
  kind: "model" | "alias" | "router";
  /** Looks things up on the web without being asked to. */
  searches: boolean;
};
