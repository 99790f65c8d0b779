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
      const { resetsAt } = alert.figures;
      return typeof resetsAt === "string" && Date.parse(resetsAt) <= now.getTime()
        ? "The budget has begun anew."
        : "The budget has another limit now, is not watched any more, or was taken away.";
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
 * Which ends are told: those after which nothing of the kind goes on. Where a limit was raised and is as good as reached
 * again, or a model that was to go has gone, something else is open about the same thing. Of several thresholds of a budget
 * the highest speaks for all.
 */
export function endsToTell<Known extends EndingAlert>(
  kind: RuleKind,
  ended: readonly Ended<Known>[],
  observations: readonly Observation[],
): Known[] {
  if (!hasEnd(kind)) return [];
  const going = observations.filter(({ level }) => level === "over");
  const alerts = ended.map(({ alert }) => alert);
  return alerts.filter(({ figures }) => {
    const isSame = (one: { figures: Figures }) => thingOf(one.figures) === thingOf(figures);
    return (
      !going.some((one) => isSame(one) && stepOf(one.figures) >= stepOf(figures)) &&
      !alerts.some((one) => isSame(one) && stepOf(one.figures) > stepOf(figures))
    );
  });
}

/** What an alert is about, apart from its period, its limit and its day. */
const thingOf = ({ budget, model, route }: Figures): string => String(budget ?? route ?? model ?? "");

const stepOf = ({ threshold }: Figures): number => Number(threshold ?? 0);
