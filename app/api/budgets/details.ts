import type { Budget } from "@/lib/budgets/api";
import type { BudgetAsk } from "@/lib/budgets/asks-api";
import type { BudgetScope } from "@/lib/budgets/terms";
import { formatExactUsd } from "@/lib/core/format";

type Details = Record<string, string | null>;

/** What the audit log says of a budget. */
export function budgetDetails({ scope, limit, raise, period, hard }: Budget): Details {
  return {
    budget: whatFor(scope),
    ...{ limit: formatExactUsd(limit), period, kind: hard ? "hard" : "soft" },
    ...(raise && { raise: formatExactUsd(raise.amount), until: raise.until.toISOString() }),
  };
}

/** What it says of somebody's request for more of one, and of its answer. */
export function askDetails({ scope, period, member, amount, until }: BudgetAsk): Details {
  return {
    ...{ budget: whatFor(scope), period, member, amount: formatExactUsd(amount) },
    ...(until && { until: until.toISOString() }),
  };
}

const whatFor = ({ type, id, name }: BudgetScope): string =>
  type === "workspace" ? "the workspace" : `${type} ${name ?? id}`;
