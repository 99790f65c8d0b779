import type { Sheet } from "@/components/charts/sheet";
import { formatUsd } from "@/lib/core/format";
import { add } from "@/lib/core/money";
import type { Choices } from "@/lib/ledger/dimensions";
import type { Anomaly, Outlook } from "@/lib/spend/outlook-api";
import type { Overview } from "@/lib/spend/overview-api";
import { causeInWords } from "./outlook-words";
import { measureOf, type Rank } from "./overview-sheets";
import { isNarrowed } from "./search-params";

/** Whether bars are what days cost in all: only such ones can be told from usual days and from expected ones. */
export const showsDays = ({ bucket }: Pick<Overview, "bucket">, rank: Rank, choices: Choices): boolean =>
  bucket === "day" && measureOf(rank) === "cost" && !isNarrowed(choices);

/** Why a day has a mark. */
const inWords = (anomaly: Anomaly): string =>
  `Far above the usual ${formatUsd(anomaly.usual)}. ${causeInWords(anomaly)}`;

/** The days that stand out marked, each with what is behind it. */
export function withAnomalies(sheet: Sheet, anomalies: readonly Anomaly[]): Sheet {
  const found = new Map(anomalies.map((anomaly) => [anomaly.from.getTime(), anomaly]));
  return {
    ...sheet,
    rows: sheet.rows.map((row) => {
      const anomaly = found.get(Date.parse(row.key));
      return anomaly ? { ...row, mark: inWords(anomaly) } : row;
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
/** A month, three, and a year, each with a day more, since the first day may have begun that long ago. */
const LENGTHS = [31, 92, 365] as const;

/** Of how many days, today included, those that stand out are asked for, so that no day of a view is left out. */
export function daysToJudge({ bucket, from }: Pick<Overview, "bucket" | "from">, now: number): number {
  if (bucket !== "day") return LENGTHS[0];
  // An hour more, for the clocks.
  const needed = Math.ceil((now - from.getTime() + DAY_MS / 24) / DAY_MS);
  return LENGTHS.find((length) => length >= needed) ?? LENGTHS[2];
}
