import type { SheetLine } from "@/components/charts/sheet";
import type { Budget } from "@/lib/budgets/api";
import { ceilingAt } from "@/lib/budgets/figures";
import type { BudgetPeriod } from "@/lib/budgets/terms";
import { divide } from "@/lib/core/money";
import { nameOfZone } from "@/lib/core/period";
import type { Overview } from "@/lib/spend/overview-api";

type Time = Pick<Overview, "bucket" | "timeZone"> & { buckets: readonly unknown[] };

/** The bars that are periods of a budget. */
const BAR_OF: Record<BudgetPeriod, Overview["bucket"] | null> = {
  ...{ daily: "day", weekly: "week", monthly: "month", total: null },
};
const NAMES: Record<BudgetPeriod, string> = {
  ...{ daily: "Daily budget", weekly: "Weekly budget", monthly: "Monthly budget", total: "Budget" },
};

/**
 * The workspace's budget that bars can be measured against: one of which each bar is a period, by the same clock, else an even
 * share of the month's for each day of this month. Of several a hard one, and of these the least; null without any.
 * @param isMonth whether the bars are those of this month, to its end
 */
export function budgetLine(
  { bucket, timeZone, buckets }: Time,
  budgets: readonly Budget[],
  { isMonth, now }: { isMonth: boolean; now: Date },
): SheetLine | null {
  const ofAll = budgets
    .filter((budget) => budget.scope.type === "workspace" && nameOfZone(budget.timeZone) === timeZone)
    .toSorted((one, other) => Number(other.hard) - Number(one.hard) || (one.limit < other.limit ? -1 : 1));
  // A raise is for one period only, and bars are of many.
  const whole = ofAll.find(({ period }) => BAR_OF[period] === bucket);
  if (whole) return { label: NAMES[whole.period], amount: whole.limit };
  const monthly = ofAll.find(({ period }) => period === "monthly");
  if (!isMonth || bucket !== "day" || !monthly || buckets.length === 0) return null;
  const ceiling = ceilingAt(monthly.limit, monthly.raise, now);
  return { label: "Monthly budget, an even share a day", amount: divide(ceiling, buckets.length) };
}
