import type { Observation } from "./judgement";

/** An alert of a rule that there is or was. */
export type KnownAlert = { id: string; subject: string; state: "firing" | "resolved" };

export type Settled = { open: Observation[]; resolve: string[] };

/**
 * What a rule's observations change about its alerts. An open one stays open until its figure is clearly below the line,
 * or what it was about is no longer there; only then can the same subject open another, and some never do.
 * @param known all open alerts of the rule, and past ones of subjects that are told once
 */
export function settleAlerts(
  known: readonly KnownAlert[],
  observations: readonly Observation[] | null,
): Settled {
  if (observations === null) return { open: [], resolve: [] };
  const seen = new Map(observations.map((one) => [one.subject, one]));
  const firing = new Set(known.flatMap(({ subject, state }) => (state === "firing" ? [subject] : [])));
  const told = new Set(known.map(({ subject }) => subject));
  return {
    open: [...seen.values()].filter(
      ({ level, subject, once }) => level === "over" && !firing.has(subject) && !(once && told.has(subject)),
    ),
    resolve: known.flatMap(({ id, subject, state }) => {
      const level = seen.get(subject)?.level ?? "clear";
      return state === "firing" && level === "clear" ? [id] : [];
    }),
  };
}
