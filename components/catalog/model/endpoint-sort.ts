import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { Prices } from "@/lib/catalog/model";
import { times } from "@/lib/core/money";

type Sort = {
  /** What the first click asks for; a minus falls. */
  first: string;
  key: (endpoint: ModelEndpoint) => string | number | bigint | null;
};

/** What providers can be put in order by. */
export const ENDPOINT_SORTS = {
  provider: { first: "provider", key: ({ provider }) => provider.toLowerCase() },
  input: { first: "input", key: ({ prices }) => perMillion(prices.prompt) },
  output: { first: "output", key: ({ prices }) => perMillion(prices.completion) },
  context: { first: "-context", key: ({ contextLength }) => contextLength },
  ttft: { first: "ttft", key: ({ latencyMs }) => latencyMs?.p50 ?? null },
  speed: { first: "-speed", key: ({ throughput }) => throughput?.p50 ?? null },
  uptime: { first: "-uptime", key: ({ uptime }) => uptime.last1d },
} as const satisfies Record<string, Sort>;

const perMillion = (price: Prices["prompt"]): bigint | null =>
  price === undefined ? null : times(price, 1_000_000_000);

/** In the order that is asked for, the unknown last; otherwise as the upstream has them. */
export function sortEndpoints(
  endpoints: readonly ModelEndpoint[],
  by: string | null,
): readonly ModelEndpoint[] {
  const name = by?.replace(/^-/, "");
  const sort = Object.entries(ENDPOINT_SORTS).find(([known]) => known === name)?.[1];
  if (!sort) return endpoints;
  const way = by?.startsWith("-") ? -1 : 1;
  return endpoints
    .map((endpoint) => ({ endpoint, key: sort.key(endpoint) }))
    .sort((left, right) => {
      if (left.key === right.key) return 0;
      if (left.key === null) return 1;
      if (right.key === null) return -1;
      return left.key < right.key ? -way : way;
    })
    .map(({ endpoint }) => endpoint);
}
