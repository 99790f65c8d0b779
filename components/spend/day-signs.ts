import type { Sheet } from "@/components/charts/sheet";
import { formatUsd } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { add, subtract, type Usd } from "@/lib/core/money";
import { atClock } from "@/lib/core/period";
import type { Choices } from "@/lib/ledger/dimensions";
import type { Anomaly, PeriodForecast } from "@/lib/spend/outlook-api";
import type { Overview } from "@/lib/spend/overview-api";
import { daysOf } from "./bucket-labels";
import type { ForeseenDays, JudgedDays } from "./outlook-queries";
import { causeInWords } from "./outlook-words";
import { measureOf, type Rank } from "./overview-sheets";
import { isNarrowed } from "./search-params";

/** Whether bars are what whole days cost in all: only such ones can be told from usual days and from expected ones. */
export const showsDays = ({ bucket }: Pick<Overview, "bucket">, rank: Rank, choices: Choices): boolean =>
  bucket !== "hour" && measureOf(rank) === "cost" && !isNarrowed(choices);

/** Why a day has a mark. */
const inWords = (anomaly: Anomaly): string =>
  `Far above the usual ${formatUsd(anomaly.usual)}. ${causeInWords(anomaly)}`;

/** The bars of the days that stand out marked, each with what is behind it; those of weeks and months name the day. */
export function withAnomalies(
  sheet: Sheet,
  anomalies: readonly Anomaly[],
  { bucket, to }: Pick<Overview, "bucket" | "to">,
): Sheet {
  const startOf = (index: number) => Date.parse(sheet.rows[index]?.key ?? to.toISOString());
  const isIn = (index: number, { from }: Anomaly) =>
    bucket === "day"
      ? from.getTime() === startOf(index)
      : startOf(index) <= from.getTime() && from.getTime() < startOf(index + 1);
  const oldestFirst = anomalies.toSorted((one, other) => one.from.getTime() - other.from.getTime());
  return {
    ...sheet,
    rows: sheet.rows.map((row, index) => {
      const found = oldestFirst.filter((anomaly) => isIn(index, anomaly));
      if (found.length === 0) return row;
      const words = found.map((anomaly) =>
        bucket === "day" ? inWords(anomaly) : `${formatDay(anomaly.day)}: ${inWords(anomaly)}`,
      );
      return { ...row, mark: words.join(" ") };
    }),
  };
}

/**
 * What the bars that are not over are expected to come to, on top of what they have: each day by itself; of weeks and
 * months only the last, where all that is to come lies in it.
 */
export function withExpected(
  sheet: Sheet,
  { bucket, buckets }: Pick<Overview, "bucket" | "buckets">,
  { spent, forecast }: Pick<PeriodForecast, "spent" | "forecast">,
): Sheet {
  if (forecast.kind !== "forecast" || bucket === "hour") return sheet;
  const { ahead, expected, low, high } = forecast;
  const last = buckets.at(-1)?.start;
  const beyond = (amount: Usd) => subtract(amount, spent);
  const isInLast = ahead[0] !== undefined && last !== undefined && ahead[0].from >= last;
  const guesses =
    bucket === "day"
      ? ahead
      : isInLast
        ? [{ from: last, expected: beyond(expected), low: beyond(low), high: beyond(high) }]
        : [];
  const byStart = new Map(guesses.map((guess) => [guess.from.getTime(), guess]));
  return {
    ...sheet,
    rows: sheet.rows.map((row, index) => {
      const guess = byStart.get(Date.parse(row.key));
      const has = buckets[index]?.figures.cost;
      if (!guess || has === undefined) return row;
      const [expected, low, high] = [add(has, guess.expected), add(has, guess.low), add(has, guess.high)];
      return { ...row, expected: { expected, low, high } };
    }),
  };
}

/** First and last day of a view that is not over; null where it is, or is not made of whole days. */
export function daysToForesee(
  { from, to, timeZone }: Pick<Overview, "from" | "to" | "timeZone">,
  today: string,
): ForeseenDays | null {
  const days = daysOf(from, to, timeZone);
  const begins = atClock(`${days.from}T00:00`, timeZone);
  return days.to >= today && begins?.getTime() === from.getTime() ? { ...days, timeZone } : null;
}

const DAY_MS = 86_400_000;
/** More cannot be asked for. */
const MOST_DAYS = 365;

/** The days of a view that have begun, or the last year of them: those of which it is asked which stand out. */
export function daysToJudge(
  { from, to, timeZone }: Pick<Overview, "from" | "to" | "timeZone">,
  today: string,
): JudgedDays {
  const { from: first, to: end } = daysOf(from, to, timeZone);
  const last = end < today ? end : first > today ? first : today;
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  return { days: Math.min(days, MOST_DAYS), last };
}
