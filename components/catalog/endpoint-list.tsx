"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Duration, Speed } from "@/components/ui/figures";
import { QueryPanel } from "@/components/ui/query-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { DataPolicy, ModelEndpoint } from "@/lib/catalog/endpoints-api";
import { formatContext, formatPriceOrUnknown } from "@/lib/core/format";
import { formatPercent, formatUptime } from "@/lib/core/format-measures";
import { endpointsQuery } from "./endpoint-queries";

/** Who serves a model, one under the other: price, window, speed, reliability, data policy. */
export function EndpointList({ model }: { model: string }) {
  "use memo";
  const query = useQuery(endpointsQuery(model));
  return (
    <QueryPanel query={query} skeleton={<EndpointSkeleton />}>
      {({ endpoints, failure }) => (
        <>
          {failure && <p className="text-warn">These are the last known; OpenRouter does not answer.</p>}
          {endpoints.length === 0 && <p className="text-muted">No provider serves it at present.</p>}
          <ul className="divide-y divide-line">
            {endpoints.map((endpoint, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: neither provider nor tag is unique
              <Endpoint key={index} endpoint={endpoint} />
            ))}
          </ul>
        </>
      )}
    </QueryPanel>
  );
}

function Endpoint({ endpoint }: { endpoint: ModelEndpoint }) {
  "use memo";
  const { provider, tier, quantization, prices, discount, latencyMs, throughput, uptime, status } = endpoint;
  return (
    <li className="space-y-1 py-2 first:pt-0">
      <p className="flex items-center gap-1.5">
        <span className="truncate font-medium">{provider}</span>
        {tier && <Badge>{tier}</Badge>}
        {quantization && <Badge>{quantization}</Badge>}
        {discount !== null && discount > 0 && <Badge tone="ok">{formatPercent(discount)} off</Badge>}
        {status === "degraded" && <Badge tone="warn">degraded</Badge>}
        <span className="ml-auto shrink-0 tabular-nums">
          {formatPriceOrUnknown(prices.prompt)} · {formatPriceOrUnknown(prices.completion)}
        </span>
      </p>
      <p className="flex flex-wrap gap-x-2.5 text-muted tabular-nums">
        <span data-tip="Context window">{formatContext(endpoint.contextLength)}</span>
        <span data-tip="Median time to the first token, last 30 minutes">
          <Duration ms={latencyMs?.p50 ?? null} />
        </span>
        <span data-tip="Median throughput, last 30 minutes">
          <Speed tokensPerSecond={throughput?.p50 ?? null} />
        </span>
        <span data-tip="Uptime, last day">
          {formatUptime(uptime.last1d)} {uptime.last1d !== null && "up"}
        </span>
      </p>
      <p className="text-faint">{describePolicy(endpoint.policy)}</p>
    </li>
  );
}

/** `Keeps no data · US, DE` */
export function describePolicy({ zeroRetention, headquarters, datacenters }: DataPolicy): string {
  const where = datacenters ?? (headquarters === null ? [] : [headquarters]);
  const keeps =
    zeroRetention === null ? "Data policy unknown" : zeroRetention ? "Keeps no data" : "May keep data";
  return [keeps, where.join(", ")].filter(Boolean).join(" · ");
}

export function EndpointSkeleton() {
  return (
    <div className="divide-y divide-line">
      {["w-20", "w-28", "w-16"].map((width) => (
        <div key={width} className="space-y-2 py-2.5">
          <div className="flex justify-between">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-3 w-20" />
          </div>
          <Skeleton className="h-3 w-48" />
        </div>
      ))}
    </div>
  );
}
