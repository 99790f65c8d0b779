import "server-only";
import { ZERO } from "@/lib/core/money";
import { startOfCivilDay } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import type { Value } from "@/lib/ledger/dimensions";
import { BASELINE_DAYS, causeOf, findSurprises, mayCause, riseOf, type Surprise } from "./anomalies";
import { type DailyReader, type Days, dayText, lastCivilDays, readDays, weekdayOf } from "./daily.server";
import type { Anomalies, Anomaly } from "./outlook-api";
import type { AnomaliesQuery } from "./outlook-request";

type Options = { account: string; memberId?: string | undefined; query: AnomaliesQuery; now: Date };

/** In the order in which a tie is decided: a key says more than the model that it asks, and both more than a member. */
const SUSPECTS = ["key", "model", "member"] as const;

/** A longer time has more of them than anyone would look at. */
const MOST = 20;

/**
 * The days that cost far more than the weeks before them let expect, and what is behind each.
 * @throws AppError `invalid_request` for an unknown time zone
 */
export async function spendAnomalies(db: Db, { account, memberId, query, now }: Options): Promise<Anomalies> {
  const days = daysToLast(query, now);
  const { boundaries } = days;
  const asked = Math.max(0, days.days.length - query.days);
  const anomalies = await readDays(db, { account, memberId, days, now }, async (reader) => {
    const sums = await reader.sums();
    // Days before anything ever ran are no quiet days that the first busy one would stand out from.
    const first = Math.max(
      0,
      sums.findIndex(({ generations }) => generations > 0),
    );
    const spent = sums.map(({ cost }, index) => ({ weekday: weekdayOf(days.days[index] ?? 0), cost }));
    const surprises = findSurprises(spent.slice(first), Math.max(0, asked - first))
      .map((surprise) => ({ ...surprise, index: surprise.index + first }))
      .slice(-MOST)
      .reverse();
    if (surprises.length === 0) return [];
    const accused: Map<number, Cause>[] = [];
    for (const dimension of SUSPECTS) accused.push(await accuse(reader, dimension, surprises));
    return surprises.map(
      ({ index, cost, usual, threshold }): Anomaly => ({
        day: dayText(days.days[index] ?? 0),
        from: boundaries[index] ?? now,
        to: boundaries[index + 1] ?? now,
        running: (boundaries[index + 1] ?? now) > now,
        ...{ cost, usual, threshold },
        causes: accused.flatMap((causes) => causes.get(index) ?? []).sort(mostRisenFirst),
      }),
    );
  });
  return {
    timeZone: query.timeZone,
    from: boundaries[asked] ?? now,
    to: boundaries.at(-1) ?? now,
    anomalies,
  };
}

/** The days that are asked about and those that they are compared with. */
function daysToLast({ days, last, timeZone }: AnomaliesQuery, now: Date): Days {
  const before = days - 1 + 2 * BASELINE_DAYS;
  const all = lastCivilDays(now, before, timeZone);
  const end = last === undefined ? all.today : Date.parse(last);
  return end < all.today ? lastCivilDays(startOfCivilDay(end, all.timeZone), before, timeZone) : all;
}

const mostRisenFirst = (left: Cause, right: Cause): number => {
  const [one, other] = [riseOf(left), riseOf(right)];
  return one > other ? -1 : one < other ? 1 : 0;
};

type Cause = Anomaly["causes"][number];

/** Of each surprise, by its index, the value of a dimension whose contribution rose most, where that explains it. */
async function accuse(
  reader: DailyReader,
  dimension: Cause["dimension"],
  surprises: readonly Surprise[],
): Promise<Map<number, Cause>> {
  const then = await reader.costsBy(dimension, { days: surprises.map(({ index }) => index) });
  const costOf = (key: Value, { index }: Surprise) => then.get(key)?.get(index) ?? ZERO;
  // Of a year with many values few can be behind a day, and only what these were before is read.
  const suspects = [...then.keys()].filter((key) =>
    surprises.some((surprise) => mayCause(surprise, costOf(key, surprise))),
  );
  if (suspects.length === 0) return new Map();
  const all = then.size > 1 ? [...then.keys()] : await reader.valuesOf(dimension);
  const earlier = await reader.costsBy(dimension, { days: surprises.flatMap(daysBefore), values: suspects });
  const causes = surprises.flatMap((surprise) => {
    const contributions = all.map((key) => ({
      key,
      cost: costOf(key, surprise),
      before: suspects.includes(key)
        ? daysBefore(surprise).map((index) => earlier.get(key)?.get(index) ?? ZERO)
        : [],
    }));
    const cause = causeOf(surprise, contributions);
    return cause ? [{ index: surprise.index, cause }] : [];
  });
  const nameOf = await reader.nameOf(
    dimension,
    causes.map(({ cause }) => cause.key),
  );
  return new Map(
    causes.map(({ index, cause }) => [index, { ...cause, dimension, label: nameOf(cause.key) }] as const),
  );
}

/** Those that it is compared with. */
const daysBefore = ({ index }: Surprise): number[] =>
  Array.from({ length: Math.min(index, BASELINE_DAYS) }, (_, before) => index - 1 - before);
