import type { Usd } from "@/lib/core/money";
import type { Raise } from "./figures";
import type { BudgetChange } from "./request";
import type { BudgetPeriod } from "./terms";

type Terms = { limit: Usd; period: BudgetPeriod; timeZone: string; hard: boolean; raise: Raise | null };

/** Whether terms are others than those that a change was thought out for; what it does not name may be anything. */
export function changedSince(now: Terms, was: BudgetChange["was"]): boolean {
  if (was === undefined) return false;
  const { raise, ...terms } = was;
  if (raise !== undefined && !isSameRaise(now.raise, raise)) return true;
  return Object.entries(terms).some(
    ([name, value]) => value !== undefined && now[name as keyof typeof terms] !== value,
  );
}

const isSameRaise = (one: Raise | null, other: Raise | null): boolean =>
  one?.amount === other?.amount && one?.until.getTime() === other?.until.getTime();
