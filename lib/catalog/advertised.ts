import type { ModelEndpoint } from "./endpoints-api";

/** From the best provider's median to the worst's. */
export type Spread = { best: number; worst: number };

export type Advertised = {
  /** Milliseconds to the first token. */
  latencyMs: Spread | null;
  /** Tokens per second. */
  throughput: Spread | null;
  /** Share of one that fails, from the last day's uptime. */
  errors: Spread | null;
};

/** What the providers of a model say of themselves, taken together. */
export function advertised(endpoints: readonly ModelEndpoint[]): Advertised {
  const least = spread(endpoints.map(({ latencyMs }) => latencyMs?.p50 ?? null));
  const most = spread(endpoints.map(({ throughput }) => throughput?.p50 ?? null));
  return {
    latencyMs: least,
    throughput: most && { best: most.worst, worst: most.best },
    errors: spread(endpoints.map(({ uptime }) => (uptime.last1d === null ? null : 1 - uptime.last1d / 100))),
  };
}

/** The least is the best. */
function spread(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : { best: Math.min(...known), worst: Math.max(...known) };
}
