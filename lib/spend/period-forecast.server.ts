import "server-only";
import { addDays } from "@/lib/core/period";
import { endsOfSpan, spanRefusal } from "@/lib/core/span";
import type { Db } from "@/lib/db/client.server";
import { addDaySums, lastCivilDays, readDays } from "./daily.server";
import { MOST_DAYS } from "./daily-model";
import { comingDays, foresee } from "./foresee.server";
import type { PeriodForecast } from "./outlook-api";
import type { ForecastQuery } from "./outlook-request";

const DAY = 86_400_000;
/** Further ahead the weekdays of some weeks say nothing. */
const MOST_AHEAD = 92;

type Options = { account: string; memberId?: string | undefined; query: ForecastQuery; now: Date };

/**
 * What the days from one to another will have cost when the last of them is over, by the start of each generation.
 * @throws AppError `invalid_request` for an unknown time zone, and for days that cannot be or are over
 */
export async function spendForecast(
  db: Db,
  { account, memberId, query, now }: Options,
): Promise<PeriodForecast> {
  const { timeZone } = query;
  const [from, to] = endsOfSpan({ ...query, span: "today" }, now);
  if (to <= now) throw spanRefusal("to", "is over: there is nothing to foresee");
  const { today } = lastCivilDays(now, 0, timeZone);
  const [first, last] = [Date.parse(query.from), Date.parse(query.to)];
  const days = lastCivilDays(now, Math.max(MOST_DAYS, Math.round((today - first) / DAY)), timeZone);
  const sums = await readDays(db, { account, memberId, days, now }, (reader) => reader.sums());
  const { cost: spent, unknown } = addDaySums(sums.filter((_, index) => (days.days[index] ?? 0) >= first));
  const ahead = comingDays(days, now, addDays(last, 1)).filter(({ day }) => day >= first);
  const isFar = last > addDays(today, MOST_AHEAD);
  return {
    ...{ timeZone, from, to, spent, unknown },
    forecast: isFar ? { kind: "too_far", most: MOST_AHEAD } : foresee(days, sums, { spent, ahead }),
  };
}
