"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { Badge } from "@/components/ui/badge";
import { Duration, Speed } from "@/components/ui/figures";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { SortHeader } from "@/components/ui/sort-header";
import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow } from "@/components/ui/unfold-row";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import { formatContext, formatPriceOrUnknown } from "@/lib/core/format";
import { formatPercent, formatUptime } from "@/lib/core/format-measures";
import { describePolicy } from "../endpoint-list";
import { endpointsQuery } from "../endpoint-queries";
import { ENDPOINT_SORTS, sortEndpoints } from "./endpoint-sort";

/** Who serves a model: price, window, speed, reliability, data policy. The order is in the address. */
export function EndpointTable({ model }: { model: string }) {
  const query = useQuery(endpointsQuery(model));
  const [by, setBy] = useQueryState("providers", parseAsString.withOptions({ history: "replace" }));
  const at = query.data?.fetchedAt;
  return (
    <Panel
      title="Providers"
      hint={
        at && (
          <>
            speed and uptime as of <Instant at={at} />
          </>
        )
      }
      className="mt-4"
    >
      <QueryPanel query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ endpoints, failure }) => (
          <>
            {failure && (
              <p className="pb-2 text-warn">These are the last known; OpenRouter does not answer.</p>
            )}
            {endpoints.length === 0 ? (
              <p className="pb-4 text-muted">No provider serves it at present.</p>
            ) : (
              <Endpoints endpoints={sortEndpoints(endpoints, by)} by={by} onBy={(next) => void setBy(next)} />
            )}
          </>
        )}
      </QueryPanel>
    </Panel>
  );
}

type EndpointsProps = {
  endpoints: readonly ModelEndpoint[];
  by: string | null;
  onBy: (by: string) => void;
};

function Endpoints({ endpoints, by, onBy }: EndpointsProps) {
  const head = (key: keyof typeof ENDPOINT_SORTS, label: string, tip?: string) => (
    <SortHeader
      numeric={key !== "provider"}
      wide={key !== "provider"}
      label={label}
      data-tip={tip}
      sorted={by === key ? "ascending" : by === `-${key}` ? "descending" : null}
      onSort={() => onBy(by === key ? `-${key}` : by === `-${key}` ? key : ENDPOINT_SORTS[key].first)}
    />
  );
  return (
    <Table label="Providers" aria-label="Providers" className="mb-5">
      <thead>
        <tr>
          {head("provider", "Provider")}
          {head("input", "Input", "Dollars per million tokens")}
          {head("output", "Output", "Dollars per million tokens")}
          {head("context", "Context")}
          {head("ttft", "First token", "Median of the last 30 minutes")}
          {head("speed", "Speed", "Median of the last 30 minutes")}
          {head("uptime", "Uptime", "Last day")}
          <Th wide>Data</Th>
          <Th numeric className="md:hidden">
            In, out /M
          </Th>
          <Th className="w-8 md:hidden">
            <span className="sr-only">More</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {endpoints.map((endpoint, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: neither provider nor tag is unique
          <Row key={index} endpoint={endpoint} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ endpoint }: { endpoint: ModelEndpoint }) {
  const { provider, tag, prices, latencyMs, throughput, uptime, contextLength, maxCompletionTokens } =
    endpoint;
  const [input, output] = [formatPriceOrUnknown(prices.prompt), formatPriceOrUnknown(prices.completion)];
  const context = formatContext(contextLength);
  const ttft = <Duration ms={latencyMs?.p50 ?? null} />;
  const speed = <Speed tokensPerSecond={throughput?.p50 ?? null} />;
  const up = formatUptime(uptime.last1d);
  const rest = [
    { name: "Context", value: context },
    { name: "Longest answer", value: formatContext(maxCompletionTokens) },
    { name: "First token", value: ttft },
    { name: "Speed", value: speed },
    { name: "Uptime, last day", value: up },
    { name: "Data", value: <Policy endpoint={endpoint} /> },
  ];
  return (
    <UnfoldRow about={tag ?? provider} rest={rest}>
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        <span className="flex flex-wrap items-center gap-1.5 wrap-anywhere">
          {provider}
          <Marks endpoint={endpoint} />
        </span>
        {tag && <span className="block font-mono text-xs text-muted wrap-anywhere">{tag}</span>}
      </th>
      <Td numeric wide className="whitespace-nowrap">
        {input}
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {output}
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {context}
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {ttft}
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {speed}
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {up}
      </Td>
      <Td wide>
        <Policy endpoint={endpoint} />
      </Td>
      <Td numeric className="text-xs md:hidden">
        <span className="block">{input}</span>
        <span className="block">{output}</span>
      </Td>
    </UnfoldRow>
  );
}

function Marks({ endpoint: { tier, quantization, status, discount } }: { endpoint: ModelEndpoint }) {
  return (
    <>
      {tier && <Badge>{tier}</Badge>}
      {quantization && <Badge>{quantization}</Badge>}
      {discount !== null && discount > 0 && <Badge tone="ok">{formatPercent(discount)} off</Badge>}
      {status === "degraded" && <Badge tone="warn">degraded</Badge>}
    </>
  );
}

function Policy({ endpoint: { policy } }: { endpoint: ModelEndpoint }) {
  return (
    <span className="text-xs">
      {describePolicy(policy)}
      {policy.privacyUrl !== null && (
        <>
          {" · "}
          <a href={policy.privacyUrl} target="_blank" rel="noopener noreferrer" className="underline">
            privacy policy
          </a>
        </>
      )}
    </span>
  );
}
