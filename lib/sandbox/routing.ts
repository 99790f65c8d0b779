import { yocto } from "./dollars";
import { type Failure, failure } from "./failure";
import { type Fields, fields, numberOr, texts } from "./json";
import type { Endpoint } from "./model";
import type { Random } from "./random";
import type { ChatRequest } from "./request";
import type { Hop, Sort } from "./resolve";

type Step = { step: string; keeps: (endpoint: Endpoint) => boolean; message: string };

const SAMPLING =
  "temperature top_p top_k min_p seed stop frequency_penalty presence_penalty repetition_penalty logit_bias logprobs tools response_format reasoning".split(
    " ",
  );

/** The endpoints that may answer, in the order they will be tried, or the 404 with the funnel that emptied. */
export function route(hop: Hop, request: ChatRequest, random: Random): Endpoint[] | Failure {
  const { entry } = hop;
  const funnel = [{ step: "Initial Endpoints", endpoint_count: entry.endpoints.length }];
  if (entry.endpoints.length === 0)
    return none(`No endpoints found for ${entry.model.id}.`, funnel, "Initial Endpoints");
  let left = entry.endpoints;
  for (const { step, keeps, message } of steps(hop, request)) {
    const kept = left.filter(keeps);
    if (kept.length !== left.length) funnel.push({ step, endpoint_count: kept.length });
    if (kept.length === 0) return none(message, funnel, step);
    left = kept;
  }
  const ordered = order(left, hop, request, random);
  return request.provider.allow_fallbacks === false ? ordered.slice(0, 1) : ordered;
}

const none = (message: string, funnel: unknown[], step: string): Failure =>
  failure(404, message, { named: true, metadata: { routing_funnel: funnel, failed_routing_step: step } });

function steps(hop: Hop, request: ChatRequest): Step[] {
  const { provider } = request;
  const id = hop.entry.model.id;
  const [only, ignore, orders] = [texts(provider.only), texts(provider.ignore), texts(provider.order)];
  const named = [...only, ...orders];
  const quantizations = texts(provider.quantizations);
  const images = request.messages.some((message) => message.images > 0);
  return [
    {
      step: "Filter by Service Tier",
      keeps: ({ tier, tag }) =>
        tier === "default" || named.includes(tag) || tier === wantedTier(hop, request),
      message: `No endpoints found for ${id}.`,
    },
    {
      step: "Filter by Allowed Providers",
      keeps: (endpoint) =>
        (only.length === 0 || only.some((slug) => isNamed(slug, endpoint))) &&
        !ignore.some((slug) => isNamed(slug, endpoint)),
      message: `No allowed providers are available for the selected model.`,
    },
    {
      step: "Filter by Data Policy",
      keeps: ({ provider: host, pricing }) =>
        provider.data_collection !== "deny" ||
        !(host.trains || (id.endsWith(":free") && pricing.prompt === "0")),
      message: `No endpoints found matching your data policy (${id.endsWith(":free") ? "Free" : "Paid"} model training). Configure: https://openrouter.ai/settings/privacy`,
    },
    {
      step: "Filter by ZDR",
      keeps: ({ provider: host }) => provider.zdr !== true || host.zdr,
      message:
        "No endpoints found matching your data policy (Zero data retention). Configure: https://openrouter.ai/settings/privacy",
    },
    {
      step: "Filter by Quantization",
      keeps: ({ quantization }) => quantizations.length === 0 || quantizations.includes(quantization),
      message: `No endpoints found for ${id} with the requested quantizations.`,
    },
    {
      step: "Filter by Max Price",
      keeps: (endpoint) => affordable(endpoint, fields(provider.max_price)),
      message: "No endpoints found that satisfy the max price you requested.",
    },
    {
      step: "Filter by Input Modality",
      keeps: () => !images || hop.entry.model.architecture.input_modalities.includes("image"),
      message: "No endpoints found that support image input",
    },
    {
      step: "Filter by Tool Use",
      keeps: ({ parameters }) => request.tools.length === 0 || parameters.includes("tools"),
      message: "No endpoints found that support tool use. Try disabling the tools of this request.",
    },
    {
      step: "Filter by Parameters",
      keeps: ({ parameters }) =>
        provider.require_parameters !== true ||
        wantedParameters(request).every((name) => parameters.includes(name)),
      message: "No endpoints found that can handle the requested parameters.",
    },
  ];
}

/** A base slug names all endpoints of a provider, a full tag just one kind. */
const isNamed = (slug: string, { provider, tag }: Endpoint): boolean =>
  slug === tag || slug.toLowerCase() === provider.slug || slug === provider.name;

function wantedTier({ sort }: Hop, { body }: ChatRequest): string | null {
  if (sort === "throughput") return "priority";
  if (sort === "price") return "flex";
  return body.service_tier === "fast"
    ? "priority"
    : typeof body.service_tier === "string"
      ? body.service_tier
      : null;
}

function wantedParameters({ body, format, effort }: ChatRequest): string[] {
  const schema = format.type === "json_schema" ? ["structured_outputs"] : [];
  const thinks = effort !== null && effort !== "none" ? ["reasoning"] : [];
  return [
    ...SAMPLING.filter((name) => body[name] !== undefined && body[name] !== null),
    ...schema,
    ...thinks,
  ];
}

/** `provider.max_price` is in dollars per million for tokens, while the catalogue is per token. */
function affordable({ pricing }: Endpoint, limits: Fields): boolean {
  const within = (price: string, limit: unknown, million: number) =>
    limit === undefined || limit === null || Number(price) * million <= Number(limit) * (1 + 1e-12);
  return (
    within(pricing.prompt, limits.prompt, 1e6) &&
    within(pricing.completion, limits.completion, 1e6) &&
    within(pricing.request ?? "0", limits.request, 1) &&
    within(pricing.image ?? "0", limits.image, 1)
  );
}

function order(endpoints: Endpoint[], hop: Hop, request: ChatRequest, random: Random): Endpoint[] {
  const first = texts(request.provider.order);
  const { sort } = request.provider;
  const by = (typeof sort === "string" ? sort : fields(sort).by) as Sort | undefined;
  const how = by ?? hop.sort ?? (request.tools.length > 0 ? "exacto" : null);
  // The inverse square of the price is the default lot; a degraded endpoint goes last.
  const lots = new Map(
    endpoints.map((endpoint) => [
      endpoint,
      random() ** (total(endpoint) ** 2 / total(cheapest(endpoints)) ** 2),
    ]),
  );
  const rank = (endpoint: Endpoint): number => {
    if (how === "price") return total(endpoint);
    if (how === "throughput") return -endpoint.throughput;
    if (how === "latency") return endpoint.ttft;
    if (how === "exacto") return -endpoint.uptime - numberOr(endpoint.throughput, 0) / 1000;
    return (endpoint.status < 0 ? 2 : 0) - (lots.get(endpoint) ?? 0);
  };
  const place = (endpoint: Endpoint) => {
    const at = first.findIndex((slug) => isNamed(slug, endpoint));
    return at === -1 ? first.length : at;
  };
  return endpoints.toSorted((left, right) => place(left) - place(right) || rank(left) - rank(right));
}

const total = ({ pricing }: Endpoint): number =>
  Number(yocto(pricing.prompt) * 3n + yocto(pricing.completion)) || 1;

const cheapest = (endpoints: Endpoint[]): Endpoint =>
  endpoints.reduce((best, endpoint) => (total(endpoint) < total(best) ? endpoint : best));
