import type { Catalog } from "./catalog";
import { zodFailure } from "./failure";
import type { Entry, Model } from "./model";
import { cached } from "./reply";

const OUTPUTS = [
  "text",
  "image",
  "embeddings",
  "audio",
  "video",
  "rerank",
  "decisions",
  "speech",
  "transcription",
  "all",
];
const MOST = 1000;
const USUAL = 500;
const DAY = 86_400_000;

/** `GET /models`: text output alone by default, all in one answer unless `limit` or `offset` is given. */
export function listModels(catalog: Catalog, url: URL, at: number): Response {
  const query = url.searchParams;
  const outputs = commas(query.get("output_modalities") ?? "text");
  const unknown = outputs.find((name) => !OUTPUTS.includes(name));
  if (unknown !== undefined) return zodFailure("output_modalities", `Invalid output modality: ${unknown}`);
  const found = sorted(
    catalog.entries.filter((entry) => matches(entry, query, outputs, at)),
    query.get("sort"),
  );
  const models: unknown[] = [...found.map(({ model }) => model), ...catalog.added];
  const [limit, offset] = [query.get("limit"), query.get("offset")];
  if (limit === null && offset === null)
    return cached({ data: models, total_count: models.length, links: { next: null } });
  const size = Math.min(Math.max(Number(limit ?? USUAL) || USUAL, 1), MOST);
  const from = Math.max(Number(offset ?? 0) || 0, 0);
  const next = new URLSearchParams(query);
  next.set("limit", String(size));
  next.set("offset", String(from + size));
  const more = from + size < models.length ? `/api/v1/models?${next}` : null;
  return cached({ data: models.slice(from, from + size), total_count: models.length, links: { next: more } });
}

export function countModels(catalog: Catalog, url: URL, at: number): Response {
  const outputs = commas(url.searchParams.get("output_modalities") ?? "text");
  return cached({
    data: {
      count: catalog.entries.filter((entry) => matches(entry, new URLSearchParams(), outputs, at)).length,
    },
  });
}

const commas = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

function matches(
  { model, endpoints }: Entry,
  query: URLSearchParams,
  outputs: string[],
  at: number,
): boolean {
  const all = (name: string, has: (value: string) => boolean) => commas(query.get(name) ?? "").every(has);
  const any = (name: string, has: (value: string) => boolean) =>
    !query.has(name) || commas(query.get(name) ?? "").some(has);
  const atLeast = (name: string, value: number) => !query.has(name) || value >= Number(query.get(name));
  const atMost = (name: string, value: number) => !query.has(name) || value <= Number(query.get(name));
  const age = (at - model.created * 1000) / DAY;
  const [prompt, completion] = [Number(model.pricing.prompt) * 1e6, Number(model.pricing.completion) * 1e6];
  const { input_modalities: inputs, output_modalities } = model.architecture;
  return (
    (outputs.includes("all") || outputs.some((name) => output_modalities.includes(name))) &&
    all("input_modalities", (name) => inputs.includes(name)) &&
    all("supported_parameters", (name) => model.supported_parameters.includes(name)) &&
    any("model_authors", (author) => model.id.startsWith(`${author}/`)) &&
    any("providers", (slug) =>
      endpoints.some(({ provider }) => provider.slug === slug || provider.name === slug),
    ) &&
    all("q", (text) =>
      `${model.id} ${model.name} ${model.description}`.toLowerCase().includes(text.toLowerCase()),
    ) &&
    atLeast("context", model.context_length ?? 0) &&
    atLeast("min_price", prompt) &&
    atMost("max_price", prompt) &&
    atLeast("min_output_price", completion) &&
    atMost("max_output_price", completion) &&
    atLeast("min_age_days", age) &&
    atMost("max_age_days", age) &&
    (query.get("zdr") !== "true" || endpoints.some(({ provider }) => provider.zdr))
  );
}

function sorted(entries: Entry[], order: string | null): Entry[] {
  const by = (value: (entry: Entry) => number) =>
    entries.toSorted((left, right) => value(left) - value(right));
  const price = ({ model }: Entry) => Number(model.pricing.prompt) + Number(model.pricing.completion);
  switch (order) {
    case "pricing-low-to-high":
      return by(price);
    case "pricing-high-to-low":
      return by((entry) => -price(entry));
    case "context-high-to-low":
      return by(({ model }) => -(model.context_length ?? 0));
    case "throughput-high-to-low":
      return by(({ endpoints }) => -Math.max(0, ...endpoints.map(({ throughput }) => throughput)));
    case "latency-low-to-high":
      return by(({ endpoints }) => Math.min(Number.MAX_SAFE_INTEGER, ...endpoints.map(({ ttft }) => ttft)));
    case "intelligence-high-to-low":
      return by(({ model }) => -score(model));
    default:
      return entries;
  }
}

const score = ({ benchmarks }: Model): number =>
  (benchmarks as { artificial_analysis?: { intelligence_index?: number | null } } | undefined)
    ?.artificial_analysis?.intelligence_index ?? 0;
