import type { Generation } from "./api";

/** Whose word a cost is, in a sentence. */
export function sayCostState({ state, cost, costState }: Pick<Generation, "state" | "cost" | "costState">) {
  // What was refused, or stopped before it was sent, leaves no record with anybody.
  if (costState === "confirmed" && state !== "finished" && cost === 0n) return "Nothing was billed";
  return costState === "confirmed"
    ? "Confirmed: read from the upstream's own record"
    : "Reported by the answer's own stream, not confirmed yet";
}
