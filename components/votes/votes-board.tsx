"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Trophy } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useSeriesColours } from "@/components/charts/use-series-colours";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Leaderboard } from "@/lib/conversations/votes-api";
import { formatCount } from "@/lib/core/format";
import { QualityChart } from "./quality-chart";
import { leaderboardQuery } from "./queries";
import { SaveButton } from "./save-button";
import { DAYS, PERIODS, votesParams } from "./search-params";
import { StandingsTable } from "./standings-table";

/** How models do in the team's blind votes: the ranking, and what each costs. */
export function VotesBoard() {
  "use memo";
  const [{ period }, setParams] = useQueryStates(votesParams);
  const query = useQuery(leaderboardQuery(DAYS[period]));
  const filters = (
    <Segmented
      label="Period"
      value={period}
      options={PERIODS.map((value) => ({ value, label: value }))}
      onChange={(value) => void setParams({ period: value }, { history: "push" })}
    />
  );
  const standings = query.data?.standings ?? [];
  return (
    <Page
      title="Votes"
      filters={filters}
      action={standings.length > 0 && <SaveButton standings={standings} name={`votes-${period}`} />}
    >
      <QueryPanel query={query} skeleton={<SkeletonRows className="mt-4" />}>
        {(leaderboard) => (
          <div
            aria-busy={query.isPlaceholderData}
            className={clsx("transition-opacity", query.isPlaceholderData && "opacity-50")}
          >
            {leaderboard.votes === 0 ? <Nothing /> : <Board leaderboard={leaderboard} />}
          </div>
        )}
      </QueryPanel>
    </Page>
  );
}

function Board({ leaderboard: { votes, standings } }: { leaderboard: Leaderboard }) {
  "use memo";
  const colours = useSeriesColours(standings.map(({ model }) => model));
  return (
    <>
      <Panel
        title="Leaderboard"
        hint={`${votes === 1 ? "1 blind vote" : `${formatCount(votes)} blind votes`} of the team · 1000 is an average model, 400 more wins ten of eleven times`}
        className="border-t-0"
      >
        <StandingsTable standings={standings} colours={colours} />
      </Panel>
      <Panel title="Quality and price" hint="score by the average cost of an answer" className="mt-4">
        <QualityChart standings={standings} colours={colours} />
      </Panel>
    </>
  );
}

function Nothing() {
  "use memo";
  const action = (
    <LinkButton href="/" look="primary">
      Compare models
    </LinkButton>
  );
  return (
    <Empty icon={<Trophy aria-hidden />} title="No votes in this time" action={action}>
      Put two models or more beside each other, switch Blind on, ask, and choose the best answer. Every vote
      counts here: models are ranked by whom they beat, with what a win costs.
    </Empty>
  );
}
