import type { Budget } from "@/lib/budgets/api";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { CreditFacts } from "./judge-credits";
import type { Message, ToldAlert } from "./message";

export const T0 = Date.parse("2026-11-20T12:00:00.000Z");
export const at = (ms: number) => new Date(T0 + ms);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A monthly budget of a hundred dollars, as it stands on the 20th. */
export const aBudget = (spent: string, changes: Partial<Budget> = {}): Budget => ({
  id: "0199a000-0000-7000-8000-000000000001",
  scope: { type: "workspace", id: null, name: null },
  limit: parseUsd("100"),
  raise: null,
  period: "monthly",
  timeZone: "UTC",
  hard: false,
  spent: parseUsd(spent),
  held: parseUsd("0"),
  left: parseUsd("0"),
  startsAt: new Date("2026-11-01T00:00:00.000Z"),
  resetsAt: new Date("2026-12-01T00:00:00.000Z"),
  stoppedAt: null,
  refusedAt: null,
  refusedAmount: null,
  largestHold: null,
  createdAt: new Date("2026-10-01T00:00:00.000Z"),
  ...changes,
});

export const anAlert = (changes: Partial<ToldAlert> = {}): ToldAlert => ({
  id: "0199a000-0000-7000-8000-0000000000aa",
  event: "opened",
  kind: "budget_threshold",
  rule: "Budget reached",
  state: "firing",
  isUrgent: false,
  title: "80 % of the monthly budget for the workspace is spent",
  sentence: "$80.00 of $100.00 are spent.",
  url: "https://patchbay.example/budgets",
  figures: { spent: "80", limit: "100" },
  openedAt: at(0),
  resolvedAt: null,
  ...changes,
});

export const aMessage = (...alerts: ToldAlert[]): Message => ({
  id: "0199a000-0000-7000-8000-0000000000bb",
  type: alerts.length === 1 ? "alert" : "digest",
  at: at(0),
  alerts,
});

type KeyFacts = NonNullable<CreditFacts["key"]>;

/** What OpenRouter says of a key that works and has no limit. */
export const statusOf = (
  changes: Partial<CreditFacts> & { limit?: Usd; limitRemaining?: Usd } = {},
): CreditFacts => {
  const { limit = null, limitRemaining = null, ...facts } = changes;
  const key: KeyFacts = {
    ...{ label: "sk-or-v1-abc...123", limit, limitRemaining, limitReset: null, usage: null },
    ...{ usageMonthly: null, isFreeTier: false, expiresAt: null, freeRequests: null },
  };
  return { key, balance: null, failure: null, ...facts };
};
