"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { type MouseEvent, useDeferredValue, useState } from "react";
import { useSeriesColours } from "@/components/charts/use-series-colours";
import { AccountNotice } from "@/components/filters/account-notice";
import { AccountSelect } from "@/components/filters/account-select";
import { OtherAccounts } from "@/components/filters/other-accounts";
import { SpanPicker } from "@/components/filters/span-picker";
import { type LookedAt, useAccount } from "@/components/filters/use-account";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import type { Failure } from "@/lib/core/failure";
import { formatCount, formatUsd } from "@/lib/core/format";
import type { Account } from "@/lib/ledger/accounts-api";
import type { Overview } from "@/lib/spend/overview-api";
import { dayOf, daysUpTo } from "./bucket-labels";
import { BudgetsStrip } from "./budgets-strip";
import { daysToForesee, daysToJudge } from "./day-signs";
import { ExportMenu } from "./export-menu";
import { GroupTable } from "./group-table";
import { MainChart } from "./main-chart";
import { MoreCharts } from "./more-charts";
import { Anomalies } from "./outlook-anomalies";
import { Outlook } from "./outlook-panel";
import { groupsTitle, measureOf, seriesKey } from "./overview-sheets";
import { PeriodForecast } from "./period-forecast";
import { overviewQuery } from "./queries";
import { isNarrowed, overviewText } from "./search-params";
import { ShapeBar } from "./shape-bar";
import { NothingMatches, NothingRan } from "./spend-empty";
import { SpendSkeleton } from "./spend-skeleton";
import { SpendTiles } from "./spend-tiles";
import { TimeZoneSelect } from "./time-zone-select";
import { type SpendView, useSpendView } from "./use-spend-view";
import { ViewMenu } from "./view-menu";

/** The spend page: tiles, charts and table of one time, all from one answer. */
export function SpendBoard({ reportingZone = null }: { reportingZone?: string | null }) {
  "use memo";
  const view = useSpendView(reportingZone);
  const { params, zone, query: shown, change } = view;
  const query = useQuery({ ...overviewQuery(overviewText(params, zone ?? "UTC")), enabled: zone !== null });
  const overview = query.data;
  // What is shown belongs to what it was asked with: drawn anew before the answer, it would only keep that waiting.
  const [asked, setAsked] = useState(view);
  if (!query.isPlaceholderData && asked.query !== shown) setAsked(view);
  const settled = query.isPlaceholderData ? asked : view;
  const lookedAt = useAccount(params.account);
  const look = ({ id, isCurrent, first, last }: Account) =>
    change({
      ...{ account: isCurrent ? null : id, bucket: null },
      // What was in use long ago has nothing in the last days.
      ...(isCurrent || !first || !last ? { from: null, to: null } : daysUpTo(first, last, zone ?? "UTC")),
    });
  const filters = (
    <>
      <SpanPicker
        state={params}
        // Hours suit a few days, and would be thousands of bars of a year.
        onSpan={(span) =>
          change({ span, from: null, to: null, ...(params.bucket === "hour" && { bucket: null }) })
        }
        onDays={(days) => change({ ...days, bucket: null })}
      />
      <TimeZoneSelect value={zone ?? "UTC"} onChange={(timeZone) => change({ timeZone })} />
      <AccountSelect lookedAt={lookedAt} onLook={look} />
    </>
  );
  const action = (
    <>
      {!lookedAt.isOther && <LinkButton href="/spend/reconciliation">Reconciliation</LinkButton>}
      <ViewMenu query={shown} />
      {overview && (
        // Files are named by what is asked for: until the answer to that is here, there is nothing to save.
        <span
          inert={query.isPlaceholderData}
          className={clsx("transition-opacity", query.isPlaceholderData && "opacity-50")}
        >
          <ExportMenu overview={overview} view={view} />
        </span>
      )}
    </>
  );
  const toCurrent = (
    <Button size="sm" onClick={() => change({ account: null, from: null, to: null })}>
      Back to the current account
    </Button>
  );
  const remedy = ({ code, issues }: Failure) => {
    if (code !== "invalid_request") return null;
    if (issues?.some(({ path }) => path === "account")) return toCurrent;
    const isZone = issues?.some(({ path }) => path === "timeZone");
    // What cannot be asked of so long a time can be of a shorter one.
    const shorter = { span: "30d", from: null, to: null, bucket: null } as const;
    return (
      <Button size="sm" look="primary" onClick={() => change(isZone ? { timeZone: null } : shorter)}>
        {isZone
          ? reportingZone === null
            ? "Use my time zone"
            : "Use the workspace's time zone"
          : "Last 30 days"}
      </Button>
    );
  };
  return (
    <Page title="Spend" filters={filters} action={action}>
      {lookedAt.isOther && lookedAt.shown && (
        <AccountNotice account={lookedAt.shown} action={toCurrent}>
          Budgets, forecast, credits, the free quota and reconciliation are those of the account in use.
        </AccountNotice>
      )}
      <ShapeBar view={view} bucket={overview?.bucket} />
      <QueryPanel query={query} skeleton={<SpendSkeleton />} remedy={remedy}>
        {(overview) => (
          <div
            aria-busy={query.isPlaceholderData}
            className="relative isolate"
            // Keys are as pointers there: what knows nothing of the choice yet would take it back.
            onClickCapture={settled.query === shown ? undefined : passOver}
          >
            {/* Over it, since a page that is itself dimmed is styled and painted anew, before the answer and after. */}
            {query.isPlaceholderData && (
              <div
                aria-hidden
                className="absolute inset-0 z-30 bg-canvas/50 transition-opacity delay-100 starting:opacity-0"
              />
            )}
            <p role="status" className="sr-only">
              {query.isPlaceholderData ? "Loading…" : inWords(overview)}
            </p>
            <Shown
              overview={overview}
              readAt={query.dataUpdatedAt}
              view={settled}
              lookedAt={lookedAt}
              onLook={look}
            />
          </div>
        )}
      </QueryPanel>
    </Page>
  );
}

const passOver = (event: MouseEvent) => {
  event.preventDefault();
  event.stopPropagation();
};

/** What a change of filters has come to, for whoever does not see the tiles. */
const inWords = ({ totals: { cost, generations } }: Overview): string =>
  `${formatUsd(cost)} spent on ${generations === 1 ? "1 generation" : `${formatCount(generations)} generations`}.`;

type ShownProps = {
  overview: Overview;
  /** When it came, in milliseconds; 0 while another is on its way. */
  readAt: number;
  view: SpendView;
  lookedAt: LookedAt;
  onLook: (account: Account) => void;
};

function Shown({ overview, readAt, view, lookedAt, onLook }: ShownProps) {
  "use memo";
  const { groupBy, series, totals } = overview;
  // A page that is left open comes to another day with its figures, not before them.
  const [now, setNow] = useState(readAt);
  if (readAt > now) setNow(readAt);
  const dayIn = (timeZone: string) => dayOf(new Date(now), timeZone);
  const judged = daysToJudge(overview, dayIn(overview.timeZone));
  // What is to come is foreseen of the account in use.
  const coming = lookedAt.isOther ? null : daysToForesee(overview, dayIn(overview.timeZone));
  // The first chart and the table are painted before all that lies below them is drawn anew.
  const below = useDeferredValue(overview);
  const accountBelow = useDeferredValue(view.account);
  // Groups without a bar keep grey: a colour says "find me in the chart".
  const colours = useSeriesColours(series.map(({ key }) => seriesKey(groupBy, key)));
  return (
    <>
      <SpendTiles overview={overview} choices={view.choices} account={view.account} />
      {totals.generations === 0 ? (
        <div className="border-t border-line">
          {isNarrowed(view.choices) ? (
            <NothingMatches onClear={() => view.narrow({})} />
          ) : (
            <NothingRan more={<OtherAccounts lookedAt={lookedAt} onLook={onLook} />} />
          )}
        </div>
      ) : (
        <>
          <MainChart {...{ overview, view, colours, judged, coming }} />
          {coming && measureOf(view.params.rank) === "cost" && (
            <PeriodForecast days={coming} isNarrowed={isNarrowed(view.choices)} />
          )}
          <Panel title={groupsTitle(groupBy)} className="mt-4">
            <GroupTable overview={overview} view={view} colours={colours} />
          </Panel>
          {/* These come by answers of their own: above the table they would move its rows away from under the pointer. */}
          <Anomalies
            timeZone={below.timeZone}
            days={daysToJudge(below, dayIn(below.timeZone))}
            isNarrowed={isNarrowed(view.choices)}
            account={accountBelow}
          />
          {!lookedAt.isOther && (
            <>
              <BudgetsStrip isNarrowed={isNarrowed(view.choices)} />
              <Outlook timeZone={below.timeZone} />
            </>
          )}
          <MoreCharts overview={below} view={view} />
        </>
      )}
    </>
  );
}
