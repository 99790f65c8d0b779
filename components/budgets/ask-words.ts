import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { scopeWords } from "@/lib/budgets/terms";
import { formatUsd } from "@/lib/core/format";

/** Which budget: `the monthly budget of key “nightly”`. */
export const aboutWords = ({ scope, period }: Pick<BudgetAsk, "scope" | "period">): string =>
  `the ${period === "total" ? "" : `${period} `}budget of ${scopeWords(scope)}`;

/** What became of one's own request, without the words of whoever answered. */
export function stateWords({ state, amount, answer }: BudgetAsk): string {
  const more = `${formatUsd(amount)} more`;
  const who = answer?.by ?? "Somebody";
  switch (state) {
    case "open":
      return `You asked for ${more}. Nobody has answered yet.`;
    case "granted":
      return `${who} granted you ${more}.`;
    case "ended":
      return `${who} granted you ${more}. That has ended.`;
    case "declined":
      return `${who} declined ${more}.`;
    case "deleted":
      return `You asked for ${more}; the budget was deleted since.`;
    case "reset":
      return `You asked for ${more}; the budget has begun anew since.`;
    case "removed":
    case "suspended":
      return `You asked for ${more}, which nobody who is out of the team is given.`;
    default:
      return state satisfies never;
  }
}
