"use client";

import { Suspense } from "react";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { lazy } from "@/components/ui/lazy";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { describeChange } from "@/lib/catalog/describe-change";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { formatPriceOrUnknown } from "@/lib/core/format";
import { type PricePoint, pricePoints } from "./price-points";

const PriceHistoryChart = lazy(() => import("./price-history-chart"));

/** What a model cost from when to when, as a chart once it has moved, and as a list. */
export function PriceHistory({ details }: { details: ModelDetails }) {
  const points = pricePoints(details);
  return (
    <Panel title="Price history" hint="per million tokens">
      {points.length > 1 && (
        <div className="h-44 pb-2">
          <Suspense fallback={<Skeleton className="h-full w-full" />}>
            <PriceHistoryChart points={points} until={details.goneAt ?? details.fetchedAt} />
          </Suspense>
        </div>
      )}
      <Table label="Price history" aria-label="Price history" className="mb-5">
        <thead>
          <tr>
            <Th>From</Th>
            <Th numeric>Input</Th>
            <Th numeric>Output</Th>
            <Th wide>What changed</Th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point, at) => (
            <Row
              key={point.from?.getTime() ?? 0}
              point={point}
              isCurrent={at === 0 && details.goneAt === null}
              since={details.recordedSince}
            />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

type RowProps = { point: PricePoint; isCurrent: boolean; since: Date | null };

function Row({ point: { from, pricing, before }, isCurrent, since }: RowProps) {
  const lines = before ? describeChange({ differences: [{ kind: "price", before, after: pricing }] }) : [];
  return (
    <Tr>
      <Td className="align-top whitespace-nowrap">
        {from ? (
          <Instant at={from} />
        ) : since ? (
          <>
            Before <Instant at={since} />
          </>
        ) : (
          "Before"
        )}
        {isCurrent && <Badge className="ml-2">now</Badge>}
      </Td>
      <Td numeric className="align-top">
        {formatPriceOrUnknown(pricing.prices.prompt)}
      </Td>
      <Td numeric className="align-top">
        {formatPriceOrUnknown(pricing.prices.completion)}
      </Td>
      <Td wide className="align-top text-muted">
        {before === null
          ? from
            ? "Came into the list"
            : "As records began"
          : lines.map((line) => (
              <span key={line} className="block wrap-anywhere">
                {line}
              </span>
            ))}
      </Td>
    </Tr>
  );
}
