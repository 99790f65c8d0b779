import type { Budget } from "@/lib/budgets/api";
import { formatExactUsd } from "@/lib/core/format";

/** What the audit log says of a budget. */
export function budgetDetails({ scope, limit, raise, period, hard }: Budget): Record<string, string | null> {
  const what = scope.type === "workspace" ? "the workspace" : `${scope.type} ${scope.name ?? scope.id}`;
  return {
    ...{ budget: what, limit: formatExactUsd(limit), period, kind: hard ? "hard" : "soft" },
    ...(raise && { raise: formatExactUsd(raise.amount), until: raise.until.toISOString() }),
  };
}
