import type { Catalog } from "./catalog";
import type { Endpoint, Entry } from "./model";
import { hash, seeded } from "./random";
import { allProviders } from "./rows";

/** A row of `/models/{author}/{slug}/endpoints`. Percentiles are shown only to those who are signed in. */
function endpointRow({ model }: Entry, endpoint: Endpoint, signedIn: boolean) {
  const { provider, ttft, throughput } = endpoint;
  const random = seeded(hash(endpoint.id));
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  const near = (value: number) => rounded(Math.min(value + (random() - 0.5) * 0.4, 100));
  const supportsTools = endpoint.parameters.includes("tools");
  return {
    name: `${provider.name} | ${model.id}`,
    model_id: model.id,
    model_name: model.name,
    context_length: endpoint.context,
    pricing: { ...endpoint.pricing, discount: 0 },
    provider_name: provider.name,
    tag: endpoint.tag,
    quantization: endpoint.quantization,
    max_completion_tokens: endpoint.maxCompletion,
    max_prompt_tokens: null,
    supported_parameters: endpoint.parameters,
    supports_tool_choice: {
      none: supportsTools,
      auto: supportsTools,
      required: supportsTools,
      function: supportsTools,
    },
    status: endpoint.status,
    uptime_last_30m: near(endpoint.uptime),
    uptime_last_5m: near(endpoint.uptime),
    uptime_last_1d: near(endpoint.uptime),
    supports_implicit_caching: provider.caches,
    native_tools: {},
    supports_voice_cloning: false,
    supports_multiple_audio_references: false,
    supports_image_reference: false,
    // Milliseconds, and tokens per second.
    latency_last_30m: signedIn
      ? { p50: rounded(ttft), p75: rounded(ttft * 1.3), p90: rounded(ttft * 1.9), p99: rounded(ttft * 4) }
      : null,
    throughput_last_30m: signedIn
      ? {
          p50: rounded(throughput),
          p75: rounded(throughput * 0.85),
          p90: rounded(throughput * 0.7),
          p99: rounded(throughput * 0.4),
        }
      : null,
  };
}

export const endpointsBody = (entry: Entry, signedIn: boolean) => {
  const { id, name, created, description, architecture } = entry.model;
  return {
    data: {
      id,
      name,
      created,
      description,
      architecture,
      endpoints: entry.endpoints.map((endpoint) => endpointRow(entry, endpoint, signedIn)),
    },
  };
};

/** `GET /endpoints/zdr`: every endpoint that keeps nothing. */
export const zdrBody = (catalog: Catalog, signedIn: boolean) => ({
  data: catalog.entries.flatMap((entry) =>
    entry.endpoints
      .filter(({ provider }) => provider.zdr)
      .map((endpoint) => endpointRow(entry, endpoint, signedIn)),
  ),
});

export const providersBody = () => ({
  data: allProviders().map(({ name, slug, home }) => ({
    name,
    slug,
    privacy_policy_url: `https://${slug}.example/privacy`,
    terms_of_service_url: `https://${slug}.example/terms`,
    status_page_url: null,
    headquarters: home,
    datacenters: [home],
  })),
});
