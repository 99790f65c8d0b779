import type { AlertRule } from "@/lib/alerts/alerts-api";
import { formatCount } from "@/lib/core/format";

/** What a rule watches, with its figures, in one sentence. */
export function ruleSentence(rule: AlertRule): string {
  switch (rule.kind) {
    case "budget_threshold": {
      const { budgets, thresholds } = rule.settings;
      return `Tells when ${budgetWords(budgets)} is spent to ${listed(thresholds)} %. Also when it refuses requests or is stopped.`;
    }
    case "budget_forecast":
      return `Tells when ${budgetWords(rule.settings.budgets)} would be spent before it begins anew.`;
    case "anomaly":
      return `Tells when a day costs far more than the weeks before it let expect; days of ${rule.settings.timeZone.replaceAll("_", " ")}.`;
    case "fallback_taken": {
      const { percent, atLeast } = rule.settings;
      return `Tells when fallbacks give ${percent} % of an hour’s answers of a route or a model, from ${many(atLeast, "answer")} on.`;
    }
    case "upstream_failing": {
      const { percent, atLeast } = rule.settings;
      return `Tells when ${percent} % of the requests of 15 minutes fail upstream, from ${many(atLeast, "request")} on.`;
    }
    case "price_change":
      return `Tells when the price of a model in use moves by ${rule.settings.percent} % or more.`;
    case "model_leaving":
      return `Tells when a model in use goes away within ${many(rule.settings.days, "day")}, or is gone.`;
    case "low_credits":
      return `Tells when credits or the limit of OpenRouter’s key fall below $${rule.settings.below}, or it refuses the key.`;
    case "unsettled_money": {
      const { hours, moreThan } = rule.settings;
      return `Tells when the cost of more than ${many(moreThan, "generation")} is not settled after ${many(hours, "hour")}.`;
    }
    default:
      return rule satisfies never;
  }
}

function budgetWords(budgets: readonly string[] | null): string {
  if (budgets === null) return "any budget";
  return budgets.length === 1 ? "the chosen budget" : `one of ${budgets.length} chosen budgets`;
}

const many = (count: number, what: string) => `${formatCount(count)} ${what}${count === 1 ? "" : "s"}`;

/** `50, 80 or 100`. */
export function listed(values: readonly (number | string)[]): string {
  const last = values.at(-1) ?? "";
  return values.length < 2 ? String(last) : `${values.slice(0, -1).join(", ")} or ${last}`;
}
