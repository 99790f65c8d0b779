import { addDays, addMonths, type CivilDay, civilDay, mondayOf, startOfCivilDay } from "@/lib/core/period";
import type { BudgetPeriod } from "./terms";

/** Half-open: what is admitted at `endsAt` belongs to the next one. Null: it never ends. */
export type Period = { startsAt: Date; endsAt: Date | null };

const FIRST = {
  daily: (day: CivilDay) => day,
  weekly: mondayOf,
  monthly: (day: CivilDay) => addMonths(day, 0),
};
const NEXT = {
  daily: (day: CivilDay) => addDays(day, 1),
  weekly: (day: CivilDay) => addDays(day, 7),
  monthly: (day: CivilDay) => addMonths(day, 1),
};

/** The day, week (from Monday) or month of a zone that an instant lies in. @throws RangeError for an unknown zone */
export function periodAt(period: BudgetPeriod, timeZone: string, at: Date): Period {
  if (period === "total") return { startsAt: new Date(0), endsAt: null };
  const first = FIRST[period](civilDay(at, timeZone));
  const startOf = (day: CivilDay) => startOfCivilDay(day, timeZone);
  const next = NEXT[period](first);
  const [startsAt, endsAt] = [startOf(first), startOf(next)];
  // Clocks that are put back over midnight bring the old day back, when the new one has begun.
  if (at >= endsAt) return { startsAt: endsAt, endsAt: startOf(NEXT[period](next)) };
  return { startsAt, endsAt };
}
