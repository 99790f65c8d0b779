import type { Attempt } from "./generations";
import type { Endpoint } from "./model";
import type { Hop } from "./resolve";

/** `openrouter_metadata`, for those who send `X-OpenRouter-Metadata: enabled` (or the older spelling). */
export function routerMetadata(
  headers: Headers,
  hop: Hop,
  available: Endpoint[],
  chosen: Endpoint,
  attempts: Attempt[],
  searches: boolean,
) {
  const asked = headers.get("x-openrouter-metadata") ?? headers.get("x-openrouter-experimental-metadata");
  if (asked !== "enabled") return {};
  const model = hop.entry.model.id;
  return {
    openrouter_metadata: {
      requested: hop.requested,
      strategy: attempts.length > 1 ? "fallback" : hop.strategy,
      region: "iad",
      summary: `available=${available.length}, selected=${chosen.provider.name}`,
      attempt: attempts.length,
      is_byok: false,
      endpoints: {
        total: available.length,
        available: available.map((endpoint) => ({
          provider: endpoint.provider.name,
          model,
          selected: endpoint === chosen,
        })),
      },
      attempts: attempts.map((attempt) => ({
        provider: attempt.provider,
        model: attempt.model,
        status: attempt.status,
      })),
      pipeline: searches ? [{ type: "plugin", name: "web-search", summary: "3 results", data: {} }] : [],
    },
  };
}
