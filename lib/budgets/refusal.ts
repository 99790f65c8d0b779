import { AppError } from "@/lib/core/errors";
import type { ErrorDetails } from "@/lib/core/failure";
import { formatUsd } from "@/lib/core/format";
import { formatDecimal, type Usd } from "@/lib/core/money";
import type { Budget } from "./api";
import { leftOf } from "./figures";
import { scopeWords } from "./terms";

/** Why a budget stands against a request, with its figures at the moment of the refusal. */
export type Refusal = {
  reason: "exceeded" | "unbounded" | "stopped";
  /** Limit and raise together. */
  ceiling: Usd;
  spent: Usd;
  held: Usd;
  /** The most that the request may cost; null when nobody can say. */
  needed: Usd | null;
};

type Refusing = Pick<Budget, "id" | "scope" | "period" | "timeZone" | "resetsAt">;

const CODES = {
  exceeded: "budget_exceeded",
  unbounded: "budget_unbounded",
  stopped: "budget_stopped",
} as const;

/** The refusal as everyone sees it. @param because why the cost of the request has no bound */
export function refusalError(budget: Refusing, refusal: Refusal, because: string | null): AppError {
  const { reason } = refusal;
  const of = `The ${budget.period === "total" ? "" : `${budget.period} `}budget of ${scopeWords(budget.scope)}`;
  const message = {
    exceeded: `${of} does not cover this. ${figuresOf(refusal)} ${resetOf(budget)}`,
    unbounded: `${of} lets nothing pass whose cost has no bound. ${because ?? "It is not known what this may cost."}`,
    stopped: `${of} is stopped, since its figures are not those of the ledger. It has to be counted anew on the budgets page.`,
  }[reason];
  return new AppError(CODES[reason], { budget: detailsOf(budget, refusal) }, { message: message.trim() });
}

function figuresOf({ ceiling, spent, held, needed }: Refusal): string {
  const left = leftOf(ceiling, spent, held);
  const parts = `Of ${formatUsd(ceiling)}, ${formatUsd(spent)} is spent, ${formatUsd(held)} held and ${formatUsd(left)} left`;
  return needed === null ? `${parts}.` : `${parts}; this may cost up to ${formatUsd(needed)}.`;
}

function resetOf({ resetsAt, timeZone }: Refusing): string {
  if (resetsAt === null) return "";
  // One form for browsers, programs and the ledger, whatever the reader's language.
  const when = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone });
  return `It resets on ${when.format(resetsAt)} (${timeZone}).`;
}

function detailsOf(
  { id, scope, period, resetsAt }: Refusing,
  refusal: Refusal,
): NonNullable<ErrorDetails["budget"]> {
  const { ceiling, spent, held, needed } = refusal;
  return {
    id,
    scope,
    period,
    limit: formatDecimal(ceiling),
    spent: formatDecimal(spent),
    held: formatDecimal(held),
    left: formatDecimal(leftOf(ceiling, spent, held)),
    needed: needed === null ? null : formatDecimal(needed),
    resetsAt: resetsAt?.toISOString() ?? null,
  };
}
