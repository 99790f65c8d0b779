import { asArray } from "@/lib/core/lenient";
import { readFields, readText, readTexts } from "@/lib/openrouter/read-json";
import type { DataPolicy, ModelEndpoint } from "./endpoints-api";

/** Nothing is known. */
export const NO_POLICY: DataPolicy = {
  zeroRetention: null,
  headquarters: null,
  datacenters: null,
  privacyUrl: null,
  termsUrl: null,
  statusUrl: null,
};

/** What the upstream says of its providers' ways with data. */
export type Policies = {
  /** By provider's display name. */
  providers: ReadonlyMap<string, DataPolicy>;
  /** Endpoints that keep nothing, by model, provider and tag; null when the upstream was not heard on it. */
  zeroRetention: { models: ReadonlySet<string>; endpoints: ReadonlySet<string> } | null;
};

export const UNKNOWN_POLICIES: Policies = { providers: new Map(), zeroRetention: null };

/** Reads the answers to `GET /providers` and `GET /endpoints/zdr`; either may be anything. */
export function readPolicies(providers: unknown, zeroRetention: unknown): Policies {
  return {
    providers: new Map(
      asArray(readFields(providers).data).flatMap((value) => {
        const row = readFields(value);
        const name = readText(row.name, 120);
        return name === null ? [] : [[name, readProvider(row)] as const];
      }),
    ),
    zeroRetention: readZeroRetention(readFields(zeroRetention).data),
  };
}

const readProvider = (row: ReturnType<typeof readFields>): DataPolicy => ({
  zeroRetention: null,
  headquarters: readCountry(row.headquarters),
  datacenters: readTexts(row.datacenters)?.filter((code) => readCountry(code) !== null) ?? null,
  privacyUrl: readUrl(row.privacy_policy_url),
  termsUrl: readUrl(row.terms_of_service_url),
  statusUrl: readUrl(row.status_page_url),
});

function readZeroRetention(rows: unknown): Policies["zeroRetention"] {
  if (!Array.isArray(rows)) return null;
  const named = rows.map((value) => {
    const row = readFields(value);
    const [model, provider] = [readText(row.model_id, 200), readText(row.provider_name, 120)];
    return { model, provider, tag: readText(row.tag, 120) };
  });
  return {
    models: new Set(named.map(({ model }) => model).filter((model) => model !== null)),
    endpoints: new Set(named.map(({ model, provider, tag }) => keyOf(model, provider, tag))),
  };
}

/** An endpoint of a model with what is known of its provider. */
export function withPolicy(
  model: string,
  endpoint: ModelEndpoint,
  { providers, zeroRetention }: Policies,
): ModelEndpoint {
  const policy = {
    ...(providers.get(endpoint.provider) ?? NO_POLICY),
    zeroRetention: zeroRetention?.endpoints.has(keyOf(model, endpoint.provider, endpoint.tag)) ?? null,
  };
  return { ...endpoint, policy };
}

const keyOf = (...parts: (string | null)[]): string => JSON.stringify(parts);

const readCountry = (value: unknown): string | null => {
  const code = readText(value, 10);
  return code !== null && /^[A-Z]{2}$/.test(code) ? code : null;
};

/** Only what a browser may open from a page: no script hides in a web address. */
function readUrl(value: unknown): string | null {
  const text = readText(value, 500);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}
