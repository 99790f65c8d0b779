"use client";

import { useQuery } from "@tanstack/react-query";
import { Usd } from "@/components/ui/usd";
import { type Advertised, advertised, type Spread } from "@/lib/catalog/advertised";
import type { CatalogModel } from "@/lib/catalog/model";
import { estimateCost } from "@/lib/catalog/pricing";
import type { ModelUsage, ModelUsageResponse } from "@/lib/catalog/usage-api";
import { formatCount, formatTokens, UNKNOWN } from "@/lib/core/format";
import { formatDuration, formatPercent, formatSpeed } from "@/lib/core/format-measures";
import { endpointsQuery } from "./endpoint-queries";
import { CardPart, FactRow } from "./fact-row";
import { usageQuery } from "./usage-queries";

/** What an average request costs on a model, and what was measured of it here beside what its providers say. */
export function OwnFigures({ model }: { model: CatalogModel }) {
  "use memo";
  const usage = useQuery(usageQuery).data;
  const endpoints = useQuery({ ...endpointsQuery(model.id), enabled: false }).data?.endpoints ?? [];
  if (!usage) return null;
  const own = usage.models.find((figures) => figures.model === model.id) ?? null;
  return (
    <>
      <AverageRequest model={model} average={usage.average} />
      {own && own.generations > 0 && <Measured own={own} theirs={advertised(endpoints)} />}
    </>
  );
}

type AverageProps = { model: CatalogModel; average: ModelUsageResponse["average"] };

function AverageRequest({ model, average }: AverageProps) {
  const { promptTokens, completionTokens, measured } = average;
  const cost = estimateCost(model, { promptTokens, completionTokens, at: new Date() });
  return (
    <CardPart title={measured ? "Your average request" : "A usual request"}>
      <dl className="space-y-1.5">
        <FactRow name={`${formatTokens(promptTokens)} in, ${formatTokens(completionTokens)} out`}>
          <Usd amount={cost} estimate />
        </FactRow>
      </dl>
      <p className="text-faint">
        {measured ? "Averages of your last 30 days." : "Nothing was measured here yet, so this is a guess."}
      </p>
    </CardPart>
  );
}

function Measured({ own, theirs }: { own: ModelUsage; theirs: Advertised }) {
  const rows = [
    {
      name: "First token",
      own: formatDuration(own.ttftMs),
      theirs: between(theirs.latencyMs, formatDuration),
    },
    { name: "Speed", own: formatSpeed(own.throughput), theirs: between(theirs.throughput, formatSpeed) },
    {
      name: "Errors",
      own: own.errorRate === null ? UNKNOWN : formatPercent(own.errorRate),
      theirs: between(theirs.errors, (share) => formatPercent(Math.max(0, share ?? 0))),
    },
  ];
  return (
    <CardPart title="Measured here" hint={`${formatCount(own.generations)} in 30 days`}>
      <table className="w-full tabular-nums">
        <thead className="text-left text-faint">
          <tr>
            <th scope="col" className="font-normal">
              <span className="sr-only">Figure</span>
            </th>
            <th scope="col" className="text-right font-normal">
              Yours
            </th>
            <th scope="col" className="text-right font-normal">
              Providers say
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className="py-0.5 text-left font-normal text-muted">
                {row.name}
              </th>
              <td className="text-right">{row.own}</td>
              <td className="text-right text-muted">{row.theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </CardPart>
  );
}

function between(spread: Spread | null, format: (value: number | null) => string): string {
  if (spread === null) return UNKNOWN;
  const [best, worst] = [format(spread.best), format(spread.worst)];
  return best === worst ? best : `${best} – ${worst}`;
}
