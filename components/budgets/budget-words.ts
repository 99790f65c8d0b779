import type { Budget } from "@/lib/budgets/api";
import { ceilingAt } from "@/lib/budgets/figures";
import type { BudgetPeriod, BudgetScopeType } from "@/lib/budgets/terms";
import { parseUsdOrNull, type Usd } from "@/lib/core/money";

export const SCOPE_LABELS: Record<BudgetScopeType, string> = {
  workspace: "Workspace",
  member: "Member",
  key: "Key",
  environment: "Environment",
  route: "Route",
  tag: "Tag",
};

export const PERIOD_LABELS: Record<BudgetPeriod, string> = {
  daily: "Daily",
  weekly: "Weekly",
  monthly: "Monthly",
  total: "Total",
};

/** What it is for, in a word or two: `Workspace`, `nightly`. */
export const budgetName = ({ scope }: Pick<Budget, "scope">): string =>
  scope.type === "workspace" ? SCOPE_LABELS.workspace : (scope.name ?? scope.id ?? SCOPE_LABELS[scope.type]);

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** `resets in 11 days`; null for what never does. */
export function resetWords(resetsAt: Date | null, now: Date): string | null {
  if (resetsAt === null) return null;
  const left = resetsAt.getTime() - now.getTime();
  if (left < MINUTE) return "resets in a moment";
  if (left < 2 * HOUR) return `resets in ${Math.floor(left / MINUTE)} min`;
  if (left < 2 * DAY) return `resets in ${Math.floor(left / HOUR)} h`;
  return `resets in ${Math.floor(left / DAY)} days`;
}

/** Before this part of a period is over, its rate says little. */
const TELLING = 0.1;

/** What a period comes to if it goes on at its rate; null where that says little, or it never ends. */
export function atThisRate({ spent, startsAt, resetsAt }: Budget, now: Date): Usd | null {
  if (resetsAt === null) return null;
  const length = resetsAt.getTime() - startsAt.getTime();
  const passed = now.getTime() - startsAt.getTime();
  if (passed < length * TELLING || passed > length) return null;
  return ((spent * BigInt(length)) / BigInt(passed)) as Usd;
}

/** Limit and raise together, as of now. */
export const ceilingOf = ({ limit, raise }: Budget, now: Date): Usd => ceilingAt(limit, raise, now);

/** A typed amount; null for what is none. */
export function readAmount(text: string): Usd | null {
  const plain = text.trim().replace(/^\$/, "");
  return /^\d{1,8}(\.\d{1,12})?$/.test(plain) ? parseUsdOrNull(plain) : null;
}
