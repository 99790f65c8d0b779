import type { Observation } from "./judgement";

/** An alert of a rule that there is or was. */
export type KnownAlert = { id: string; subject: string; state: "firing" | "resolved" };

/** What is over, and what was seen of it; undefined when it was not there any more. */
export type Ended<Known extends KnownAlert> = { alert: Known; seen: Observation | undefined };

export type Settled<Known extends KnownAlert> = { open: Observation[]; resolve: Ended<Known>[] };

/**
 * What a rule's observations change about its alerts. An open one stays open until its figure is clearly below the line,
 * or what it was about is no longer there; only then can the same subject open another. Of what is told once nothing but
 * the latter is an end: said to be over, it would not be told when it is reached again.
 * @param known all open alerts of the rule, and past ones of subjects that are told once
 */
export function settleAlerts<Known extends KnownAlert>(
  known: readonly Known[],
  observations: readonly Observation[] | null,
): Settled<Known> {
  if (observations === null) return { open: [], resolve: [] };
  const seen = new Map(observations.map((one) => [one.subject, one]));
  const firing = new Set(known.flatMap(({ subject, state }) => (state === "firing" ? [subject] : [])));
  const told = new Set(known.map(({ subject }) => subject));
  return {
    open: [...seen.values()].filter(
      ({ level, subject, once }) => level === "over" && !firing.has(subject) && !(once && told.has(subject)),
    ),
    resolve: known.flatMap((alert) => {
      const now = seen.get(alert.subject);
      const isOver = now === undefined || (now.level === "clear" && !now.once);
      return alert.state === "firing" && isOver ? [{ alert, seen: now }] : [];
    }),
  };
}
