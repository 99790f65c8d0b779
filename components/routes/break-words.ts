import type { Hop } from "@/lib/ledger/hops";
import type { BreakFault, BreakRun, FaultName } from "@/lib/routes/break-api";

export const FAULT_LABELS: Record<FaultName, string> = {
  rate_limit: "429, rate limited",
  outage: "502, provider down",
  hang: "Hangs",
  cut: "Cut mid-stream",
  moderation: "403, moderated",
};

/** What was made to go wrong, in a few words. */
export function describeFaults(faults: readonly BreakFault[], hops: number): string {
  const [first] = faults;
  if (!first) return "Nothing wrong";
  const everywhere =
    hops > 1 && faults.length === hops && faults.every((one) => "hop" in one && one.fault === first.fault);
  if (everywhere) return `${FAULT_LABELS[first.fault]} at every hop`;
  return faults
    .map((one) => `${FAULT_LABELS[one.fault]} at ${"hop" in one ? `hop ${one.hop + 1}` : one.provider}`)
    .join("; ");
}

type Attempt = BreakRun["hops"][number]["attempts"][number];

/**
 * A simulated run as the cable shows one. A try that failed took until the next one was asked, the last until the
 * caller heard of it; how soon an answer began is not told.
 */
export function litOf({ hops, caller }: BreakRun): Hop[] {
  const asked = hops.flatMap(({ attempts }) => attempts).sort((a, b) => a.atMs - b.atMs);
  const endOf = (attempt: Attempt) => asked[asked.indexOf(attempt) + 1]?.atMs ?? caller.durationMs;
  return hops.map(({ model, outcome, attempts }) => ({
    model,
    outcome: outcome === "cut" ? "failed" : outcome,
    attempts: attempts.map((attempt) => ({
      ...{ provider: attempt.provider, model, status: attempt.status },
      latencyMs: attempt.status === 200 ? null : endOf(attempt) - attempt.atMs,
    })),
  }));
}

/** The steps in which a chain is seen to be gone through: hop by hop, each being asked before it is known how it went. */
export function stepsOf(hops: readonly Hop[]): Hop[][] {
  const asked = hops.filter(({ outcome }) => outcome !== "untried").length;
  const steps = Array.from({ length: asked }, (_, at) =>
    hops.map((hop, index): Hop => {
      if (index < at) return hop;
      return { ...hop, attempts: [], outcome: index === at ? "answering" : "unknown" };
    }),
  );
  return [...steps, [...hops]];
}
