"use client";

import Link from "next/link";
import { IntervalBar, Swatch } from "@/components/charts/swatch";
import { MeanUsd } from "@/components/ui/mean-usd";
import { Table, Td, Th } from "@/components/ui/table";
import { type RestFact, UnfoldRow } from "@/components/ui/unfold-row";
import { modelPath } from "@/lib/catalog/model-path";
import type { Standing } from "@/lib/conversations/votes-api";
import { formatCount } from "@/lib/core/format";

type Props = { standings: readonly Standing[]; colours: ReadonlyMap<string, string> };

/** The models in the order of their scores. Ranks whose intervals overlap are not far apart, which the bars show. */
export function StandingsTable({ standings, colours }: Props) {
  "use memo";
  const least = Math.min(...standings.map(({ low }) => low));
  const most = Math.max(...standings.map(({ high }) => high));
  return (
    <Table label="Leaderboard" aria-label="Leaderboard">
      <thead>
        <tr>
          <Th numeric className="w-8">
            <span aria-hidden>#</span>
            <span className="sr-only">Rank</span>
          </Th>
          <Th className="md:min-w-48">Model</Th>
          <Th numeric>Score</Th>
          <Th wide="xl" className="w-56 min-w-40" data-tip="Holds the true score with 95 % confidence">
            Interval
          </Th>
          <Th numeric wide data-tip="Votes that it won, of those with an answer of it">
            Won
          </Th>
          <Th numeric wide="xl">
            Tied
          </Th>
          <Th numeric wide="xl" data-tip="Votes that found no answer good">
            Bad
          </Th>
          <Th numeric wide data-tip="What all its answers cost, by the votes it won">
            Cost per win
          </Th>
          <Th numeric wide data-tip="Of an answer that was voted on">
            Average cost
          </Th>
          <Th className="w-8 xl:hidden">
            <span className="sr-only">More</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {standings.map((standing, index) => (
          <Row
            key={standing.model}
            standing={standing}
            rank={index + 1}
            colour={colours.get(standing.model)}
            range={{ least, most }}
          />
        ))}
      </tbody>
    </Table>
  );
}

type RowProps = {
  standing: Standing;
  rank: number;
  colour: string | undefined;
  range: { least: number; most: number };
};

function Row({ standing, rank, colour, range }: RowProps) {
  "use memo";
  const { model, score, low, high, votes, wins, ties, bad, costPerWin, averageCost, unpriced } = standing;
  const interval = `${Math.round(low)} to ${Math.round(high)}`;
  const won = `${formatCount(wins)} of ${formatCount(votes)}`;
  const rest: RestFact[] = [
    { name: "Interval, 95 %", value: interval },
    { name: "Won", value: won, until: "md" },
    { name: "Tied", value: formatCount(ties) },
    { name: "Bad", value: formatCount(bad) },
    { name: "Cost per win", value: <MeanUsd amount={costPerWin} />, until: "md" },
    { name: "Average cost", value: <MeanUsd amount={averageCost} />, until: "md" },
    ...(unpriced > 0 ? [{ name: "Answers without a known cost", value: formatCount(unpriced) }] : []),
  ];
  return (
    <UnfoldRow about={model} rest={rest} until="xl">
      <Td numeric className="text-muted">
        {rank}
      </Td>
      <th scope="row" className="px-2 py-1.5 text-left font-normal">
        <Link
          href={`/models/${modelPath(model)}`}
          prefetch={false}
          className="inline-flex items-center gap-2 wrap-anywhere hover:underline touch:min-h-11"
        >
          <Swatch colour={colour} />
          {model}
        </Link>
      </th>
      <Td numeric className="font-medium">
        {Math.round(score)}
      </Td>
      <Td wide="xl">
        <span className="flex items-center gap-3">
          <IntervalBar low={low} value={score} high={high} {...range} colour={colour} />
          <span className="w-24 shrink-0 text-xs whitespace-nowrap text-muted">{interval}</span>
        </span>
      </Td>
      <Td numeric wide className="whitespace-nowrap">
        {won}
      </Td>
      <Td numeric wide="xl">
        {formatCount(ties)}
      </Td>
      <Td numeric wide="xl">
        {formatCount(bad)}
      </Td>
      <Td numeric wide>
        <MeanUsd amount={costPerWin} />
      </Td>
      <Td numeric wide>
        {unpriced > 0 && averageCost !== null && (
          <span className="mr-2 text-xs text-muted" data-tip="Answers without a known cost">
            {formatCount(unpriced)} unknown +
          </span>
        )}
        <MeanUsd amount={averageCost} />
      </Td>
    </UnfoldRow>
  );
}
