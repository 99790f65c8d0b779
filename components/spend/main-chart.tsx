"use client";

import { useQuery } from "@tanstack/react-query";
import { meterQuery } from "@/components/budgets/queries";
import { ChartPanel } from "@/components/charts/chart-panel";
import { drawnColumns, type Sheet } from "@/components/charts/sheet";
import { Segmented } from "@/components/ui/segmented";
import type { Overview } from "@/lib/spend/overview-api";
import { timeText } from "./bucket-labels";
import { budgetLine } from "./budget-line";
import { showsDays, withAnomalies, withExpected } from "./day-signs";
import { Legend } from "./legend";
import { anomaliesQuery, type ForeseenDays, forecastQuery, type JudgedDays } from "./outlook-queries";
import {
  behindMeasure,
  groupSheet,
  groupsTitle,
  MEASURE_WORDS,
  MEASURES,
  measureOf,
} from "./overview-sheets";
import { isNarrowed } from "./search-params";
import { pickHint, usePicking } from "./use-picking";
import type { SpendView } from "./use-spend-view";

type Props = {
  overview: Overview;
  view: SpendView;
  colours: ReadonlyMap<string, string>;
  /** The days of which those that stand out are known. */
  judged: JudgedDays;
  /** The days of the view where it is not over. */
  coming: ForeseenDays | null;
};

/** What was spent (or run, or failed) bucket by bucket, stacked by group. */
export function MainChart({ overview, view, colours, judged, coming }: Props) {
  "use memo";
  const { params, choices, account, change } = view;
  const pick = usePicking(overview, view);
  const measure = measureOf(params.rank);
  const { name } = MEASURE_WORDS[measure];
  const signed = useSigns(groupSheet(overview, params.rank, colours, choices, account), {
    ...{ overview, view, judged, coming },
  });
  const sheet = useBudgetLine(signed, { overview, view });
  const { bucket } = overview;
  return (
    <ChartPanel
      title={`${name} per ${bucket}`}
      hint={`${timeText(overview)}, by the start of each generation`}
      about={timeText(overview)}
      controls={
        <Segmented
          label="Bars show"
          value={measure}
          options={MEASURES.map((value) => ({ value, label: MEASURE_WORDS[value].name }))}
          onChange={(rank) => change({ rank })}
        />
      }
      sheet={sheet}
      drawn="bars"
      height="h-60"
      file={`${measure}-by-${overview.groupBy}-per-${bucket}`}
      nothing={
        measure === "cost"
          ? "Nothing that ran in this time has a known cost above zero."
          : `There were no ${name.toLowerCase()} in this time.`
      }
      onPick={(first, last) => pick(first, last, behindMeasure(measure))}
      pickHint={pickHint(overview, "bars")}
      legend={
        <Legend
          name={groupsTitle(overview.groupBy)}
          overview={overview}
          columns={drawnColumns(sheet)}
          view={view}
        />
      }
    />
  );
}

/** Days that stand out are marked, and bars that are not over show what is expected of them. */
function useSigns(sheet: Sheet, { overview, view, judged, coming }: Omit<Props, "colours">): Sheet {
  "use memo";
  const { params, choices, account } = view;
  const { timeZone, overlapping } = overview;
  const days = showsDays(overview, params.rank, choices);
  // Where groups overlap, bars are higher than what their days have cost.
  const isForeseen = days && coming !== null && !overlapping;
  const { data: found } = useQuery({ ...anomaliesQuery(timeZone, judged, account), enabled: days });
  const { data: foreseen, isPlaceholderData: isOld } = useQuery(forecastQuery(isForeseen ? coming : null));
  if (!days) return sheet;
  const marked = found ? withAnomalies(sheet, found.anomalies, overview) : sheet;
  return isForeseen && foreseen && !isOld ? withExpected(marked, overview, foreseen) : marked;
}

const isThisMonth = ({ span, from, to }: SpendView["params"]) =>
  span === "month" && from === null && to === null;

/** Bars that are all of what was spent are measured against the workspace's budget, where there is one for them. */
function useBudgetLine(sheet: Sheet, { overview, view }: Pick<Props, "overview" | "view">): Sheet {
  "use memo";
  const { params, choices, account } = view;
  // Where groups overlap, bars are higher than what was spent; budgets are of the account in use.
  const isAll =
    measureOf(params.rank) === "cost" &&
    !isNarrowed(choices) &&
    !overview.overlapping &&
    account === undefined;
  const { data, dataUpdatedAt } = useQuery({ ...meterQuery, enabled: isAll });
  if (!isAll || !data) return sheet;
  const month = { isMonth: isThisMonth(params), now: new Date(dataUpdatedAt) };
  const line = budgetLine(overview, data.budgets, month);
  return line ? { ...sheet, line } : sheet;
}
