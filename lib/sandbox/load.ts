import { type Catalog, catalog as ownCatalog } from "./catalog";
import { type Fields, fields, isFields, list, numberOr, textOr, texts } from "./json";
import type { Endpoint, Entry, Model, PriceOverride, Pricing, Provider, Reasoning, Tier } from "./model";
import { plainDecimal } from "./plain-decimal";
import { uuidOf } from "./random";
import { allProviders } from "./rows";

/** A model as OpenRouter lists it, with the rows of its endpoints; `zero_retention` may stand on each of these. */
export type LoadedModel = { row: unknown; endpoints: readonly unknown[] };

/** What is supposed where a row says nothing: milliseconds, tokens per second, percent. */
const USUAL = { ttft: 600, throughput: 60, uptime: 99 };

/** A catalogue of these models and no others. What a router chooses it finds among the sandbox's own. */
export function loadCatalog(models: readonly LoadedModel[]): Catalog {
  const entries = models.flatMap(readEntry);
  const ids = new Map(entries.map((entry) => [entry.model.id, entry]));
  // Variants share the dated slug of their model.
  const slugs = new Map(
    entries.filter(({ model }) => !/[:~]/.test(model.id)).map((entry) => [entry.model.canonical_slug, entry]),
  );
  return {
    entries,
    added: [],
    find: (id) => ids.get(id),
    findBySlug: (slug) => ids.get(slug) ?? slugs.get(slug),
    choices: ownCatalog(),
  };
}

function readEntry({ row, endpoints }: LoadedModel): Entry[] {
  const model = readModel(fields(row));
  if (model === null) return [];
  const isRouter = fields(fields(row).architecture).tokenizer === "Router";
  const kind = model.alias_target ? "alias" : isRouter ? "router" : "model";
  const own = kind === "model" ? endpoints.filter(isFields) : [];
  const searches = ownCatalog().find(model.id)?.searches ?? false;
  return [{ model, kind, searches, endpoints: own.map((each, at) => readEndpoint(each, at, model)) }];
}

function readModel(row: Fields): Model | null {
  const id = textOr(row.id, null);
  if (id === null) return null;
  const slug = textOr(row.canonical_slug, id);
  const known = ownCatalog().find(id)?.model;
  const [architecture, top] = [fields(row.architecture), fields(row.top_provider)];
  const context = numberOr(row.context_length, null);
  const alias = fields(row.alias_target);
  const reasoning = readReasoning(row.reasoning);
  return {
    id,
    canonical_slug: slug,
    hugging_face_id: textOr(row.hugging_face_id, null),
    name: textOr(row.name, id),
    created: numberOr(row.created, 0),
    description: textOr(row.description, ""),
    context_length: context,
    architecture: {
      modality: textOr(architecture.modality, "text->text"),
      input_modalities: texts(architecture.input_modalities),
      output_modalities: texts(architecture.output_modalities),
      tokenizer: textOr(architecture.tokenizer, known?.architecture.tokenizer ?? "Other"),
      instruct_type: null,
    },
    pricing: readPricing(row.pricing),
    top_provider: {
      context_length: context,
      max_completion_tokens: numberOr(top.max_completion_tokens, null),
      is_moderated: top.is_moderated === true,
    },
    per_request_limits: null,
    supported_parameters: texts(row.supported_parameters),
    default_parameters: {},
    supported_voices: null,
    knowledge_cutoff: null,
    expiration_date: null,
    links: { details: `/api/v1/models/${slug}/endpoints` },
    ...(typeof alias.slug === "string" && {
      alias_target: { name: textOr(alias.name, ""), slug: alias.slug },
    }),
    ...(reasoning && { reasoning }),
  };
}

function readReasoning(value: unknown): Reasoning | null {
  if (!isFields(value)) return null;
  return {
    mandatory: value.mandatory === true,
    default_enabled: value.default_enabled === true,
    supported_efforts: Array.isArray(value.supported_efforts) ? texts(value.supported_efforts) : null,
  };
}

function readEndpoint(row: Fields, at: number, model: Model): Endpoint {
  const provider = readProvider(row);
  const tag = textOr(row.tag, provider.slug);
  const detail = tag.split("/").at(-1);
  const tier: Tier = detail === "priority" || detail === "flex" ? detail : "default";
  const context = numberOr(row.context_length, model.context_length ?? 1_000_000);
  const parameters = texts(row.supported_parameters);
  return {
    id: uuidOf(`${model.id} ${tag} ${at}`),
    provider,
    tag,
    tier,
    quantization: textOr(row.quantization, "unknown"),
    pricing: readPricing(row.pricing),
    context,
    maxCompletion: numberOr(row.max_completion_tokens, context),
    parameters: parameters.length > 0 ? parameters : model.supported_parameters,
    status: numberOr(row.status, 0),
    uptime: numberOr(row.uptime_last_1d, USUAL.uptime),
    ttft: numberOr(fields(row.latency_last_30m).p50, USUAL.ttft),
    throughput: numberOr(fields(row.throughput_last_30m).p50, USUAL.throughput) || USUAL.throughput,
  };
}

/** What is known here of a provider; one that is not known bills whatever was begun. */
function readProvider(row: Fields): Provider {
  const name = textOr(row.provider_name, textOr(row.tag, "Unknown"));
  const slug = textOr(row.tag, name.toLowerCase()).split("/")[0] ?? "";
  const known = allProviders().find((provider) => provider.slug === slug);
  return {
    ...{ home: "US", cancels: false, caches: false, trains: false, ...known },
    ...{ slug, name, zdr: row.zero_retention === true },
  };
}

const UNITS = [
  ...(["input_cache_read", "input_cache_write", "input_cache_write_1h", "internal_reasoning"] as const),
  ...(["image", "image_output", "audio", "request", "web_search"] as const),
];

function readPricing(value: unknown): Pricing {
  const { overrides, ...prices } = fields(value);
  return {
    prompt: plainDecimal(prices.prompt) ?? "0",
    completion: plainDecimal(prices.completion) ?? "0",
    ...unitPrices(prices),
    overrides: list(overrides).filter(isFields).map(readOverride),
  };
}

function readOverride({ min_prompt_tokens, utc_start, utc_end, utc_days, ...prices }: Fields): PriceOverride {
  const [prompt, completion] = [plainDecimal(prices.prompt), plainDecimal(prices.completion)];
  return {
    ...(typeof min_prompt_tokens === "number" && { min_prompt_tokens }),
    ...(typeof utc_start === "number" && { utc_start }),
    ...(typeof utc_end === "number" && { utc_end }),
    ...(Array.isArray(utc_days) && { utc_days: texts(utc_days) }),
    ...(prompt !== null && { prompt }),
    ...(completion !== null && { completion }),
    ...unitPrices(prices),
  };
}

const unitPrices = (prices: Fields): Partial<Record<(typeof UNITS)[number], string>> =>
  Object.fromEntries(
    UNITS.flatMap((unit) => {
      const price = plainDecimal(prices[unit]);
      return price === null ? [] : [[unit, price]];
    }),
  );
