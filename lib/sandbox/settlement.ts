import type { Beat } from "./beats";
import { type Bill, NO_BILL } from "./bill";
import type { Fault } from "./faults";
import type { Attempt, Outcome } from "./generations";
import { billOf, type Plan, searchBill } from "./plan";
import type { World } from "./world";

/** How a generation came to its end. */
export type Ending = "finished" | "cancelled" | "failed" | "cut";

/** A generation under way: what was said of it so far, and its one settlement. */
export type Run = {
  plan: Plan;
  attempts: Attempt[];
  headers: Outcome["headers"];
  /** How many beats have left. */
  said: number;
  firstTokenAt: number | null;
  settled: boolean;
  billed: string | undefined;
};

export const startRun = (
  plan: Plan,
  attempts: Attempt[],
  headers: Outcome["headers"],
  faults: Fault[],
): Run => ({
  plan,
  attempts,
  headers,
  said: 0,
  firstTokenAt: null,
  settled: false,
  billed: faults.find(({ params }) => params.billed !== undefined)?.params.billed,
});

/**
 * Charges a generation, once. After a cancellation OpenRouter bills what was produced where the provider stops
 * with the client, and the whole completion where it does not; an answer that failed costs no tokens.
 */
export function settle(world: World, run: Run, ending: Ending): Bill {
  const { plan } = run;
  const beats = billedBeats(run, ending);
  const bill =
    ending === "failed" && run.billed === undefined
      ? searchBill(plan)
      : run.billed === "none"
        ? NO_BILL
        : billOf(plan, beats);
  if (run.settled) return bill;
  run.settled = true;
  const finish =
    ending === "finished"
      ? { reason: plan.finish.reason, native: plan.finish.native }
      : { reason: ending === "failed" ? "error" : null, native: null };
  const { attempts, headers, firstTokenAt } = run;
  world.generations.settle({
    plan,
    beats,
    bill,
    cancelled: ending === "cancelled",
    finish,
    attempts,
    endedAt: world.now(),
    firstTokenAt,
    headers,
  });
  return bill;
}

function billedBeats({ plan, said, billed }: Run, ending: Ending): Beat[] {
  if (billed === "full" || ending === "finished") return plan.beats;
  if (billed === "produced" || ending === "failed") return plan.beats.slice(0, said);
  // Only a stream can be cancelled; a provider that does not listen writes on to the end.
  return plan.request.stream && plan.endpoint.provider.cancels ? plan.beats.slice(0, said) : plan.beats;
}
