import type { Budget } from "@/lib/budgets/api";
import { ceilingAt, leftOf } from "@/lib/budgets/figures";
import { hasRefused, isRefusing } from "@/lib/budgets/refusing";
import { formatUsd } from "@/lib/core/format";
import { formatDecimal } from "@/lib/core/money";
import { beginsAnew, chosenOf, figuresOf, nameOf } from "./judge-budgets";
import { levelBelow, levelOfShare, MARGINS, momentIn, type Observation, observe } from "./judgement";
import type { RuleSettings } from "./rules";

/**
 * Hard budgets that have no room for what is asked, however little of them is spent: what is held, and what a request may
 * cost, stand against it as well. One request of unusual size opens nothing. It is over after an hour in which nothing was refused, once something is left again.
 * And budgets that were stopped, as long as they are.
 */
export function judgeRefusals(
  settings: RuleSettings["budget_threshold"],
  budgets: readonly Budget[],
  now: Date,
): Observation[] {
  return chosenOf(budgets, settings)
    .filter(({ resetsAt }) => resetsAt === null || resetsAt > now)
    .flatMap((budget) => [...refusing(budget, settings.thresholds, now), ...stopped(budget, now)]);
}

function refusing(budget: Budget, thresholds: readonly number[], now: Date): Observation[] {
  const { hard, refusedAt, refusedAmount, spent, held, limit, raise, timeZone } = budget;
  if (!hard || refusedAt === null) return [];
  const ceiling = ceilingAt(limit, raise, now);
  // Of a hundred parts, so that the margin is one of the limit.
  const left = leftOf(ceiling, spent, held) * 100n;
  const isFull = levelBelow(left, ceiling * BigInt(MARGINS.budget_threshold), 0) === "over";
  return [
    observe({
      // A limit that is changed begins anew, as for thresholds.
      subject: `refuses:${budget.id}:${budget.startsAt.toISOString()}:${formatDecimal(ceiling)}`,
      level: isRefusing(budget, now) ? "over" : isFull || hasRefused(budget, now) ? "between" : "clear",
      // That all of it is spent is told by its threshold.
      isQuiet: thresholds.some(
        (percent) => percent >= 100 && levelOfShare(spent, ceiling, percent, 0) === "over",
      ),
      title: `The ${nameOf(budget)} refuses requests`,
      sentence: `It had no room for a request${refusedAmount === null ? "" : ` of up to ${formatUsd(refusedAmount)}`} on ${momentIn(refusedAt, timeZone)}. ${formatUsd(spent)} of ${formatUsd(ceiling)} are spent, ${formatUsd(held)} held. ${beginsAnew(budget, now)}`,
      link: "/budgets",
      figures: {
        ...figuresOf(budget, ceiling),
        held: formatDecimal(held),
        refusedAt: refusedAt.toISOString(),
      },
    }),
  ];
}

function stopped(budget: Budget, now: Date): Observation[] {
  const { stoppedAt, hard, limit, raise, timeZone } = budget;
  if (stoppedAt === null) return [];
  const so = hard ? " It refuses everything until it is counted anew." : " It has to be counted anew.";
  return [
    observe({
      subject: `stopped:${budget.id}:${stoppedAt.toISOString()}`,
      title: `The ${nameOf(budget)} is stopped`,
      sentence: `Its figures were found not to be those of the ledger on ${momentIn(stoppedAt, timeZone)}.${so}`,
      link: "/budgets",
      figures: {
        ...figuresOf(budget, ceilingAt(limit, raise, now)),
        stoppedAt: stoppedAt.toISOString(),
      },
    }),
  ];
}
