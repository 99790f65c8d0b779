import type { Budget } from "@/lib/budgets/api";
import { ceilingAt } from "@/lib/budgets/figures";
import { isRefusing } from "@/lib/budgets/refusing";
import { scopeWords } from "@/lib/budgets/terms";
import { formatUsd } from "@/lib/core/format";
import { formatDecimal, type Usd } from "@/lib/core/money";
import {
  type Judgement,
  judged,
  levelOfShare,
  MARGINS,
  momentIn,
  type Observation,
  observe,
} from "./judgement";
import type { RuleSettings } from "./rules";

type Chosen = { budgets: readonly string[] | null };

export const chosenOf = (budgets: readonly Budget[], { budgets: ids }: Chosen): Budget[] =>
  budgets.filter(({ id }) => ids === null || ids.includes(id));

export const nameOf = ({ period, scope }: Pick<Budget, "period" | "scope">): string =>
  `${period} budget for ${scopeWords(scope)}`;

export function beginsAnew({ resetsAt, timeZone }: Budget, now: Date): string {
  if (resetsAt === null) return "It never begins anew.";
  return `It ${resetsAt > now ? "begins" : "has begun"} anew on ${momentIn(resetsAt, timeZone)}.`;
}

/** A period that is over is judged by the limit that it ended with. */
const lastOf = ({ resetsAt }: Budget, now: Date): Date =>
  resetsAt === null || resetsAt > now ? now : new Date(resetsAt.getTime() - 1);

export const figuresOf = (budget: Budget, ceiling: Usd) => ({
  budget: budget.id,
  scope: budget.scope.type,
  period: budget.period,
  spent: formatDecimal(budget.spent),
  limit: formatDecimal(ceiling),
  startsAt: budget.startsAt.toISOString(),
  resetsAt: budget.resetsAt?.toISOString() ?? null,
});

/**
 * Budgets that are spent up to a threshold. Each threshold is told once per period and limit; of several that are passed
 * at once the highest is told, and the others are only kept. Periods that are over stand among the budgets like others.
 */
export function judgeThresholds(
  settings: RuleSettings["budget_threshold"],
  budgets: readonly Budget[],
  now: Date,
): Judgement {
  return judged(
    chosenOf(budgets, settings).flatMap((budget): Observation[] => {
      const ceiling = ceilingAt(budget.limit, budget.raise, lastOf(budget, now));
      const { spent } = budget;
      const levels = settings.thresholds.map((threshold) => ({
        threshold,
        level: levelOfShare(spent, ceiling, threshold, MARGINS.budget_threshold),
      }));
      const highest = Math.max(
        ...levels.flatMap(({ threshold, level }) => (level === "over" ? threshold : [])),
      );
      return levels.map(({ threshold, level }) =>
        observe({
          // A limit that is changed begins anew: what was half of it may be a tenth.
          subject: `budget:${budget.id}:${budget.startsAt.toISOString()}:${formatDecimal(ceiling)}:${threshold}`,
          level,
          once: true,
          isQuiet: threshold < highest,
          title: `${threshold} % of the ${nameOf(budget)} is spent`,
          sentence: `${formatUsd(spent)} of ${formatUsd(ceiling)} are spent. ${beginsAnew(budget, now)}`,
          link: "/budgets",
          figures: { ...figuresOf(budget, ceiling), threshold },
        }),
      );
    }),
  );
}

/** A pace says nothing before so much of a period has passed, one part in. */
const EARLIEST = 10n;

/**
 * Budgets that would be spent before they begin anew if the rest of their period went like its beginning: what is spent
 * divided by the time that has passed. A budget that never begins anew has no such end, and one that is spent already
 * is no forecast.
 */
export function judgeForecast(
  settings: RuleSettings["budget_forecast"],
  budgets: readonly Budget[],
  now: Date,
): Judgement {
  let young = 0;
  const observations = chosenOf(budgets, settings).flatMap((budget): Observation[] => {
    if (budget.resetsAt === null) return [];
    const ceiling = ceilingAt(budget.limit, budget.raise, now);
    const whole = BigInt(budget.resetsAt.getTime() - budget.startsAt.getTime());
    const passed = BigInt(now.getTime() - budget.startsAt.getTime());
    const subject = `forecast:${budget.id}:${budget.startsAt.toISOString()}`;
    if (passed * EARLIEST < whole) {
      young += 1;
      return [];
    }
    const expected = ((budget.spent * whole) / passed) as Usd;
    // Reached already, or as good as that: others tell that, and what was told stays as it is.
    const refuses = isRefusing(budget, now) || (budget.hard && budget.stoppedAt !== null);
    const isReached = budget.spent >= ceiling || refuses;
    const level = isReached ? "between" : levelOfShare(expected, ceiling, 100, MARGINS.budget_forecast);
    const reachedAt =
      level === "over"
        ? new Date(budget.startsAt.getTime() + Number((passed * ceiling) / budget.spent))
        : null;
    return [
      observe({
        subject,
        level,
        title: `The ${nameOf(budget)} will not last`,
        sentence: `${formatUsd(budget.spent)} of ${formatUsd(ceiling)} are spent; at this pace it will be ≈ ${formatUsd(expected)}${
          reachedAt === null ? "" : `, and the limit is reached on ${momentIn(reachedAt, budget.timeZone)}`
        }. ${beginsAnew(budget, now)}`,
        link: "/budgets",
        figures: {
          ...figuresOf(budget, ceiling),
          expected: formatDecimal(expected),
          reachedAt: reachedAt?.toISOString() ?? null,
        },
      }),
    ];
  });
  const note =
    young === 0
      ? null
      : `Of ${young === 1 ? "one budget" : `${young} budgets`} less than a tenth of the period has passed, too little to foresee its end.`;
  return judged(observations, note);
}
