import type { Generation } from "./api";

/** Whose word a cost is, in a sentence. */
export function sayCostState({ state, cost, costState }: Pick<Generation, "state" | "cost" | "costState">) {
  // What was refused leaves no record with anybody.
  if (costState === "confirmed" && state === "failed" && cost === 0n) return "Failed, and nothing was billed";
  return costState === "confirmed"
    ? "Confirmed: read from the upstream's own record"
    : "Reported by the answer's own stream, not confirmed yet";
}
