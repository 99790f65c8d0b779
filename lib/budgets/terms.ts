/** What a budget can be for. */
export const BUDGET_SCOPES = ["workspace", "member", "key", "environment", "route", "tag"] as const;
export type BudgetScopeType = (typeof BUDGET_SCOPES)[number];

/** After which time a budget begins anew; `total` never does. */
export const BUDGET_PERIODS = ["daily", "weekly", "monthly", "total"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** A scope as it is told: the id says which one, the name is for people. Both are null for the workspace. */
export type BudgetScope = { type: BudgetScopeType; id: string | null; name: string | null };

/** `key “nightly”`, `the workspace`. */
export function scopeWords({ type, id, name }: BudgetScope): string {
  return type === "workspace" ? "the workspace" : `${type} “${name ?? id ?? ""}”`;
}
