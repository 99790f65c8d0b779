import type { Figures, Observation } from "./judgement";
import { hasEnd, type RuleKind } from "./rules";
import type { Ended, KnownAlert } from "./settle-alerts";

/** An alert as far as its end goes. */
export type EndingAlert = KnownAlert & { figures: Figures };

/** How it stood when it was over, in a sentence. */
export function endingOf(kind: RuleKind, { alert, seen }: Ended<EndingAlert>, now: Date): string {
  if (seen) return seen.sentence;
  switch (kind) {
    case "budget_threshold":
    case "budget_forecast": {
      const { resetsAt, stoppedAt } = alert.figures;
      if (stoppedAt !== undefined)
        return "The budget was counted anew, is not watched any more, or was taken away.";
      return typeof resetsAt === "string" && Date.parse(resetsAt) <= now.getTime()
        ? "The budget has begun anew."
        : "The budget has another limit or is soft now, is not watched any more, or was taken away.";
    }
    case "model_leaving":
      return "OpenRouter lists the model without a last day, or it is not in use any more.";
    case "fallback_taken":
      return "Nothing was asked of it in the last hour.";
    default:
      return "It is not there any more.";
  }
}

/**
 * Which ends can be told: those after which nothing of the kind goes on. Where a limit was raised and is as good as reached
 * again, or a model that was to go has gone, something else is open about the same thing.
 */
export function endsToTell<Known extends EndingAlert>(
  kind: RuleKind,
  ended: readonly Ended<Known>[],
  observations: readonly Observation[],
): Known[] {
  if (!hasEnd(kind)) return [];
  const going = observations.filter(({ level }) => level === "over");
  return ended.flatMap(({ alert }) =>
    going.some((one) => isSameThing(one, alert) && stepOf(one) >= stepOf(alert)) ? [] : [alert],
  );
}

/**
 * Of what was told somewhere and is over, the ends that are told there: of several thresholds of a budget the highest speaks
 * for all. One whose beginning may not have got out speaks only where none did for certain.
 */
export function speakersOf<Told extends { figures: Figures; isCertain: boolean }>(
  told: readonly Told[],
): Told[] {
  const ranked = told.toSorted(
    (one, other) => Number(other.isCertain) - Number(one.isCertain) || stepOf(other) - stepOf(one),
  );
  return ranked.filter((one, index) => ranked.findIndex((other) => isSameThing(one, other)) === index);
}

/**
 * Whether a threshold ended because its budget has another limit by now, or is not watched. Should the old limit hold
 * again, as when a raise has run out, or the budget be watched again, what is spent of it is news.
 */
export function mayComeBack(
  kind: RuleKind,
  { alert, seen }: Ended<EndingAlert>,
  observations: readonly Observation[],
): boolean {
  if (kind !== "budget_threshold" || seen !== undefined) return false;
  const { budget, startsAt, limit } = alert.figures;
  if (!observations.some(({ figures }) => figures.budget === budget)) return true;
  return observations.some(
    (one) => isSameThing(one, alert) && one.figures.startsAt === startsAt && one.figures.limit !== limit,
  );
}

type Figured = { figures: Figures };

/** What an alert is about, apart from its period, its limit and its day. */
const thingOf = ({ figures: { budget, model, route, failure, stoppedAt } }: Figured): string =>
  // That its figures are wrong is another matter than how much of it is spent.
  `${stoppedAt === undefined ? "" : "stopped "}${budget ?? route ?? model ?? failure ?? ""}`;
const isSameThing = (one: Figured, other: Figured): boolean => thingOf(one) === thingOf(other);

/** A budget that refuses is beyond all its thresholds. */
const stepOf = ({ figures: { threshold, refusedAt } }: Figured): number =>
  refusedAt === undefined ? Number(threshold ?? 0) : Number.POSITIVE_INFINITY;
