import { ModelEndpoint } from "./endpoints-api";
import { CatalogModel } from "./model";
import { NO_POLICY } from "./read-policies";

/** A model for tests: a small text model of one dollar in, two out, and whatever else is said of it. */
export const catalogModel = (id: string, more: object = {}): CatalogModel =>
  CatalogModel.parse({
    id,
    canonicalSlug: null,
    name: id,
    author: id.slice(0, id.indexOf("/")).replace("~", ""),
    kind: "model",
    isFree: false,
    description: "",
    created: 1,
    contextLength: 8000,
    maxCompletionTokens: null,
    isModerated: null,
    inputModalities: ["text"],
    outputModalities: ["text"],
    prices: { prompt: "0.000001", completion: "0.000002" },
    overrides: [],
    supportedParameters: [],
    defaultParameters: {},
    reasoning: null,
    knowledgeCutoff: null,
    expiresOn: null,
    aliasTarget: null,
    ...more,
  });

/** A price per million tokens as the catalogue writes it, per token. */
export const perMillion = (prompt: string, completion: string) => ({
  prompt: `${prompt}e-6`,
  completion: `${completion}e-6`,
});

type EndpointMore = Omit<Partial<ModelEndpoint>, "prices"> & { prices?: Record<string, string> };

/** An endpoint for tests: one dollar in, two out, in order, nothing measured, and whatever else is said of it. */
export const modelEndpoint = (tag: string, more: EndpointMore = {}): ModelEndpoint =>
  ModelEndpoint.parse({
    ...{ provider: tag.split("/")[0]?.toUpperCase(), tag, tier: null, quantization: null, discount: null },
    ...{ prices: perMillion("1", "2"), overrides: [], contextLength: null, maxPromptTokens: null },
    ...{ maxCompletionTokens: null, latencyMs: null, throughput: null, status: "ok" },
    ...{ uptime: { last5m: null, last30m: null, last1d: null }, supportedParameters: [] },
    ...{ implicitCaching: null, policy: NO_POLICY, ...more },
  });
