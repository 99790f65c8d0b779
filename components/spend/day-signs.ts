import type { Sheet } from "@/components/charts/sheet";
import { formatUsd } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { add } from "@/lib/core/money";
import type { Choices } from "@/lib/ledger/dimensions";
import type { Anomaly, Outlook } from "@/lib/spend/outlook-api";
import type { Overview } from "@/lib/spend/overview-api";
import { daysOf } from "./bucket-labels";
import type { JudgedDays } from "./outlook-queries";
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

type Ahead = Extract<Outlook["forecast"], { kind: "forecast" }>["ahead"];

/** What the days to come are expected to cost, and today on top of what it has cost. */
export function withExpected(sheet: Sheet, buckets: Overview["buckets"], ahead: Ahead): Sheet {
  const guesses = new Map(ahead.map((guess) => [guess.from.getTime(), guess]));
  return {
    ...sheet,
    rows: sheet.rows.map((row, index) => {
      const guess = guesses.get(Date.parse(row.key));
      const spent = buckets[index]?.figures.cost;
      if (!guess || spent === undefined) return row;
      const [expected, low, high] = [
        add(spent, guess.expected),
        add(spent, guess.low),
        add(spent, guess.high),
      ];
      return { ...row, expected: { expected, low, high } };
    }),
  };
}

const DAY_MS = 86_400_000;
/** More cannot be asked for. */
const MOST_DAYS = 365;

/** The days of a view that have begun, or the last year of them: those of which it is asked which stand out. */
export function daysToJudge(
  { from, to, timeZone }: Pick<Overview, "from" | "to" | "timeZone">,
  now: number,
): JudgedDays {
  const end = new Date(Math.max(from.getTime() + 1, Math.min(to.getTime(), now + 1)));
  const { from: first, to: last } = daysOf(from, end, timeZone);
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  return { days: Math.min(days, MOST_DAYS), last };
}
